"""Writing a copy to a folder: completely or not at all."""

from pathlib import Path

import pytest

from workbook.publish.errors import SiteError
from workbook.publish.writing import MARK, check_folder, write_folder

FILES = [("index.html", b"one"), ("files/a.js", b"two")]


def test_the_files_are_there_and_nothing_else_is_left(tmp_path):
    assert write_folder(tmp_path / "site", FILES) == 2
    assert (tmp_path / "site" / "files" / "a.js").read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_earlier_copy_is_replaced_whole(tmp_path):
    write_folder(tmp_path / "site", [("old.html", b"old")])
    check_folder(tmp_path / "site", replace=True)
    write_folder(tmp_path / "site", FILES)
    assert not (tmp_path / "site" / "old.html").exists()


def test_an_earlier_copy_stays_until_it_may_be_replaced(tmp_path):
    write_folder(tmp_path / "site", FILES)
    with pytest.raises(SiteError, match="--replace"):
        check_folder(tmp_path / "site", replace=False)


@pytest.mark.parametrize("replace", [True, False])
def test_a_folder_with_other_things_is_never_written_to(tmp_path, replace):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SiteError, match="other things"):
        check_folder(tmp_path, replace=replace)


def test_a_file_a_link_or_a_missing_folder_above_is_told(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path)
    for name, said in (
        ("file", "not a folder"),
        ("link", "not a folder"),
        ("none/site", "There is no folder"),
    ):
        with pytest.raises(SiteError, match=said):
            check_folder(tmp_path / name, replace=True)


def test_what_fails_on_its_way_leaves_the_earlier_copy_as_it_was(tmp_path):
    write_folder(tmp_path / "site", FILES)

    def broken():
        yield "index.html", b"new"
        raise OSError(28, "No space left on device")

    with pytest.raises(SiteError, match="No space left"):
        write_folder(tmp_path / "site", broken())
    assert (tmp_path / "site" / "index.html").read_bytes() == b"one"
    assert {path.name for path in (tmp_path / "site").iterdir()} == {MARK, "files", "index.html"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_copy_that_can_t_take_its_place_gives_it_back(tmp_path, monkeypatch):
    write_folder(tmp_path / "site", FILES)
    rename = Path.rename

    def refuse_the_new_one(self, target):
        if self.name == "new":
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse_the_new_one)
    with pytest.raises(SiteError, match="Permission denied"):
        write_folder(tmp_path / "site", [("index.html", b"new")])
    assert (tmp_path / "site" / "index.html").read_bytes() == b"one"
