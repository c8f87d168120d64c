import io

import docx
import pytest
from docx.oxml.ns import qn

from documents.papers import HOSTILE, everything, grid, paper, said
from workbook.documents.blocks import Grid
from workbook.documents.word import word_file


def opened(document):
    return docx.Document(io.BytesIO(word_file(document)))


def answers(word):
    return [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Answer"]


def test_the_headings_are_real():
    word = opened(everything())
    levels = [p.style.name for p in word.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert levels == ["Title", "Heading 1", "Heading 2", "Heading 3"]


def test_each_table_marks_its_header_row_and_says_what_it_is():
    (table,) = opened(everything()).tables
    heads = [row._tr.find(f"./{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
    assert heads == [True, False, False]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Activities by date"


def test_a_table_keeps_to_the_width_of_the_text():
    word = opened(paper(grid(("W" * 500, "x"))))
    section, (table,) = word.sections[0], word.tables
    room = section.page_width - section.left_margin - section.right_margin
    assert table.autofit is False
    assert sum(column.width for column in table.columns) == pytest.approx(room, rel=0.01)


def test_it_is_british_english_on_a4_with_a_title():
    word = opened(everything())
    core, section = word.core_properties, word.sections[0]
    assert (core.title, core.language, core.author) == ("My learning", "en-GB", "Aoife Murphy")
    assert core.comments == ""
    languages = {lang.get(qn("w:val")) for lang in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_an_empty_line_of_an_answer_makes_no_empty_paragraph():
    assert answers(opened(paper(said("One\n\n \nTwo\n")))) == ["One", "Two"]


def test_the_only_fields_are_the_page_numbers_whatever_is_written():
    word = opened(paper(said("\n".join(HOSTILE), HOSTILE[2]), title=HOSTILE[2]))
    footer = word.sections[0].footer._element
    assert [field.get(qn("w:instr")) for field in footer.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    body = word.element.body
    for tag in ("w:fldSimple", "w:instrText", "w:hyperlink", "w:fldChar", "w:object"):
        assert [*body.iter(qn(tag))] == []


def test_a_hostile_text_stands_there_letter_for_letter():
    assert answers(opened(paper(said("\n".join(HOSTILE))))) == [*HOSTILE]


def test_a_text_from_the_right_is_laid_out_from_the_right():
    word = opened(paper(said("مرحبا\nHello")))
    first, second = [p for p in word.paragraphs if p.style.name == "Answer"]
    assert first._p.pPr.find(qn("w:bidi")) is not None
    assert first.runs[0].font.rtl
    assert second._p.pPr.find(qn("w:bidi")) is None


def test_a_text_of_200_kb_is_there_whole():
    long = "word " * 40_000
    assert answers(opened(paper(said(long)))) == [long]


def test_a_version_that_is_not_settled_looks_like_none_that_is():
    word = opened(everything())
    assert [p.text for p in word.paragraphs if p.style.name == "Other version"] == ["Another version"]
    assert "From my phone." in answers(word)


def test_a_number_has_a_bar_of_its_length_which_has_no_text():
    bars = Grid(
        "Votes", ("Choice", "Votes"), (("A", "5"), ("B", "0")), (1, 1), bars=(((), (0.5,)), ((), (0.0,)))
    )
    (table,) = opened(paper(bars)).tables
    number, bar = table.rows[1].cells[1].paragraphs
    assert (number.text, bar.text) == ("5", "")
    assert 'w:fill="1F3B4D"' in bar._p.xml
    assert 39 < bar.paragraph_format.right_indent.mm < 40
    assert [one.text for one in table.rows[2].cells[1].paragraphs] == ["0"]
