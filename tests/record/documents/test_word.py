import io

import docx
import pytest
from docx.oxml.ns import qn

from record.documents.asking import HOSTILE, LABELS, entry, everything, rating, request
from workbook.record.documents import make


def opened(asked):
    return docx.Document(io.BytesIO(make("docx", asked).data))


def said(word, style="Answer"):
    return [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == style]


def test_the_headings_are_real_and_in_order():
    word = opened(everything())
    levels = [p.style.name for p in word.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert levels[0] == "Title"
    assert levels[1:4] == ["Heading 1", "Heading 2", "Heading 3"]
    parts = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    names = ("activities", "answers", "ratings", "plan")
    assert parts == [LABELS[f"documents.{name}"] for name in names]


def test_each_table_marks_its_header_row_and_says_what_it_is():
    tables = opened(everything()).tables
    assert len(tables) == 2
    for table in tables:
        heads = [row._tr.find(f"./{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
        assert heads == [True] + [False] * (len(table.rows) - 1)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_tables_keep_to_the_width_of_the_text():
    word = opened(request(entry(), rating("before", 1, question="W" * 500)))
    section = word.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for table in word.tables:
        assert table.autofit is False
        assert sum(column.width for column in table.columns) == pytest.approx(room, rel=0.01)


def test_it_is_british_english_on_a4_with_a_title():
    word = opened(everything())
    core, section = word.core_properties, word.sections[0]
    assert (core.title, core.language, core.author) == ("My learning record", "en-GB", "Aoife Murphy")
    assert core.comments == ""
    languages = {lang.get(qn("w:val")) for lang in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_no_paragraph_is_empty():
    word = opened(request(entry(value="One\n\n\nTwo\n"), *everything()["entries"]))
    cells = [p for table in word.tables for row in table.rows for cell in row.cells for p in cell.paragraphs]
    assert [p.style.name for p in (*word.paragraphs, *cells) if not p.text.strip()] == []


def test_the_only_fields_are_the_page_numbers_whatever_is_written():
    word = opened(request(entry(value="\n".join(HOSTILE), question=HOSTILE[2]), title=HOSTILE[2]))
    footer = word.sections[0].footer._element
    assert [field.get(qn("w:instr")) for field in footer.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    body = word.element.body
    for tag in ("w:fldSimple", "w:instrText", "w:hyperlink", "w:fldChar", "w:object"):
        assert [*body.iter(qn(tag))] == []


def test_a_hostile_text_stands_there_letter_for_letter():
    answers = said(opened(request(entry(value="\n".join(HOSTILE)), include=["answers"])))
    assert answers == [*HOSTILE]


def test_signs_that_word_can_not_hold_are_replaced_and_all_others_kept():
    text = "a\x00b\x1f\ud800c\ufffe 😀 漢字 e\u0301 \U0001f469\u200d\U0001f4bb"
    answers = said(opened(request(entry(value=text), include=["answers"])))
    assert answers == ["a\ufffdb\ufffd\ufffdc\ufffd 😀 漢字 e\u0301 \U0001f469\u200d\U0001f4bb"]


def test_a_text_from_the_right_is_laid_out_from_the_right():
    word = opened(request(entry(value="مرحبا\nHello"), include=["answers"]))
    first, second = [p for p in word.paragraphs if p.style.name == "Answer"]
    assert first._p.pPr.find(qn("w:bidi")) is not None
    assert first.runs[0].font.rtl
    assert second._p.pPr.find(qn("w:bidi")) is None


def test_a_text_of_200_kb_is_there_whole():
    long = "word " * 40_000
    assert said(opened(request(entry(value=long), include=["answers"]))) == [long]


def test_a_version_that_is_not_settled_is_marked_as_one():
    word = opened(everything())
    (label,) = set(said(word, "Other version"))
    assert label == LABELS["documents.other"].replace("{date}", "5 November 2026")
    assert "From my phone." in said(word)


def test_a_record_without_anything_says_so_and_has_no_empty_parts():
    word = opened(request())
    assert word.paragraphs[-1].text == LABELS["documents.nothing_at_all"]
    assert word.tables == []
