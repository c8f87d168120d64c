import io

import docx

from record.documents.asking import LABELS, entry, everything, request
from workbook.record.documents import make


def opened(asked):
    return docx.Document(io.BytesIO(make("docx", asked).data))


def said(word, style="Answer"):
    return [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == style]


def test_the_parts_stand_in_order():
    names = ("activities", "answers", "ratings", "plan")
    assert said(opened(everything()), "Heading 1") == [LABELS[f"documents.{name}"] for name in names]
    assert len(opened(everything()).tables) == 2


def test_the_file_has_the_record_s_title_and_whose_it_is():
    core = opened(everything()).core_properties
    assert (core.title, core.language, core.author) == ("My learning record", "en-GB", "Aoife Murphy")


def test_no_paragraph_is_empty():
    word = opened(request(entry(value="One\n\n\nTwo\n"), *everything()["entries"]))
    cells = [p for table in word.tables for row in table.rows for cell in row.cells for p in cell.paragraphs]
    assert [p.style.name for p in (*word.paragraphs, *cells) if not p.text.strip()] == []


def test_a_version_that_is_not_settled_is_marked_as_one():
    word = opened(everything())
    (label,) = set(said(word, "Other version"))
    assert label == LABELS["documents.other"].replace("{date}", "5 November 2026")
    assert "From my phone." in said(word)


def test_a_record_without_anything_says_so_and_has_no_empty_parts():
    word = opened(request())
    assert word.paragraphs[-1].text == LABELS["documents.nothing_at_all"]
    assert word.tables == []
