"""Converts a report to a sequence of blocks in reading order, for Word and PDF.

Here: the order of a workshop's contents. Not here: its results (see `results`), the look of a block.
"""

from collections.abc import Iterator

from workbook.documents.blocks import Block, Facts, Grid, Heading, Note, Paper, Said
from workbook.documents.text import clean
from workbook.workshop.domain.plans import Step
from workbook.workshop.domain.snapshots import Snapshot
from workbook.workshop.report.figures import Question, questions
from workbook.workshop.report.request import ReportRequest
from workbook.workshop.report.results import in_short, results
from workbook.workshop.report.words import Words

__all__ = ["LIMITS", "about", "joined", "kind", "limits", "paper", "title", "took"]

LIMITS = ("can", "practice", "test", "cause", "who", "compare", "exact")
"""The notes on what figures can and can't say, in order."""

_NOTICES = (
    "workshop_report.notice.what",
    "workshop_report.notice.masked",
    "workshop_report.notice.regulator",
)


def paper(asked: ReportRequest) -> Paper:
    """Return a report of one workshop or several as a document on paper."""
    words = asked.words
    return Paper(
        blocks=tuple(_blocks(asked)),
        title=title(asked),
        author=clean(asked.snapshots[0].trainer),
        language=asked.language,
        made=asked.made,
        page=words("workshop_report.page"),
        missing=words("workshop_report.signs_missing"),
    )


def title(asked: ReportRequest) -> str:
    """Return the report's title."""
    count = len(asked.snapshots)
    return asked.words("workshop_report.title_many" if count > 1 else "workshop_report.title", count=count)


def about(words: Words, snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    """Return the facts of a workshop, each with its label."""
    plan = snapshot.plan
    lasts = words.minutes(plan.minutes)
    rows = [
        (words("workshop_report.date"), words.day(snapshot.started)),
        (words("workshop_report.time"), _time(words, snapshot)),
        (words("workshop_report.trainer"), clean(snapshot.trainer)),
        (
            words("workshop_report.plan"),
            words("workshop_report.plan_of", plan=clean(plan.title), minutes=lasts),
        ),
        (words("workshop_report.aim"), clean(plan.aim).strip()),
        (words("workshop_report.joined"), joined(words, snapshot.joined)),
    ]
    return tuple(row for row in rows if row[1])


def joined(words: Words, count: int) -> str:
    """Return how many took part, in words."""
    return words("workshop_report.joined_count" if count else "workshop_report.joined_none", count=count)


def kind(words: Words, step: Step) -> str:
    """Return a step's kind of activity, and whether it is a second round."""
    name = words.kind(step)
    return name if step.round == 1 else words("workshop_report.kind_again", kind=name)


def took(words: Words, snapshot: Snapshot, step: Step) -> str:
    """Return how long a step took, or why that is not known."""
    if step.id in snapshot.times:
        return words.seconds(snapshot.times[step.id])
    if snapshot.ended is None and step == snapshot.step:
        return words("workshop_report.took.now")
    return words("workshop_report.took.not" if snapshot.times else "workshop_report.took.unknown")


def limits(words: Words) -> tuple[tuple[str, str], ...]:
    """Return the notes on what the figures can and can't say, each with its label."""
    return tuple(
        (words(f"workshop_report.limits.{name}"), words(f"workshop_report.limits.{name}_text"))
        for name in LIMITS
    )


def _blocks(asked: ReportRequest) -> Iterator[Block]:
    words = asked.words
    yield Heading(0, title(asked))
    yield Facts(((words("workshop_report.made"), words.day(asked.made)),))
    for name in _NOTICES:
        yield Note(words(name), "notice")
    for snapshot in asked.snapshots:
        yield Heading(1, clean(snapshot.title))
        yield Facts(about(words, snapshot))
        yield from _in_short(words, snapshot)
        yield from _done(words, snapshot)
        yield from _results(words, snapshot)
        if asked.notes:
            yield from _notes(words, snapshot)
    yield Heading(1, words("workshop_report.limits"))
    yield Facts(limits(words))


def _time(words: Words, snapshot: Snapshot) -> str:
    """Return a workshop's start and end."""
    begins = words.time(snapshot.started)
    if snapshot.ended is None:
        return words("workshop_report.runs", **{"from": begins})
    lasted = words.seconds((snapshot.ended - snapshot.started).total_seconds())
    ends, first, last = words.time(snapshot.ended), words.day(snapshot.started), words.day(snapshot.ended)
    name = "workshop_report.from_to" if first == last else "workshop_report.from_to_days"
    return words(name, **{"from": begins}, to=ends, first=first, last=last, minutes=lasted)


def _in_short(words: Words, snapshot: Snapshot) -> Iterator[Block]:
    """Yield what came of each question, in a sentence or two."""
    rows = tuple(
        (words.heading(question), said)
        for question in questions(snapshot)
        if (said := in_short(words, question))
    )
    if rows:
        yield Heading(2, words("workshop_report.in_short"))
        yield Facts(rows, stacked=True)


def _done(words: Words, snapshot: Snapshot) -> Iterator[Block]:
    """Yield the plan's steps, each with the minutes it took and its answers, and the totals."""
    by_step = {
        step.id: (question, round_)
        for question in questions(snapshot)
        for round_, step in question.steps.items()
    }
    columns = ("minute", "step", "activity", "planned", "took", "answers")
    rows = [
        (
            str(snapshot.plan.begins(step)),
            clean(step.title),
            kind(words, step),
            words.minutes(step.minutes),
            took(words, snapshot, step),
            _answers(words, *by_step[step.id]) if step.id in by_step else words("workshop_report.talked"),
        )
        for step in snapshot.plan.taken
    ]
    planned = words.minutes(sum(step.minutes for step in snapshot.plan.taken))
    lasted = words.seconds(sum(snapshot.times.values())) if snapshot.times else ""
    rows.append(("", words("workshop_report.done.all"), "", planned, lasted, _all_answers(words, snapshot)))
    yield Heading(2, words("workshop_report.done"))
    yield Grid(
        words("workshop_report.done.caption"),
        tuple(words(f"workshop_report.done.{name}") for name in columns),
        tuple(rows),
        (10, 26, 19, 13, 13, 19),
    )
    yield Note(words("workshop_report.done.hint"), "hint")


def _answers(words: Words, question: Question, round_: int) -> str:
    figure = question.answered(round_)
    if figure.value is None:
        return words.why_not(figure)
    return words("workshop_report.people", count=int(figure.value))


def _all_answers(words: Words, snapshot: Snapshot) -> str:
    """Return how many answers the steps have together, of those whose number is told."""
    told = [
        figure.value
        for question in questions(snapshot)
        for figure in map(question.answered, question.steps)
        if figure.value is not None
    ]
    return words("workshop_report.answers", count=int(sum(told))) if told else ""


def _results(words: Words, snapshot: Snapshot) -> Iterator[Block]:
    yield Heading(2, words("workshop_report.results"))
    asked = [
        question
        for question in questions(snapshot)
        if any(question.state(round_) != "none" for round_ in question.steps)
    ]
    if not asked:
        yield Note(words("workshop_report.results.none"), "hint")
    for question in asked:
        yield from results(words, question)


def _notes(words: Words, snapshot: Snapshot) -> Iterator[Block]:
    """Yield the trainer's own notes: those on the whole workshop first, then by step."""
    named = [("", words("workshop_report.notes.whole"))]
    named += [(step.id, clean(step.title)) for step in snapshot.plan.taken]
    written = [(name, clean(snapshot.notes.get(key, "")).strip()) for key, name in named]
    if any(text for _, text in written):
        yield Heading(2, words("workshop_report.notes"))
        for name, text in written:
            if text:
                yield Said(name, text, "")
