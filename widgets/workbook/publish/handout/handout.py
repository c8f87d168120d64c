"""The whole course on paper: a workbook to print and to write in, as a PDF or a Word file.

Here: the order of the contents, from the title page to the answers at the back. Not here: putting an exercise
on paper (see `course`), which cells of a notebook are included (see `pages`), and the look of a block (see
`workbook.documents`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from workbook.content import Content, ContentError
from workbook.documents.blocks import Block, Facts, Grid, Heading, Listing, Note, Paper
from workbook.documents.pdf import pdf_file
from workbook.documents.text import clean
from workbook.documents.word import word_file
from workbook.front import language_here
from workbook.publish.handout.course import LAW, WORDS, Course
from workbook.publish.handout.pages import Chapter, Prose, chapters
from workbook.publish.handout.prose import prose
from workbook.workshop.report.guide import guide_blocks
from workbook.workshop.texts import Texts

__all__ = ["FORMATS", "handout_file", "handout_paper"]

FORMATS = {".pdf": pdf_file, ".docx": word_file}
"""The functions that create the file, by its suffix."""

T = TypeVar("T")


def handout_file(paper: Paper, ending: str) -> bytes:
    """Return the handout as a file; `ending` is one of `FORMATS`. Equal documents have equal bytes."""
    return FORMATS[ending](paper)


def handout_paper(
    content: Content,
    notebooks: Path,
    made: datetime,
    *,
    standards: Sequence[str] = (),
    facilitator_notes: bool = False,
) -> Paper:
    """Return the handout, with its blocks in reading order.

    `notebooks` is the folder of the pages; `made` is a time with its offset from UTC. `standards` are the ids
    of the standards to include; () is the whole course. `facilitator_notes` adds the facilitator's guide.

    Raises UnknownName for an unknown standard, and ContentError if no page is about it, a notebook can't be
    read, or the course has no name.
    """
    course = Course(content)
    if not course.fact("name"):
        raise ContentError("The handout needs a title. Add a row with the id 'name' to course.csv.")
    wanted = [content.standards.by_id(one).id for one in standards]
    shown = [one for one in chapters(notebooks) if not wanted or one.standard in wanted]
    for missing in set(wanted) - {one.standard for one in shown}:
        raise ContentError(f"No page is about {missing}. Leave it out, or give another standard.")
    blocks = [*_front(course, shown, made, part=bool(wanted)), *_body(course, shown, part=bool(wanted))]
    if facilitator_notes:
        blocks += map(_on_a_new_page, guide_blocks(Texts(lambda: content), standards=wanted))
    say = course.say
    return Paper(
        blocks=tuple(map(_cleaned, _filled(blocks))),
        title=course.fact("name"),
        author="",
        language=language_here().tag,
        made=made,
        page=say("handout.page"),
        missing=say("handout.signs_missing"),
        contents=say("handout.contents"),
        running=course.fact("name"),
    )


def _front(course: Course, shown: Sequence[Chapter], made: datetime, *, part: bool) -> Iterator[Block]:
    """Yield the title page and the instructions."""
    say = course.say
    titles = ", ".join(one.page.title for one in shown)
    yield Heading(0, course.fact("name"))
    if course.fact("audience"):
        yield Note(course.fact("audience"), "text")
    yield Note(say("handout.part", titles=titles) if part else say("handout.whole"), "text")
    month = say(f"documents.month.{made.month}")
    day = say("documents.day", day=made.day, month=month, year=made.year)
    yield Note(say("handout.made", date=day), "hint")
    if owned := _owned(course):
        yield Note(owned, "notice")
    answers, strip = say("handout.answers"), say("glossary.strip")
    yield Heading(1, say("handout.use"), fresh=True)
    yield Note(say("handout.use.start"), "text")
    for name in ("scenario", "write", "words"):
        yield Heading(2, say(f"handout.use.{name}.title"))
        yield Note(say(f"handout.use.{name}", answers=answers, strip=strip), "text")


def _owned(course: Course) -> str:
    """Return the course's licence, and the owner of the standards."""
    licence, address, notice = map(course.fact, ("licence", "licence-address", "notice"))
    named = f"{licence} ({address})" if address else licence
    return " ".join(filter(None, (course.say("serve.licence", licence=named) if licence else "", notice)))


def _body(course: Course, shown: Sequence[Chapter], *, part: bool) -> Iterator[Block]:
    """Yield the pages, the group activities, the words, the law, and the answers."""
    for chapter in shown:
        course.begin(chapter.page.title)
        yield from _chapter(course, chapter)
    if not part:
        yield from _group(course)
    if course.terms and not course.has_all_words:
        yield Heading(1, course.say("handout.words"), WORDS, fresh=True)
        yield Listing(tuple((f"{term}:", meaning) for term, meaning in sorted(course.terms.items())))
    if course.laws and not course.has_all_laws:
        yield Heading(1, course.say("law.title"), LAW, fresh=True)
        yield from course.law_blocks(course.laws.items())
    yield from course.back()


def _chapter(course: Course, chapter: Chapter) -> list[Block]:
    blocks: list[Block] = []
    for part in chapter.parts:
        if isinstance(part, Prose):
            blocks += prose(part.source)
            continue
        had_all_words = course.has_all_words
        shown = list(course.exercise(part))
        if course.has_all_words and not had_all_words and blocks and isinstance(last := blocks[-1], Heading):
            blocks[-1] = replace(last, mark=WORDS)
        blocks += shown
    page = chapter.page
    if not (blocks and isinstance(blocks[0], Heading) and blocks[0].level == 1):
        blocks.insert(0, Heading(1, page.title, fresh=True))
    minutes = [Note(course.say("serve.minutes", count=page.minutes), "hint")] if page.minutes else []
    return [blocks[0], *minutes, *_in_steps(blocks[1:])]


def _in_steps(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks whose headings are never more than one level below the heading before them."""
    level = 1
    for block in blocks:
        if isinstance(block, Heading):
            level = min(block.level, level + 1)
            yield replace(block, level=level)
        else:
            yield block


def _group(course: Course) -> Iterator[Block]:
    """Yield the orderings, which a group works through together."""
    say, orderings = course.say, course.content.orderings
    if not orderings:
        return
    yield Heading(1, say("handout.group"), fresh=True)
    yield Note(say("handout.group_what"), "text")
    for one in orderings:
        items = course.content.ordering_items.where(ordering=one.id)
        yield Heading(2, one.title)
        yield Note(one.question, "text")
        columns = (say("handout.place"), say("handout.act"))
        yield Grid(one.question, columns, tuple(("", item.text) for item in items), (1, 8), 1)


def _filled(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks without empty tables and lists, and without their introductions."""
    kept: list[Block] = []
    for block in reversed(blocks):
        after = kept[-1] if kept else None
        match block:
            case Grid(rows=rows) | Facts(rows=rows) if not rows:
                continue
            case Listing(items=items) if not items:
                continue
            case Note(text=text) if not text.strip():
                continue
            case Note(role="lead") if after is None or isinstance(after, Heading):
                continue
            case Heading(level=level) if after is None or (
                isinstance(after, Heading) and after.level <= level
            ):
                continue
        kept.append(block)
    return kept[::-1]


def _on_a_new_page(block: Block) -> Block:
    return replace(block, fresh=True) if isinstance(block, Heading) and block.level == 1 else block


def _cleaned(value: T) -> T:
    """Return a block without characters that no document can contain."""
    if isinstance(value, str):
        return cast(T, clean(value))
    if isinstance(value, tuple):
        return cast(T, tuple(map(_cleaned, value)))
    if is_dataclass(value) and not isinstance(value, type):
        told: dict[str, Any] = {one.name: _cleaned(getattr(value, one.name)) for one in fields(value)}
        return replace(value, **told)
    return value
