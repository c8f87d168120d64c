"""`workbook export`: parts of the workbook as files to keep and to print."""

import os

import pytest

from workbook.cli import main


@pytest.fixture
def export(capsys):
    """Export the facilitator's guide, and return the code and what was said."""

    def export(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(["export", "facilitator-guide", *map(str, arguments)])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return export


def refused(answer, *said):
    """Check that a command told in one line on standard error what is wrong."""
    code, out, err = answer
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    for words in said:
        assert words in err


def test_the_guide_is_saved_as_a_pdf_and_nothing_else_is_left(export, tmp_path):
    file = tmp_path / "guide.pdf"
    assert export(file) == (0, f"The facilitator's guide is in {file}.\n", "")
    assert file.read_bytes().startswith(b"%PDF-")
    assert list(tmp_path.iterdir()) == [file]


def test_a_new_file_has_the_rights_that_new_files_have(export, tmp_path):
    before = os.umask(0o027)
    try:
        export(tmp_path / "guide.pdf")
    finally:
        os.umask(before)
    assert (tmp_path / "guide.pdf").stat().st_mode & 0o777 == 0o640


def test_a_file_that_is_there_is_kept_until_it_may_be_replaced(export, tmp_path):
    file = tmp_path / "guide.pdf"
    file.write_bytes(b"mine")
    refused(export(file), "is there already", "--replace")
    assert file.read_bytes() == b"mine"
    assert export(file, "--replace")[0] == 0
    assert file.read_bytes().startswith(b"%PDF-")


def test_a_folder_that_there_is_not_is_named(export, tmp_path):
    refused(
        export(tmp_path / "none" / "guide.pdf"), f"There is no folder {tmp_path / 'none'}", "Make it first"
    )


def test_a_folder_can_t_be_the_file(export, tmp_path):
    (tmp_path / "guide.pdf").mkdir()
    refused(export(tmp_path / "guide.pdf", "--replace"), "is a folder", "Give the name of a file")


def test_a_name_that_is_no_pdf_s_is_refused(export, tmp_path):
    refused(export(tmp_path / "guide.docx"), "ends in .pdf")
    assert list(tmp_path.iterdir()) == []


def test_tables_that_there_are_not_are_told_in_one_line(export, tmp_path):
    refused(export("--data", tmp_path / "none", tmp_path / "guide.pdf"), "workbook")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("number", "said"), [(28, "The disk is full"), (13, "Check your rights")])
def test_a_disk_that_takes_nothing_leaves_nothing_behind(export, tmp_path, monkeypatch, number, said):
    def refuse(_path, _target):
        raise OSError(number, "no")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    refused(export(tmp_path / "guide.pdf"), "can't be written", said)
    assert list(tmp_path.iterdir()) == []
