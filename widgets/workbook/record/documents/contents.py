"""Converts a learning record to a sequence of blocks in reading order, for Word, PDF and Markdown.

Here: the order of the contents. Not here: the wording of dates, times and ratings (see `wording`), the look
of a block, nor the encoding of texts in each format.
"""

from collections.abc import Iterable, Iterator

from workbook.documents.blocks import Block, Facts, Grid, Heading, Note, Paper, Said
from workbook.record.documents.model import Activity, Answer, Document, LearningPlan, Rating
from workbook.record.documents.wording import (
    activity_time,
    activity_title,
    asked,
    day,
    rated,
    span,
    standard,
    total,
    with_days,
)

__all__ = ["blocks", "paper"]


def paper(document: Document) -> Paper:
    """Return the whole record as a document on paper."""
    return Paper(
        blocks=tuple(blocks(document)),
        title=document.title or document.words("documents.title"),
        author=document.name,
        language=document.language,
        made=document.made,
        page=document.words("documents.page"),
        missing=document.words("documents.signs_missing"),
    )


def blocks(document: Document) -> Iterator[Block]:
    """Yield the whole record in reading order; empty parts are left out."""
    words = document.words
    yield Heading(0, document.title or words("documents.title"))
    yield _cover(document)
    for name in ("documents.notice.made", "documents.notice.regulator", "documents.notice.identity"):
        yield Note(words(name), "notice")
    parts = {"activity": _activities, "answers": _answers, "ratings": _ratings, "plan": _plan}
    filled = [[*part(document)] for name, part in parts.items() if name in document.include]
    if not any(filled):
        yield Note(words("documents.nothing_at_all"), "hint")
    for part in filled:
        yield from part


def _cover(document: Document) -> Facts:
    words = document.words
    rows = [
        (words("documents.name"), document.name),
        (words("documents.made"), day(document, document.made.date().isoformat())),
        (words("documents.period"), span(document, document.first, document.last) if document.first else ""),
        (words("documents.time_total"), total(document)),
    ]
    return Facts(tuple(row for row in rows if row[1]))


def _activities(document: Document) -> Iterator[Block]:
    if not document.activities:
        return
    words = document.words
    yield Heading(1, words("documents.activities"))
    columns = ("documents.date", "documents.activity", "documents.standard", "documents.time")
    yield Grid(
        caption=words("documents.overview"),
        columns=tuple(words(name) for name in columns),
        rows=tuple(_row(document, activity) for activity in document.activities),
        widths=(27, 33, 17, 23),
    )
    if "plan" in document.include and document.plan:
        yield Note(words("documents.see_plan"), "hint")
    for activity in document.activities:
        yield from _activity(document, activity)


def _row(document: Document, activity: Activity) -> tuple[str, ...]:
    standards = "\n".join(standard(document, id_, short=True) for id_ in activity.standards)
    return (
        span(document, activity.first, activity.last),
        activity_title(document, activity),
        standards or document.words("documents.standard_none"),
        activity_time(document, activity, short=True),
    )


def _activity(document: Document, activity: Activity) -> Iterator[Block]:
    words = document.words
    yield Heading(2, activity_title(document, activity))
    standards = "\n".join(standard(document, id_) for id_ in activity.standards)
    yield Facts(
        (
            (words("documents.date"), span(document, activity.first, activity.last)),
            (words("documents.standard"), standards or words("documents.standard_none")),
            (words("documents.time"), activity_time(document, activity)),
        )
    )
    parts = {
        "documents.learned": activity.learned,
        "documents.change": activity.change,
        "documents.difference": activity.difference,
    }
    for name, answers in parts.items():
        if answers:
            yield Heading(3, words(name))
        for answer in answers:
            yield from _said(document, answer, asked(answer), dated=False)


def _answers(document: Document) -> Iterator[Block]:
    if not document.answers:
        return
    yield Heading(1, document.words("documents.answers"))
    known = [one.id for one in document.standards]
    gone = dict.fromkeys(one.standard for one in document.answers if one.standard not in known)
    for id_ in (*known, *(one for one in gone if one), ""):
        mine = [answer for answer in document.answers if answer.standard == id_]
        if mine:
            title = standard(document, id_) if id_ else document.words("documents.rest")
            yield Heading(2, title)
            yield from _by_exercise(document, mine)


def _by_exercise(document: Document, answers: Iterable[Answer]) -> Iterator[Block]:
    """Yield answers under their exercises, which keep their order."""
    groups: dict[tuple[str, str], list[Answer]] = {}
    for answer in answers:
        groups.setdefault((answer.kind, answer.title), []).append(answer)
    for (_, title), mine in groups.items():
        yield Heading(3, title or document.words("documents.untitled"))
        for answer in mine:
            yield from _said(document, answer)


def _ratings(document: Document) -> Iterator[Block]:
    if not document.ratings:
        return
    words = document.words
    yield Heading(1, words("documents.ratings"))
    yield Note(words("documents.ratings_hint"), "hint")
    order = {one.id: at for at, one in enumerate(document.standards)}
    rows = sorted(document.ratings, key=lambda one: order.get(one.standard, len(order)))
    yield Grid(
        caption=words("documents.ratings"),
        columns=tuple(
            words(name)
            for name in ("documents.standard", "documents.statement", "documents.before", "documents.after")
        ),
        rows=tuple(_rating(document, rating) for rating in rows),
        widths=(16, 40, 22, 22),
    )


def _rating(document: Document, rating: Rating) -> tuple[str, ...]:
    own = standard(document, rating.standard, short=True) if rating.standard else ""
    return (
        own or document.words("documents.standard_none"),
        rating.statement,
        rated(document, rating.before),
        rated(document, rating.after),
    )


def _plan(document: Document) -> Iterator[Block]:
    if not document.plan:
        return
    yield Heading(1, document.words("documents.plan"))
    for number, line in enumerate(document.plan, start=1):
        yield Heading(2, document.words("documents.plan_line", number=number))
        yield from _plan_line(document, line)


def _plan_line(document: Document, line: LearningPlan) -> Iterator[Block]:
    words = document.words
    answers = {
        "documents.change": line.change,
        "documents.plan_by": line.by,
        "documents.plan_know": line.know,
        "documents.plan_difference": line.difference,
    }
    for name, answer in answers.items():
        if answer:
            yield from _said(document, answer, words(name))


def _said(document: Document, answer: Answer, question: str = "", dated: bool = True) -> Iterator[Said]:
    """Yield an answer, followed by each of its unresolved versions."""
    words = document.words
    about = words("documents.on", date=day(document, answer.day)) if dated else ""
    if not answer.text:
        about = " ".join(filter(None, (words("documents.no_words"), about)))
    yield Said(question or answer.question or answer.title, with_days(document, answer.text), about)
    for other in answer.others:
        label = words("documents.other", date=day(document, other.day))
        yield Said(label, with_days(document, other.text), "", other=True)
