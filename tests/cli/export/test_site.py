"""`workbook export site`: the workbook as a folder of pages."""

import shutil
from pathlib import Path

import pytest

from workbook.cli.main import main

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


@pytest.fixture
def site(capsys, tmp_path):
    """Export one page, and return the code and what was said."""
    (tmp_path / "pages").mkdir()
    shutil.copy(NOTEBOOKS / "standard-1.ipynb", tmp_path / "pages")

    def site(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(["export", "site", "--notebooks", str(tmp_path / "pages"), *map(str, arguments)])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return site


def test_the_pages_are_put_into_a_folder(site, tmp_path):
    folder = tmp_path / "out"
    code, out, err = site(folder)
    assert (code, err) == (0, "")
    assert out == f"2 pages are in {folder}. Open index.html there, or put the folder on a web host.\n"
    assert {"index.html", "standard-1.html", "files"} <= {path.name for path in folder.iterdir()}


@pytest.mark.slow
def test_pages_of_one_file_have_no_files_beside_them(site, tmp_path):
    folder = tmp_path / "out"
    assert site(folder, "--one-file")[0] == 0
    assert {path.suffix for path in folder.iterdir() if not path.name.startswith(".")} == {".html"}


@pytest.mark.slow
def test_a_copy_that_is_there_stays_until_it_may_be_replaced(site, tmp_path):
    folder = tmp_path / "out"
    site(folder)
    code, _, err = site(folder)
    assert (code, len(err.splitlines())) == (1, 1)
    assert "--replace" in err
    assert site(folder, "--replace")[0] == 0


def test_a_theme_with_a_fault_is_told(site, tmp_path):
    (tmp_path / "theme").mkdir()
    code, _, err = site(tmp_path / "out", "--theme", tmp_path / "theme")
    assert code == 1
    assert "theme.toml" in err
    assert not (tmp_path / "out").exists()
