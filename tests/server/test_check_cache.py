"""What is known to run well is not run again until anything that it depends on has changed."""

import json

import pytest

from workbook.server import check_cache
from workbook.server.check_cache import CheckCache, names


@pytest.fixture
def folders(tmp_path):
    """A folder of notebooks with two of them, and one of tables."""
    notebooks, data = tmp_path / "notebooks", tmp_path / "data"
    (notebooks / "guides").mkdir(parents=True)
    data.mkdir()
    (notebooks / "one.ipynb").write_text("one")
    (notebooks / "guides" / "two.ipynb").write_text("two")
    (notebooks / "helper.py").write_text("x = 1")
    (data / "tips.csv").write_text("id,text")
    return notebooks, data


def test_each_notebook_has_a_name_of_its_own_that_stays(folders):
    found = names(*folders)
    assert sorted(found) == ["guides/two.ipynb", "one.ipynb"]
    assert len(set(found.values())) == 2
    assert names(*folders) == found


def test_a_changed_notebook_has_another_name_and_the_others_keep_theirs(folders):
    before = names(*folders)
    (folders[0] / "one.ipynb").write_text("one more")
    after = names(*folders)
    assert [path for path in after if after[path] != before[path]] == ["one.ipynb"]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("data/tips.csv", "id,note"),
        ("data/more.csv", "id"),
        ("notebooks/helper.py", "x = 10"),
        ("notebooks/guides/new.csv", "a"),
    ],
    ids=["a table", "a new table", "a file beside them", "a new file beside them"],
)
def test_what_notebooks_go_by_changes_all_names(folders, tmp_path, file, content):
    before = names(*folders)
    (tmp_path / file).write_text(content)
    after = names(*folders)
    assert all(after[path] != before[path] for path in before)


def test_another_version_of_a_package_changes_all_names(folders, tmp_path, monkeypatch):
    before = names(*folders)
    (tmp_path / "site" / "somewhat-2.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "site")
    after = names(*folders)
    assert all(after[path] != before[path] for path in before)


def test_what_is_hidden_changes_nothing(folders):
    before = names(*folders)
    (folders[0] / ".ipynb_checkpoints").mkdir()
    (folders[0] / ".ipynb_checkpoints" / "one-checkpoint.ipynb").write_text("one")
    (folders[0] / "__pycache__").mkdir()
    (folders[0] / "__pycache__" / "helper.pyc").write_bytes(b"x")
    assert names(*folders) == before


def test_names_are_kept_from_one_time_to_the_next(tmp_path):
    file = tmp_path / "cache" / "checked.json"
    CheckCache(file).add(["a", "b"])
    kept = CheckCache(file)
    assert "a" in kept
    assert "c" not in kept
    kept.add(["c", "a"])
    assert json.loads(file.read_text()) == ["b", "c", "a"]
    assert [path.name for path in file.parent.iterdir()] == ["checked.json"]


def test_only_the_last_names_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(check_cache, "_MOST", 2)
    CheckCache(tmp_path / "checked.json").add(["a", "b", "c"])
    assert "a" not in CheckCache(tmp_path / "checked.json")


@pytest.mark.parametrize("content", ["", "{", '{"a": 1}', "[1, null]", "[" * 100_000])
def test_a_file_that_holds_something_else_is_no_trouble(tmp_path, content):
    file = tmp_path / "checked.json"
    file.write_text(content)
    assert "a" not in CheckCache(file)
    CheckCache(file).add(["a"])
    assert "a" in CheckCache(file)


def test_where_nothing_can_be_kept_nothing_fails(tmp_path):
    (tmp_path / "file").write_text("")
    CheckCache(tmp_path / "file" / "checked.json").add(["a"])
