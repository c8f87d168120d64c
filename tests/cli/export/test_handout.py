"""`workbook export handout`: the file is written completely, and impossible requests are refused politely."""

import json
from pathlib import Path

import pytest

from workbook.cli.export.handout import handout

GUIDE = Path(__file__).parents[3] / "notebooks" / "guides" / "publisher.ipynb"
KIND = "handout"
PART = ("--standard", "standard-1", "--date", "2026-11-23")


# What may become of a file that is there already, and how another is written, is tested in test_files.py.


@pytest.mark.parametrize(("name", "begins"), [("a.docx", b"PK"), ("A.PDF", b"%PDF-")])
def test_the_ending_of_its_name_says_what_file_it_is(export, tmp_path, name, begins):
    code, out, err = export(*PART, tmp_path / name)
    assert (code, err) == (0, "")
    assert out.startswith(f"The handout is in {tmp_path / name}.\n")
    assert ("update the fields" in out) == name.endswith("docx")
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert [it.name for it in tmp_path.iterdir()] == [name]


def test_another_ending_is_refused(export, tmp_path, refused):
    refused(export(tmp_path / "a.odt"), "PDF or a Word file", ".pdf or .docx")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_kept_until_it_may_be_replaced(export, tmp_path, refused):
    file = tmp_path / "a.pdf"
    file.write_bytes(b"mine")
    refused(export(*PART, file), "is there already", "--replace")
    assert file.read_bytes() == b"mine"
    assert export(*PART, "--replace", file)[0] == 0
    assert file.read_bytes().startswith(b"%PDF-")


def test_a_standard_that_there_is_not_is_told_with_those_that_there_are(export, tmp_path, refused):
    refused(export("--standard", "standard-7", tmp_path / "a.pdf"), "standard-7", "standard-6")


def test_a_day_that_is_none_is_refused(export, tmp_path):
    code, _, err = export("--date", "23rd", tmp_path / "a.pdf")
    assert code == 2
    assert "2026-11-23" in err


def test_folders_that_there_are_not_are_told_in_one_line(export, tmp_path, refused):
    refused(export("--notebooks", tmp_path / "none", tmp_path / "a.pdf"), "--notebooks")
    refused(export("--data", tmp_path / "none", tmp_path / "a.pdf"), "--data")


def test_every_option_is_in_the_publisher_s_guide():
    options = {name for option in handout.params for name in option.opts if name.startswith("--")}
    cells = json.loads(GUIDE.read_text(encoding="utf-8"))["cells"]
    told = next("".join(cell["source"]) for cell in cells if cell.get("id") == "on-paper")
    assert options
    assert {option for option in options if option not in told} == set()
