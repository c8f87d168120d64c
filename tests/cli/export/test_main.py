"""`workbook export`: parts of the workbook as files to keep and to print."""

KIND = "facilitator-guide"


# What may become of a file that is there already, and how another is written, is tested in test_files.py.


def test_the_guide_is_saved_as_a_pdf_over_another_only_where_it_may_be_replaced(export, tmp_path, refused):
    file = tmp_path / "guide.pdf"
    file.write_bytes(b"mine")
    refused(export(file), "is there already", "--replace")
    assert file.read_bytes() == b"mine"
    assert export(file, "--replace") == (0, f"The facilitator's guide is in {file}.\n", "")
    assert file.read_bytes().startswith(b"%PDF-")


def test_a_name_that_is_no_pdf_s_is_refused(export, tmp_path, refused):
    refused(export(tmp_path / "guide.docx"), "ends in .pdf")
    assert list(tmp_path.iterdir()) == []


def test_tables_that_there_are_not_are_told_in_one_line(export, tmp_path, refused):
    refused(export("--data", tmp_path / "none", tmp_path / "guide.pdf"), "workbook")
    assert list(tmp_path.iterdir()) == []
