"""Where a command writes a file: completely or not at all, and without overwriting anybody's file."""

import errno
import os

import click
import pytest

from workbook.cli.files import check_file, write_whole


def refused(file, *, replace=False):
    """What is said where a PDF can't be written."""
    with pytest.raises(click.ClickException) as told:
        check_file(file, replace, (".pdf",), "The guide is a PDF")
    return told.value.format_message()


def test_a_new_file_is_there_whole_and_nothing_else_is_left(tmp_path):
    check_file(tmp_path / "A.PDF", False, (".pdf",), "The guide is a PDF")
    write_whole(tmp_path / "A.PDF", b"all of it")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"A.PDF": b"all of it"}


@pytest.mark.skipif(os.name != "posix", reason="The mode of a file says who may read it on Unix alone.")
def test_a_new_file_has_the_rights_that_new_files_have(tmp_path):
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "a.pdf", b"")
    finally:
        os.umask(before)
    assert (tmp_path / "a.pdf").stat().st_mode & 0o777 == 0o640


def test_another_ending_is_refused_with_what_the_file_is(tmp_path):
    said = refused(tmp_path / "a.odt")
    assert "The guide is a PDF" in said
    assert "ends in .pdf" in said


def test_a_file_that_is_there_is_kept_until_it_may_be_replaced(tmp_path):
    file = tmp_path / "a.pdf"
    file.write_bytes(b"mine")
    said = refused(file)
    assert "is there already" in said
    assert "--replace" in said
    check_file(file, True, (".pdf",), "The guide is a PDF")
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"


def test_a_folder_that_there_is_not_is_named(tmp_path):
    said = refused(tmp_path / "none" / "a.pdf")
    assert f"There is no folder {tmp_path / 'none'}" in said
    assert "Create it first" in said


def test_a_folder_can_t_be_the_file(tmp_path):
    (tmp_path / "a.pdf").mkdir()
    said = refused(tmp_path / "a.pdf", replace=True)
    assert "is a folder" in said
    assert "Give the name of a file" in said


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENOSPC, "The disk is full"), (errno.EACCES, "Check your rights")]
)
def test_a_disk_that_takes_nothing_leaves_nothing_behind(tmp_path, monkeypatch, number, said):
    def refuse(_path, _target):
        raise OSError(number, "no")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    with pytest.raises(click.ClickException, match=f"can't be written.*{said}"):
        write_whole(tmp_path / "a.pdf", b"words")
    assert list(tmp_path.iterdir()) == []
