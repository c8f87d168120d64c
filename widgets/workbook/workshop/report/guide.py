"""The facilitator's guide on paper: how to lead a session, the plans, the orderings, the notes by standard.

Here: the order of the printed guide's contents, for both the page and the command. Not here: the content (see
`texts`), the words (the front end's `facilitator_guide`, `plan` and `facilitator_note`), the look of a block.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from widget_host.languages import Translate
from workbook.documents.asked import moment_asked
from workbook.documents.blocks import Block, Facts, Grid, Heading, Note, Paper
from workbook.documents.files import PDF, File, file_name
from workbook.documents.pdf import pdf_file
from workbook.documents.text import clean
from workbook.front import language_here, translator, with_facts, words
from workbook.workshop.domain.plans import Step, WorkshopPlan
from workbook.workshop.report.guide_words import about_word, kind_word
from workbook.workshop.texts import Texts

__all__ = ["guide_blocks", "guide_file", "guide_paper", "made_at"]

_WIDTHS = (3, 7, 7, 14)
_NOTE_PARTS = ("aim", "prepare", "run", "comes_up", "avoid")


def guide_file(made: datetime, texts: Texts | None = None) -> File:
    """Return the guide as a PDF file. `made` is a time with its offset from UTC; `texts` has the content.

    Raises ContentError if the tables can't be read.
    """
    texts = texts or Texts()
    say = _said(texts)
    name = file_name(say("facilitator_guide.file"), made, "pdf")
    return File(name, PDF, pdf_file(guide_paper(made, texts)))


def made_at(made: object) -> datetime:
    """Return the time sent by a page (see `asked.moment_asked`), or now if it sends none."""
    return moment_asked(made) or datetime.now(UTC)


def guide_paper(made: datetime, texts: Texts) -> Paper:
    """Return the guide as a document, with its blocks in reading order."""
    say = _said(texts)
    return Paper(
        blocks=tuple(_blocks(say, texts, made)),
        title=say("facilitator_guide.title"),
        author="",
        language=language_here().tag,
        made=made,
        page=say("facilitator_guide.page"),
        missing=say("facilitator_guide.signs_missing"),
        contents=say("facilitator_guide.contents"),
    )


def guide_blocks(texts: Texts, standards: Collection[str] = ()) -> Iterator[Block]:
    """Yield the guide's parts without its title, for a document with other parts.

    Given the ids of some standards, only the notes for these. Raises ContentError if the tables can't be
    read.
    """
    say, guide = _said(texts), texts.guide()
    if not standards:
        yield from _whole(say, texts, guide)
    yield Heading(1, say("facilitator_guide.notes"))
    for note in guide["notes"]:
        if not standards or note["standard"] in standards:
            yield from _note(say, note)


def _blocks(say: Translate, texts: Texts, made: datetime) -> Iterator[Block]:
    yield Heading(0, say("facilitator_guide.title"))
    yield Note(say("facilitator_guide.what"), "text")
    yield Note(say("facilitator_guide.made", date=made.date().isoformat()), "notice")
    yield from guide_blocks(texts)


def _whole(say: Translate, texts: Texts, guide: Mapping[str, list[dict[str, Any]]]) -> Iterator[Block]:
    """Yield the parts that are not about one standard: how to lead, the plans and the orderings."""
    yield Heading(1, say("facilitator_guide.lead"))
    for point in guide["points"]:
        yield Heading(2, clean(point["title"]))
        yield Note(clean(point["text"]), "text")
    yield Heading(1, say("facilitator_guide.plans"))
    for plan in texts.ready_plans():
        yield from _plan(say, texts, plan)
    if guide["orderings"]:
        yield Heading(1, say("facilitator_guide.orderings"))
        yield Note(say("facilitator_guide.orderings_what"), "text")
    for ordering in guide["orderings"]:
        yield from _ordering(say, ordering)


def _plan(say: Translate, texts: Texts, plan: WorkshopPlan) -> Iterator[Block]:
    yield Heading(2, clean(plan.title))
    yield from _facts((say("plan.aim"), plan.aim), (say("plan.prepare"), plan.prepare))
    yield Grid(
        say("facilitator_guide.steps", title=clean(plan.title)),
        (
            say("facilitator_guide.minute"),
            say("facilitator_guide.step"),
            say("plan.wall"),
            say("plan.notes"),
        ),
        tuple(_row(say, texts, plan, step) for step in plan.steps),
        _WIDTHS,
    )


def _row(say: Translate, texts: Texts, plan: WorkshopPlan, step: Step) -> tuple[str, str, str, str]:
    begins = plan.begins(step)
    minute = say("facilitator_guide.from_to", **{"from": begins}, to=begins + step.minutes)
    what = "\n".join(filter(None, (step.title, say(kind_word(step)), _about(say, texts, step))))
    return minute, clean(what), clean(step.wall), clean(step.notes)


def _ordering(say: Translate, ordering: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading(2, clean(ordering["title"]))
    yield Note(clean(ordering["question"]), "text")
    yield Heading(3, say("facilitator_guide.acts"))
    for item in ordering["items"]:
        yield Note(clean(f"{item['text']} {item['why']}"), "text")
    yield Heading(3, say("facilitator_guide.debrief"))
    yield Note(clean(ordering["debrief"]), "text")


def _note(say: Translate, note: Mapping[str, Any]) -> Iterator[Block]:
    title = say("facilitator_note.title", title=note["title"], count=note["minutes"])
    yield Heading(2, clean(f"{note['number']}. {title}"))
    for part in _NOTE_PARTS:
        yield Heading(3, say(f"facilitator_note.{part}"))
        yield Note(clean(note["how_to_run" if part == "run" else part]), "text")


def _facts(*rows: tuple[str, str]) -> Iterator[Block]:
    """Yield labelled facts, without empty ones."""
    kept = tuple((label, clean(text)) for label, text in rows if text.strip())
    if kept:
        yield Facts(kept)


def _about(say: Translate, texts: Texts, step: Step) -> str:
    sort, title, number = texts.about(step)
    return say(about_word(sort), title=title, number=number) if sort else ""


def _said(texts: Texts) -> Translate:
    """Return a function that returns a word of the interface by its name, with its placeholders filled in."""
    known = with_facts(words("facilitator_guide", "plan", "facilitator_note"), texts.facts())
    return translator(known, is_strict=True)
