"""The initial files of a new course."""

import csv
import json
from pathlib import Path

import pytest

import workbook.new
from workbook.content import load
from workbook.content.check import check
from workbook.new import NewCourse, new_course

ROOT = Path(__file__).parents[2]
TEMPLATES = Path(workbook.new.__file__).parent / "tables"


def test_all_that_a_new_course_lacks_is_its_texts(begun):
    report = check(begun / "data", begun / "notebooks")
    assert {fault.type for fault in report.faults} == {"still-to-write"}


def test_each_text_that_is_still_to_be_written_is_told(begun):
    told = {
        (fault.file, fault.row, fault.column) for fault in check(begun / "data", begun / "notebooks").faults
    }
    with (begun / "data" / "standards.csv").open(encoding="utf-8") as file:
        columns = [name for name, text in next(csv.DictReader(file)).items() if text.startswith("[")]
    assert {("standards.csv", 2, name) for name in columns} <= told
    assert ("standards.csv", 2, "address") in told
    assert any(file == "start.ipynb" for file, _, _ in told)


def test_there_is_a_page_and_content_for_each_standard(begun):
    content = load(begun / "data")
    assert content.standards.ids == ("standard-1", "standard-2", "standard-3")
    for number, standard in enumerate(content.standards, 1):
        assert content.scenarios.where(standard=standard.id)
        assert content.walks(content.scenarios.where(standard=standard.id)[0].id)
        assert (begun / "notebooks" / f"standard-{number}.ipynb").is_file()


def test_nothing_of_the_workbook_s_own_course_is_left_in_its_tables(begun):
    package = json.loads((begun / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert not {"sources", "licenses"} & set(package)
    numbers = {
        (table["name"], field["name"]): field.get("constraints", {})
        for table in package["resources"]
        for field in table["schema"]["fields"]
    }
    assert "maximum" not in numbers["standards", "number"]
    assert "enum" not in numbers["reading", "country"]


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.csv")), ids=lambda path: path.stem)
def test_a_table_that_is_begun_has_the_columns_of_the_schema(path):
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    fields = {table["name"]: table["schema"]["fields"] for table in package["resources"]}
    header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    assert header == [field["name"] for field in fields[path.stem]]


def test_a_course_can_have_many_standards():
    files = new_course(NewCourse("Course", "", "", 12, "acourse22222"), ROOT / "notebooks", ROOT / "data")
    assert "notebooks/standard-12.ipynb" in files
    assert files["data/standards.csv"].decode().count("\n") == 13


def test_pages_that_are_taken_over_lead_to_no_page_that_a_new_course_lacks(begun):
    for name, kept, left_out in (
        ("privacy", "record.ipynb", "learner.ipynb"),
        ("workshop", "facilitator-notes.ipynb", "trainer.ipynb"),
    ):
        text = (begun / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
        assert kept in text
        assert left_out not in text


def test_what_a_new_course_lacks_is_told_in_few_words(begun):
    report = check(begun / "data", begun / "notebooks")
    told = report.text().split("\n\n")
    assert len(report.faults) > 100
    # A line or two for each of the tables, and one for the whole.
    assert len(told) <= len(list((begun / "data").glob("*.csv"))) + 4
    assert told[-1].startswith(f"{len(report.faults)} faults in ")
    assert f"{len(report.faults)} of them texts that are still to be written" in told[-1]
