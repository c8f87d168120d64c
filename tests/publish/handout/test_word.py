"""The handout as a Word file, as Word and screen readers see it."""

import io
import itertools
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from workbook.content import load
from workbook.documents.blocks import TICK, Grid, Heading, Listing, Note, Paper, See, WritingPrompt
from workbook.documents.word import word_file
from workbook.publish.handout.handout import handout_file, handout_paper

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"
MADE = datetime(2026, 11, 23, tzinfo=UTC)
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


@pytest.fixture(scope="module")
def paper():
    return handout_paper(load(), NOTEBOOKS, MADE, standards=["standard-1"])


@pytest.fixture(scope="module")
def word(paper):
    return docx.Document(io.BytesIO(handout_file(paper, ".docx")))


def small(*blocks):
    """A small document with these blocks after its title."""
    paper = Paper((Heading(0, "Title"), *blocks), "Title", "", "en-GB", MADE, "Page {page}", "")
    return docx.Document(io.BytesIO(word_file(paper)))


def test_headings_are_word_s_own_and_go_down_step_by_step(word, paper):
    headings = [
        it for it in word.paragraphs if it.style.name.startswith("Heading") or it.style.name == "Title"
    ]
    assert [it.text for it in headings] == [it.text for it in paper.blocks if isinstance(it, Heading)]
    levels = [0 if it.style.name == "Title" else int(it.style.name[-1]) for it in headings]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_no_paragraph_is_empty_to_make_room(word):
    lines = [it for it in word.paragraphs if not it.text.strip()]
    assert {it.style.name for it in lines} == {"Ruled lines"}
    assert all("\t" in it.text for it in lines)
    contents = [it for it in word.paragraphs if it.style.name.startswith("TOC")]
    assert len(contents) > 5


def test_lines_to_write_on_are_as_many_as_asked_for(word, paper):
    asked = [block.lines for block in paper.blocks if isinstance(block, WritingPrompt)]
    ruled = [it.text.count("\t") for it in word.paragraphs if it.style.name == "Ruled lines"]
    assert ruled == asked


def test_every_box_can_be_ticked_on_the_screen_and_has_a_name(word, paper):
    boxes = list(word.element.iter(f"{W14}checkbox"))
    listed = sum(len(it.items) for it in paper.blocks if isinstance(it, Listing) and it.ticks)
    in_tables = sum(
        cell == TICK for it in paper.blocks if isinstance(it, Grid) for row in it.rows for cell in row
    )
    assert len(boxes) == listed + in_tables
    controls = [box.getparent() for box in boxes]
    assert all(control.find(qn("w:alias")).get(qn("w:val")) for control in controls)
    numbers = [control.find(qn("w:id")).get(qn("w:val")) for control in controls]
    assert len(numbers) == len(set(numbers))


def test_lists_are_word_s_own_and_each_begins_anew(word, paper):
    listed = [it._p.pPr.numPr.numId.val for it in word.paragraphs if it.style.name == "Listed"]
    assert [len(list(group)) for _, group in itertools.groupby(listed)] == [
        len(it.items) for it in paper.blocks if isinstance(it, Listing)
    ]


def test_every_table_has_a_header_row_and_a_name_and_no_row_is_cut(word):
    assert word.tables
    for table in word.tables:
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        properties = [row._tr.trPr for row in table.rows]
        assert [it.find(qn("w:tblHeader")) is not None for it in properties] == [
            at == 0 for at in range(len(properties))
        ]
        assert all(it.find(qn("w:cantSplit")) is not None for it in properties)


def test_the_contents_are_a_field_whose_lines_lead_to_the_headings(word):
    codes = [it.text for it in word.element.iter(qn("w:instrText"))]
    assert [code.split()[0] for code in codes] == ["TOC"]
    names = {it.get(qn("w:name")) for it in word.element.iter(qn("w:bookmarkStart"))}
    assert {it.get(qn("w:anchor")) for it in word.element.iter(qn("w:hyperlink"))} <= names
    ends = [it.get(qn("w:fldCharType")) for it in word.element.iter(qn("w:fldChar"))]
    assert ends == ["begin", "separate", "end"]
    assert word.settings.element.find(qn("w:updateFields")) is not None


def test_every_line_of_the_contents_ends_with_the_page_as_a_field(word):
    lines = [it for it in word.paragraphs if it.style.name in ("toc 1", "toc 2", "TOC 1", "TOC 2")]
    assert len(lines) > 5
    for line in lines:
        link = line._p.find(qn("w:hyperlink"))
        field = link.find(qn("w:fldSimple"))
        assert field.get(qn("w:instr")) == f"PAGEREF {link.get(qn('w:anchor'))} \\h"
        assert link.find(f"{qn('w:r')}/{qn('w:tab')}") is not None


def test_a_lead_has_the_page_of_its_heading_as_a_field():
    word = small(Heading(1, "There", "a-there"), See("See page {page}.", "a-there"))
    field = next(word.element.body.iter(qn("w:fldSimple")))
    assert field.get(qn("w:instr")) == "PAGEREF a_there \\h"
    link = next(word.element.body.iter(qn("w:hyperlink")))
    assert "".join(it.text for it in link.iter(qn("w:t"))) == "See page \N{HORIZONTAL ELLIPSIS}."


def test_what_leads_to_a_table_or_from_lines_stays_with_it():
    table = Grid("Names", ("A", "B"), (("1", "2"),), (1, 1))
    word = small(Note("Said of it.", "text"), table, Note("Of nothing.", "text"), Note("More.", "text"))
    kept = {it.text: it.paragraph_format.keep_with_next for it in word.paragraphs}
    assert (kept["Said of it."], kept["Of nothing."]) == (True, None)


def test_the_pages_have_margins_to_bind_and_heads(word):
    section = word.sections[0]
    assert round(section.left_margin.mm) > round(section.right_margin.mm)
    assert word.settings.element.find(qn("w:mirrorMargins")) is not None
    assert section.different_first_page_header_footer
    assert "Standards of conduct" in section.header.paragraphs[0].text
    assert "STYLEREF" in section.header._element.xml


def test_each_page_of_the_workbook_begins_a_page(word):
    parts = [it for it in word.paragraphs if it.style.name == "Heading 1"]
    assert all(it.paragraph_format.page_break_before for it in parts)


def test_it_is_in_british_english_and_has_its_title(word):
    assert word.core_properties.language == "en-GB"
    assert word.core_properties.title == "Standards of conduct and social media"


def test_every_part_of_the_file_has_the_day_of_the_document(paper):
    with zipfile.ZipFile(io.BytesIO(handout_file(paper, ".docx"))) as file:
        assert {info.date_time for info in file.infolist()} == {(2026, 11, 23, 0, 0, 0)}


def test_a_screen_reader_is_told_the_language_of_the_words(word):
    languages = {it.get(qn("w:val")) for it in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    assert not list(word.element.iter(qn("wp:docPr")))  # a picture would need a text of its own
