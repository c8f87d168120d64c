import pytest

from widget_host.errors import ServeError
from workbook.server.folders import find_folders


@pytest.fixture
def home(tmp_path):
    """A folder with pages and tables."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "start.ipynb").touch()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datapackage.json").touch()
    return tmp_path


def test_the_nearest_folder_above_with_both_is_found(home):
    deep = home / "notebooks" / "guides" / "deep"
    deep.mkdir(parents=True)
    found = find_folders(start=deep)
    assert (found.notebooks, found.data) == (home / "notebooks", home / "data")


def test_the_installed_copy_comes_last(home, tmp_path_factory, monkeypatch):
    prefix = tmp_path_factory.mktemp("prefix")
    (prefix / "share").mkdir()
    (prefix / "share" / "workbook").symlink_to(home)
    monkeypatch.setattr("sys.prefix", str(prefix))
    found = find_folders(start=tmp_path_factory.mktemp("elsewhere"))
    assert (found.notebooks, found.data) == (home / "notebooks", home / "data")


def test_the_tables_beside_given_notebooks_come_first(home, tmp_path_factory):
    found = find_folders(notebooks=home / "notebooks", start=tmp_path_factory.mktemp("elsewhere"))
    assert found.data == home / "data"


def test_folders_that_are_given_are_taken_as_they_are(home, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "page.ipynb").touch()
    found = find_folders(notebooks=other, data=home / "data", start=other)
    assert (found.notebooks, found.data) == (other, home / "data")


@pytest.mark.parametrize(
    ("notebooks", "data", "said"),
    [
        ("nowhere", "data", r"There is no folder .*nowhere.*--notebooks"),
        ("empty", "data", r"contains no notebook.*--notebooks"),
        ("notebooks", "nowhere", r"There is no folder .*nowhere.*--data"),
        ("notebooks", "empty", r"contains no datapackage\.json.*--data"),
    ],
)
def test_a_folder_that_will_not_do_is_told_with_what_to_do(home, notebooks, data, said):
    (home / "empty").mkdir()
    with pytest.raises(ServeError, match=said):
        find_folders(home / notebooks, home / data, start=home)


def test_no_workbook_anywhere_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.prefix", str(tmp_path / "prefix"))
    with pytest.raises(ServeError, match="No workbook was found in"):
        find_folders(start=tmp_path)
