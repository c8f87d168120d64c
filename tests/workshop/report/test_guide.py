"""The facilitator's guide on paper: everything is in it, in reading order."""

import io
import itertools
from datetime import UTC, datetime, timedelta, timezone

import pytest
from pypdf import PdfReader

from workbook.content import load
from workbook.documents.blocks import Facts, Grid, Heading, Note
from workbook.workshop.domain.plans import Step
from workbook.workshop.report.guide import guide_file, guide_paper
from workbook.workshop.texts import Texts

CONTENT = load()
MADE = datetime(2026, 11, 23, 0, 30, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture(scope="module")
def paper():
    return guide_paper(MADE, Texts(lambda: CONTENT))


@pytest.fixture(scope="module")
def pdf():
    return guide_file(MADE, Texts(lambda: CONTENT))


def texts_of(block):
    """Every text of a block."""
    match block:
        case Heading(_, text) | Note(text, _):
            return [text]
        case Facts(rows):
            return [text for row in rows for text in row]
        case Grid(caption, columns, rows, _):
            return [caption, *columns, *(text for row in rows for text in row)]


def test_the_parts_stand_in_reading_order(paper):
    headings = [(block.level, block.text) for block in paper.blocks if isinstance(block, Heading)]
    assert [text for level, text in headings if level == 0] == ["Facilitator's guide"]
    assert [text for level, text in headings if level == 1] == [
        "How to lead a session",
        "Ready plans",
        "Orderings, and how to talk them over",
        "Notes for each standard",
    ]
    titles = [text for level, text in headings if level == 2]
    named = [*CONTENT.facilitator_guide, *CONTENT.plans, *CONTENT.orderings]
    assert titles[: len(named)] == [one.title for one in named]
    assert [title[0] for title in titles[len(named) :]] == list("123456")


def test_no_heading_is_left_out_on_the_way_down(paper):
    levels = [block.level for block in paper.blocks if isinstance(block, Heading)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_word_for_whoever_leads_is_in_it(paper):
    said = "\n".join(text for block in paper.blocks for text in texts_of(block))
    cells = [
        *(one.text for one in CONTENT.facilitator_guide),
        *(text for one in CONTENT.plans for text in (one.aim, one.prepare)),
        *(text for one in CONTENT.plan_steps for text in (one.title, one.wall, one.notes)),
        *(text for one in CONTENT.orderings for text in (one.question, one.debrief)),
        *(text for one in CONTENT.ordering_items for text in (one.text, one.why)),
        *(
            text
            for one in CONTENT.facilitator_notes
            for text in (one.aim, one.prepare, one.how_to_run, one.comes_up, one.avoid)
        ),
    ]
    assert [text for text in cells if text not in said] == []


def test_a_row_of_a_plan_says_from_when_to_when_and_about_what(paper):
    grid = next(block for block in paper.blocks if isinstance(block, Grid))
    assert [row[0] for row in grid.rows][:3] == ["0 to 7", "7 to 12", "12 to 16"]
    assert "The scenario The short breaks house, scene 1" in grid.rows[1][1]


def test_it_says_that_no_regulator_endorsed_it(paper):
    notices = [block.text for block in paper.blocks if isinstance(block, Note) and block.role == "notice"]
    assert any("No regulator has endorsed" in text for text in notices)


def test_the_file_is_a_tagged_pdf_for_everybody_with_its_contents(pdf):
    assert (pdf.name, pdf.media) == ("facilitator-guide-2026-11-23.pdf", "application/pdf")
    reader = PdfReader(io.BytesIO(pdf.data))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert reader.metadata.title == "Facilitator's guide"
    assert "Contents" in reader.pages[0].extract_text()
    assert "Half an hour: speaking up online" in reader.pages[0].extract_text()
    assert "The scenario first" in reader.pages[1].extract_text()


def test_a_step_about_something_that_is_gone_is_about_nothing():
    texts = Texts(lambda: CONTENT)
    assert texts.about(Step("a", "vote", "A", 1, "no-such-scene")) == ("", "", 0)
    assert texts.about(Step("a", "talk", "A", 1)) == ("", "", 0)


def test_the_day_in_the_name_is_the_reader_s_own(pdf):
    assert MADE.astimezone(UTC).date() != MADE.date()
    assert MADE.date().isoformat() in pdf.name
