import io
import re
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from documents.papers import pdf_of, text_of
from record.documents.asking import LABELS, entry, everything, plan, rating, request
from workbook.record import documents
from workbook.record.errors import RecordError

FOLDER = Path(documents.__file__).parent
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.py")))


def test_every_label_that_a_document_names_is_known():
    named = set(re.findall(r'"(documents\.[a-z_.0-9]*[a-z_0-9])"', SOURCE))
    assert len(named) > 50
    assert named - set(LABELS) == set()


def test_no_gap_of_a_label_is_left_open():
    asked = everything() | {"entries": [*everything()["entries"], entry("x", "word " * 8_000, page="gone")]}
    files = [documents.make(kind, asked).data.decode("utf-8") for kind in ("md", "csv")]
    files += [text_of(pdf_of(documents.make(kind, asked).data)) for kind in ("pdf", "certificate")]
    for text in files:
        assert re.findall(r"\{\w+\}", text) == []


@pytest.mark.parametrize("kind", ["md", "csv", "pdf", "docx"])
def test_a_standard_s_name_is_marked_as_the_workbook_s_own_words(kind):
    said = _squeezed(kind, documents.make(kind, everything()).data)
    assert said.count("Standard1,inthisworkbook'swords:Rights") >= 2


@pytest.mark.parametrize("kind", ["md", "csv", "pdf", "docx"])
def test_an_answer_of_an_activity_carries_the_title_of_its_scenario_and_the_question(kind):
    about = {"kind": "scenario", "title": "A friend request", "question": "Why this one?"}
    asked = request(entry("scenario/a/reasons", "It is kinder.", **about), include=["activity"])
    said = _squeezed(kind, documents.make(kind, asked).data)
    assert "Afriendrequest:Whythisone?" in said


def test_a_question_that_is_its_exercise_s_title_is_not_asked_twice():
    for title, question, expected in (
        ("What helps?", "What helps?", "**What helps?**"),
        ("What helps?", "", "**What helps?**"),
        ("", "And then?", "**And then?**"),
        ("What helps?", "And then?", "**What helps? And then?**"),
    ):
        asked = request(entry(title=title, question=question), include=["activity"])
        assert expected in documents.make("md", asked).data.decode("utf-8")


def test_sections_in_which_nothing_was_written_are_left_out():
    said = documents.make("md", request(entry(), plan("change", "Read it"))).data.decode("utf-8")
    assert f"### {LABELS['documents.learned']}" in said.replace("####", "###")
    for name in ("difference", "plan_by", "plan_know", "plan_difference"):
        assert LABELS[f"documents.{name}"] not in said


def test_a_certificate_says_whose_words_the_names_of_standards_are():
    said = _squeezed("pdf", documents.make("certificate", everything()).data)
    assert "Thenamesofthestandardsarethisworkbook'swords." in said


def _squeezed(kind, data):
    """What a file says, without blanks and line ends."""
    if kind == "pdf":
        return text_of(pdf_of(data))
    text = _of_word(data) if kind == "docx" else data.decode("utf-8")
    return "".join(text.split())


def _of_word(data):
    word = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


@pytest.mark.parametrize("kind", sorted(documents.FORMATS))
def test_every_format_makes_a_file_with_a_name_that_any_system_takes(kind):
    labels = {**LABELS, "documents.file": "../../é x:{date}", "documents.certificate.file": "<c>{date}"}
    file = documents.make(kind, request(entry(), labels=labels))
    assert file.data
    assert re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._-]*\.(docx|pdf|md|csv|json)", file.name)


@pytest.mark.parametrize("kind", sorted(documents.FORMATS))
def test_every_format_can_do_without_all_that_may_be_missing(kind):
    assert documents.make(kind, {"labels": {}, "made": "2026-11-22T18:30:00Z", "entries": []}).data


WITHOUT_A_LANGUAGE = {"json"}


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        *((kind, {"made": "9999-12-31T23:59:59-12:00"}) for kind in sorted(documents.FORMATS)),
        *((kind, {"language": "x" * 256}) for kind in sorted(documents.FORMATS.keys() - WITHOUT_A_LANGUAGE)),
    ],
)
def test_a_language_or_a_moment_that_no_file_can_have_is_refused_in_words(kind, change):
    with pytest.raises(RecordError, match=r"The request does not say|What the request says") as refused:
        documents.make(kind, request(entry()) | change)
    assert refused.value.reason == "unreadable"


@pytest.mark.parametrize("kind", sorted(documents.FORMATS))
@pytest.mark.parametrize("updated", ["9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "2026-99-99T99:99:99Z"])
def test_every_format_can_hold_what_was_written_by_a_clock_that_is_wrong(kind, updated):
    assert documents.make(kind, request(entry(updated=updated), rating("before", 2, updated=updated))).data


def test_a_format_that_nobody_knows_is_refused():
    with pytest.raises(RecordError) as refused:
        documents.make("exe", request())
    assert refused.value.reason == "unreadable"


def test_nothing_slow_is_imported_before_a_file_is_made():
    asked = "import sys, workbook.record.documents.card; print(*{'docx', 'typst', 'segno'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
