"""`workbook export`: parts of the workbook as files to keep and to print."""

import pytest

from workbook.cli.main import main


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


# What may become of a file that is there already, and how another is written, is tested in test_files.py.


def test_the_guide_is_saved_as_a_pdf_over_another_only_where_it_may_be_replaced(export, tmp_path):
    file = tmp_path / "guide.pdf"
    file.write_bytes(b"mine")
    refused(export(file), "is there already", "--replace")
    assert file.read_bytes() == b"mine"
    assert export(file, "--replace") == (0, f"The facilitator's guide is in {file}.\n", "")
    assert file.read_bytes().startswith(b"%PDF-")


def test_a_name_that_is_no_pdf_s_is_refused(export, tmp_path):
    refused(export(tmp_path / "guide.docx"), "ends in .pdf")
    assert list(tmp_path.iterdir()) == []


def test_tables_that_there_are_not_are_told_in_one_line(export, tmp_path):
    refused(export("--data", tmp_path / "none", tmp_path / "guide.pdf"), "workbook")
    assert list(tmp_path.iterdir()) == []
