"""An incomplete course: what is missing leaves no empty heading, table or page on paper."""

import itertools
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from workbook.content import ContentError, load
from workbook.documents.blocks import Facts, Grid, Heading, Listing, Note
from workbook.front import words
from workbook.publish.handout.handout import handout_file, handout_paper

ROOT = Path(__file__).parents[3]
MADE = datetime(2026, 11, 23, tzinfo=UTC)
# Without these no page of the course can be drawn, on a screen or on paper.
NAMED_BY_PAGES = {
    "glossary",
    "law",
    "reflections",
    "scenarios",
    "standards",
    "tips",
    "audience_assumptions",
    "course",
}
TABLES = sorted({path.stem for path in (ROOT / "data").glob("*.csv")} - NAMED_BY_PAGES)


def without(folder, *tables):
    """The course's data with nothing but their header in these tables."""
    data = shutil.copytree(ROOT / "data", folder / "data")
    for name in tables:
        path = data / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    return data


def empty(blocks):
    """What leads to nothing, or holds nothing."""
    for block, after in itertools.zip_longest(blocks, blocks[1:]):
        ends = after is None or isinstance(after, Heading)
        match block:
            case Heading(level, text) if after is None or (ends and after.level <= level):
                yield text
            case Note(text, role) if not text.strip() or (role == "lead" and ends):
                yield f"note: {text}"
            case Grid(rows=rows) | Facts(rows=rows) | Listing(items=rows) if not rows:
                yield repr(block)


@pytest.mark.slow
def test_an_empty_table_leaves_nothing_empty(tmp_path):
    left = {}
    for table in TABLES:
        content = load(without(tmp_path / table, table))
        paper = handout_paper(content, ROOT / "notebooks", MADE, facilitator_notes=True)
        left[table] = list(empty(paper.blocks))
    assert left == {table: [] for table in TABLES}


def test_an_exercise_without_rows_is_left_out_with_its_introduction(tmp_path):
    content = load(without(tmp_path, "drafts", "self_ratings", "orderings", "ordering_items"))
    paper = handout_paper(content, ROOT / "notebooks", MADE, facilitator_notes=True)
    told = {block.text for block in paper.blocks if isinstance(block, Heading | Note)}
    said = words("confidence", "draft", "handout", "facilitator_guide")
    for name in (
        *("draft.paper.intro", "confidence.paper.before", "confidence.paper.after"),
        *("handout.group", "handout.group_what", "facilitator_guide.orderings"),
    ):
        assert said[name] not in told


@pytest.mark.parametrize("ending", [".pdf", ".docx"])
def test_a_course_with_many_empty_tables_becomes_a_file(tmp_path, ending):
    paper = handout_paper(load(without(tmp_path, *TABLES)), ROOT / "notebooks", MADE, facilitator_notes=True)
    assert handout_file(paper, ending)


def test_a_course_without_a_name_is_asked_for_one(tmp_path):
    with pytest.raises(ContentError, match=r"id 'name' to course\.csv"):
        handout_paper(load(without(tmp_path, "course")), ROOT / "notebooks", MADE)
