"""The whole course on paper: everything once and in order, with the answers at the back."""

import ast
import io
import itertools
import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from workbook.common.widget_registry import WIDGETS
from workbook.content import ContentError, UnknownName, load
from workbook.documents.blocks import TICK, Facts, Grid, Heading, Listing, Note, Said, See, WritingPrompt
from workbook.front import words
from workbook.front.exercise import exercise_named
from workbook.front.parts import Call
from workbook.publish.handout.handout import handout_file, handout_paper
from workbook.publish.handout.pages import chapters

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"
CONTENT = load()
MADE = datetime(2026, 11, 23, tzinfo=UTC)
WORDS = words("confidence", "handout", "serve", "facilitator_guide", "law", "scenario")


def paper_of(**options):
    return handout_paper(CONTENT, NOTEBOOKS, MADE, **options)


def texts_of(block):
    """Every text of a block, in reading order."""
    match block:
        case Heading(_, text) | Note(text, _) | See(text, _):
            return [text]
        case WritingPrompt(text, hint, _):
            return [text, hint]
        case Said(question, text, about):
            return [question, text, about]
        case Facts(rows) | Listing(rows):
            return [text for row in rows for text in row]
        case Grid(caption, columns, rows):
            return [caption, *columns, *(text for row in rows for text in row)]


@pytest.fixture(scope="module")
def paper():
    return paper_of()


@pytest.fixture(scope="module")
def said(paper):
    return "\n".join(text for block in paper.blocks for text in texts_of(block))


@pytest.fixture(scope="module")
def parts(said):
    """What a learner reads first, and what stands at the back."""
    before, _, back = said.rpartition(f"\n{WORDS['handout.answers']}\n")
    assert before
    return before, back


def test_every_exercise_has_a_form_on_paper_or_a_reason_why_not():
    every = {name: exercise_named(name) for name in WIDGETS}
    told = {name: one.not_on_paper for name, one in every.items()}
    forms = {name for name, one in every.items() if {"describe", "on_paper"} & set(vars(one))}
    assert forms == {name for name, reason in told.items() if not reason}
    assert all(len(reason) > 10 for reason in told.values() if reason)


def test_every_call_of_every_cell_that_goes_on_paper_is_found():
    for chapter in chapters(NOTEBOOKS):
        cells = json.loads((NOTEBOOKS / chapter.page.path).read_text(encoding="utf-8"))["cells"]
        code = "\n".join(
            "".join(cell["source"])
            for cell in cells
            if cell["cell_type"] == "code" and not {"check", "screen"} & set(cell["metadata"].get("tags", ()))
        )
        called = {
            node.func.attr
            for node in ast.walk(ast.parse(code))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        assert {part.name for part in chapter.parts if isinstance(part, Call)} == called


def test_an_exercise_without_a_form_says_what_to_do(tmp_path):
    notebook = json.loads((NOTEBOOKS / "technology.ipynb").read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if "workbook.technology" in cell["source"])
    cell["source"] = "workbook.juggling()"
    (tmp_path / "technology.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(ContentError, match=r"juggling has no form on paper.*'screen'"):
        handout_paper(CONTENT, tmp_path, MADE)


def test_what_is_filled_in_is_printed_once_and_what_is_only_read_each_time(tmp_path):
    page = json.loads((NOTEBOOKS / "technology.ipynb").read_text(encoding="utf-8"))
    page["cells"] = [
        {"cell_type": "code", "metadata": {}, "source": f"workbook.{call}"}
        for call in 2
        * ('scenario("the-petition")', 'tip("think-first")', "draft()", 'standard("standard-1")')
    ]
    (tmp_path / "technology.ipynb").write_text(json.dumps(page), encoding="utf-8")
    blocks = handout_paper(CONTENT, tmp_path, MADE).blocks
    titles = [block.text for block in blocks if isinstance(block, Heading)]
    asked = [block.mark for block in blocks if isinstance(block, Heading) and block.mark.startswith("q-")]
    assert asked == ["q-the-petition", "q-draft"]
    assert [title.endswith(CONTENT.standards[0].title) for title in titles].count(True) == 2


def in_order(texts, whole):
    """The texts that are missing from a whole, or not where they should be."""
    at, missing = 0, []
    for text in texts:
        found = whole.find(text, at)
        if found < 0:
            missing.append(text)
        else:
            at = found
    return missing


def test_the_pages_stand_in_their_order(paper):
    titles = [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 1]
    pages = [chapter.page.title for chapter in chapters(NOTEBOOKS)]
    assert titles == [WORDS["handout.use"], *pages, WORDS["handout.group"], WORDS["handout.answers"]]
    assert pages[0] == "Start here"
    assert "Privacy" not in pages


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("concerns", ("title", "what_happened", "why_it_matters", "lesson", "source", "address")),
        ("drafts", ("title", "text")),
        ("requests", ("text",)),
        ("posts", ("text",)),
        ("advisers", ("who", "good_for", "note")),
        ("good_uses", ("title", "benefit", "care")),
        ("policy_checklist", ("find", "why", "where")),
        ("technology", ("title", "consideration", "example", "question")),
        ("orderings", ("title", "question")),
        ("audience_settings", ("title", "description")),
        ("support", ("who", "number", "who_for", "hours", "note", "address", "read_on")),
        ("law", ("title", "text", "source", "address", "read_on")),
        ("voices", ("who", "text")),
    ],
)
def test_every_row_is_there_in_the_order_of_its_table(parts, table, columns):
    rows = getattr(CONTENT, table)
    assert in_order([getattr(row, column) for row in rows for column in columns], parts[0]) == []


def test_every_other_text_for_learners_is_there(parts):
    first, back = parts
    asked = [
        *(text for one in CONTENT.standards for text in (one.title, one.summary, one.online, one.address)),
        *(text for one in CONTENT.provisions for text in (one.title, one.text, one.online)),
        *(text for one in CONTENT.scenarios for text in (one.facts, one.unknown, one.people)),
        *(one.content_note for one in CONTENT.scenarios),
        *(text for one in CONTENT.scenes for text in (one.situation, one.question)),
        *(one.choice for one in CONTENT.choices),
        *(text for one in CONTENT.tips for text in (one.title, one.why)),
        *(text for one in CONTENT.prompts for text in (one.prompt, one.hint)),
        *(one.intro for one in CONTENT.reflections),
        *(one.statement for one in CONTENT.self_ratings),
        *(text for one in CONTENT.glossary for text in (one.term, one.meaning)),
        *(text for one in CONTENT.reading for text in (one.title, one.address, one.find_it, one.good_for)),
        *(one.text for one in CONTENT.ordering_items),
        *(one.answer for one in CONTENT.request_answers),
        *(one.action for one in CONTENT.post_actions),
    ]
    assert [text for text in asked if text not in first] == []
    answered = [
        *(one.why_standard for one in CONTENT.scenarios),
        *(text for one in CONTENT.choices for text in (one.consequence, one.rationale)),
        *(text for one in CONTENT.reasonings for text in (one.who, one.reasoning)),
        *(one.note for one in CONTENT.drafts),
        *(text for one in CONTENT.request_answers for text in (one.what_happens, one.rationale)),
        *(text for one in CONTENT.posts for text in (one.how_it_reads, one.rationale)),
        *(one.rationale for one in CONTENT.post_actions),
        *(one.meaning for one in CONTENT.audience_assumptions),
    ]
    assert [text for text in answered if text not in back] == []
    assert [text for text in answered if text in first] == []


def test_a_content_note_stands_before_the_facts(parts):
    for one in CONTENT.scenarios:
        if one.content_note:
            assert 0 < parts[0].index(one.content_note) < parts[0].index(one.facts)
            assert f"{one.content_note} You can leave this one out." in parts[0]


def test_a_scenario_s_answers_lead_to_the_law_that_it_turns_on(paper):
    led = [block.text for block in paper.blocks if isinstance(block, See) and block.to == "law"]
    turning = [one for one in CONTENT.scenarios if one.law]
    assert len(led) == len(turning) > 5
    for one in turning:
        title = CONTENT.law.by_id(one.law).title
        assert any(title in text for text in led)


def test_no_long_text_is_printed_twice(paper):
    """What the screen repeats, such as the private note of each reflection, paper says once."""
    long = [text for block in paper.blocks for text in texts_of(block) if len(text) > 120]
    again = {text for text in long if long.count(text) > 1}
    # The one standard on social media stands at the start, and with its own page.
    quoted = {one.text for one in CONTENT.provisions if one.text_kind == "wording"}
    assert len(quoted) == 1
    # Which standards a choice rests on is the same for many scenarios.
    rests = WORDS["scenario.also_rest_on"].partition("{")[0]
    again = {text for text in again - quoted if not text.startswith(rests)}
    assert again == {WORDS["confidence.paper.before"], WORDS["confidence.paper.after"]} & again


def test_nothing_of_a_screen_is_left(said):
    """Checked in all that the workbook says about itself: a story may well have a button in it."""
    ours = said
    for story in sorted(stories(), key=len, reverse=True):
        ours = ours.replace(story, "")
    words_of_a_screen = re.compile(
        r"\b(press|click|button|tap|scroll|drop-down|tab|Esc key|this (browser|device)|recovery code"
        r"|back to the (start|home|page|list|top))\b|\.ipynb",
        re.IGNORECASE,
    )
    found = [line for line in ours.split("\n") if words_of_a_screen.search(line)]
    assert found == [], "\n".join(found)


def stories():
    """Every sentence of the tables that tell of what somebody did, or could do, or wrote."""
    told = (CONTENT.choices, CONTENT.scenes, CONTENT.scenarios, CONTENT.tips, CONTENT.glossary)
    done = (CONTENT.post_actions, CONTENT.reading, CONTENT.concerns, CONTENT.reasonings)
    cells = {str(value) for table in (*told, *done) for row in table for value in asdict(row).values()}
    return {cell for cell in cells if " " in cell or "://" in cell}


def test_the_title_page_says_the_day_the_licence_and_that_nobody_endorsed_it(paper):
    front = list(itertools.takewhile(lambda it: not isinstance(it, Heading) or it.level == 0, paper.blocks))
    told = " ".join(text for block in front for text in texts_of(block))
    assert "23 November 2026" in told
    assert "CC BY 4.0" in told
    assert "the Council has not endorsed it" in told
    assert isinstance(front[-1], Note)
    assert front[-1].role == "notice"


def test_headings_go_down_step_by_step(paper):
    levels = [block.level for block in paper.blocks if isinstance(block, Heading)]
    assert levels[0] == 0
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_lead_leads_to_a_heading_whose_mark_is_there_once(paper):
    marks = [block.mark for block in paper.blocks if isinstance(block, Heading) and block.mark]
    assert len(marks) == len(set(marks))
    assert {block.to for block in paper.blocks if isinstance(block, See)} <= set(marks)
    # Word's bookmarks begin with a letter and have at most 40 signs.
    assert all(re.fullmatch(r"[a-z][a-z0-9-]{0,39}", mark) for mark in marks)


def test_every_choice_of_a_scene_has_a_box_and_a_letter_of_its_own(paper):
    offered = [
        block.items for block in paper.blocks if isinstance(block, Listing) and block.signs == "letters"
    ]
    for scene in CONTENT.scenes:
        choices = tuple(("", one.choice) for one in CONTENT.choices.where(scene=scene.id))
        assert choices in offered
    assert all(
        block.ticks for block in paper.blocks if isinstance(block, Listing) and block.signs == "letters"
    )


def test_an_answer_says_which_scene_to_read_next(paper):
    cells = [
        row[1] for block in paper.blocks if isinstance(block, Grid) for row in block.rows if len(row) == 3
    ]
    for one in CONTENT.choices:
        cell = next(cell for cell in cells if cell.startswith(one.consequence))
        if one.next_scene:
            assert cell.endswith(f"Go on to scene {CONTENT.scenes.by_id(one.next_scene).number}.")
        else:
            assert "ends here" in cell


def test_a_self_rating_is_a_table_of_boxes_before_and_after(paper):
    asked = words("confidence")["confidence.statement"]
    rated = [block for block in paper.blocks if isinstance(block, Grid) and block.columns[0] == asked]
    rows = [row for block in rated for row in block.rows]
    assert sorted(row[0] for row in rows) == sorted(2 * [one.statement for one in CONTENT.self_ratings])
    assert {row[1:] for row in rows} == {(TICK,) * 5}
    captions = [block.caption for block in rated]
    assert len(captions) == len(set(captions)) == 2 * len(CONTENT.standards)


def test_a_part_holds_its_standards_their_answers_and_their_words():
    part = paper_of(standards=["standard-3", "standard-1"])
    titles = [block.text for block in part.blocks if isinstance(block, Heading) and block.level == 1]
    assert titles == [
        WORDS["handout.use"],
        "Standard 1: Rights and wellbeing",
        "Standard 3: Autonomy and safeguarding",
        WORDS["handout.words"],
        WORDS["law.title"],
        WORDS["handout.answers"],
    ]
    told = "\n".join(text for block in part.blocks for text in texts_of(block))
    assert CONTENT.glossary.by_id("safeguarding").meaning in told
    assert CONTENT.glossary.by_id("impairment").meaning not in told
    assert CONTENT.law.by_id("stalking").text in told
    assert CONTENT.law.by_id("family-proceedings").text not in told
    pages = "".join((NOTEBOOKS / f"standard-{number}.ipynb").read_text("utf-8") for number in (1, 3))
    for scenario in CONTENT.scenarios:
        assert (scenario.why_standard in told) == (f'scenario(\\"{scenario.id}\\"' in pages)
    marks = {block.mark for block in part.blocks if isinstance(block, Heading)}
    assert {block.to for block in part.blocks if isinstance(block, See)} <= marks


def test_a_standard_that_there_is_not_is_named():
    with pytest.raises(UnknownName, match="standard-9"):
        paper_of(standards=["standard-9"])


def test_a_standard_without_a_page_is_named(tmp_path):
    (tmp_path / "start.ipynb").write_bytes((NOTEBOOKS / "start.ipynb").read_bytes())
    with pytest.raises(ContentError, match="No page is about standard-2"):
        handout_paper(CONTENT, tmp_path, MADE, standards=["standard-2"])


def test_facilitator_notes_come_when_they_are_asked_for(said):
    guide = [
        *(one.how_to_run for one in CONTENT.facilitator_notes),
        *(one.why for one in CONTENT.ordering_items),
    ]
    assert [text for text in guide if text in said] == []
    led = "\n".join(text for block in paper_of(facilitator_notes=True).blocks for text in texts_of(block))
    assert all(one.how_to_run in led for one in CONTENT.facilitator_notes)
    assert all(one.why in led for one in CONTENT.ordering_items)


def test_facilitator_notes_of_a_part_are_those_of_its_standards():
    part = paper_of(standards=["standard-2"], facilitator_notes=True)
    told = "\n".join(text for block in part.blocks for text in texts_of(block))
    for note in CONTENT.facilitator_notes:
        assert (note.aim in told) == (note.standard == "standard-2")


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".pdf", ".docx"])
def test_the_same_handout_has_the_same_bytes(ending):
    one, other = (handout_file(paper_of(standards=["standard-1"]), ending) for _ in range(2))
    assert one == other


@pytest.fixture(scope="module")
def pdf(paper):
    return PdfReader(io.BytesIO(handout_file(paper, ".pdf")))


def test_the_pdf_is_tagged_and_says_its_title_and_language(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert pdf.metadata.title == "Standards of conduct and social media"


@pytest.mark.slow
def test_the_pdf_has_an_outline_and_contents_whose_entries_lead_to_their_pages(pdf, paper):
    def flat(entries):
        for entry in entries:
            yield from flat(entry) if isinstance(entry, list) else [entry.title]

    headings = [block.text for block in paper.blocks if isinstance(block, Heading) and block.level]
    assert [title for title in flat(pdf.outline) if title != WORDS["handout.contents"]] == headings
    contents = pdf.pages[1]
    assert "Contents" in contents.extract_text()
    links = [note.get_object()["/Subtype"] for note in contents["/Annots"]]
    assert len(links) > 20
    assert set(links) == {"/Link"}


def test_the_pdf_is_a4_with_running_heads_and_page_numbers(pdf):
    width, height = pdf.pages[0].mediabox[2:]
    assert (round(width), round(height)) == (595, 842)
    assert f"of {len(pdf.pages)}" in pdf.pages[-1].extract_text()
    text = pdf.pages[10].extract_text()
    assert text.startswith("Standards of conduct and social media")
    assert "Standard 1: Rights and wellbeing" in text.split("\n")[0] + text.split("\n")[1]


@pytest.mark.slow
def test_no_page_of_the_pdf_ends_with_a_heading(pdf, paper):
    headings = {block.text for block in paper.blocks if isinstance(block, Heading)}
    for number, page in enumerate(pdf.pages[3:], 4):
        lines = [line.strip() for line in page.extract_text().split("\n") if line.strip()]
        body = [line for line in lines if not line.startswith("Page ")]
        assert body[-1] not in headings, f"page {number}"


def test_every_table_of_the_pdf_has_its_header_cells_marked(pdf, paper):
    tables = [tag for tag in tags(pdf) if tag["/S"] == "/Table"]
    asked = [len(block.columns) for block in paper.blocks if isinstance(block, Grid)]
    assert [sum(tag["/S"] == "/TH" for tag in below(table)) for table in tables] == asked


def test_lists_and_headings_of_the_pdf_are_tagged_and_no_figure_is_without_words(pdf, paper):
    found = list(tags(pdf))
    kinds = [str(tag["/S"]) for tag in found]
    for level in (1, 2, 3, 4):
        asked = sum(isinstance(block, Heading) and block.level == level for block in paper.blocks)
        assert kinds.count(f"/H{level}") >= asked
    items = sum(len(block.items) for block in paper.blocks if isinstance(block, Listing))
    assert kinds.count("/LI") >= items
    assert all(tag.get("/Alt") for tag in found if tag["/S"] in ("/Figure", "/Formula"))


def tags(pdf):
    """Every element of the structure of a PDF, in reading order."""
    return below(pdf.trailer["/Root"]["/StructTreeRoot"])


def below(element):
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        one = child.get_object()
        if isinstance(one, dict) and "/S" in one:
            yield one
            yield from below(one)
