"""Converts the results of a self-rating to blocks: averages, groups before and after, and who moved."""

from collections.abc import Iterator, Mapping, Sequence

from workbook.documents.blocks import Block, Grid, Note
from workbook.workshop.report.charts import Drawn, chart, groups, mean
from workbook.workshop.report.figures import MOVED, Figure, Question, changed
from workbook.workshop.report.rounds import TWICE, above, answered, rounds_of, share, untold
from workbook.workshop.report.words import Words, signed

__all__ = ["ratings"]

_RATINGS = ("1", "2", "3", "4", "5")


def ratings(words: Words, question: Question) -> list[Block]:
    """Return the blocks of a self-rating."""
    rounds = rounds_of(words, question)
    blocks = untold(words, question)
    if not rounds:
        return blocks
    return [
        _averages(words, question, rounds),
        Note(words("workshop_report.rating.scale"), "hint"),
        *blocks,
        *_bands(words, question, rounds),
        *_spread(words, question, rounds),
        *(_moved(words, question) if len(rounds) >= TWICE else ()),
    ]


def _averages(words: Words, question: Question, rounds: Mapping[int, str]) -> Grid:
    """Return each statement's average in both rounds, and how far it moved."""
    twice = len(rounds) >= TWICE
    told = [
        (words.item(question, item), [question.figure("mean", round_, item) for round_ in rounds])
        for item in question.items
    ]
    overall = [question.overall(round_) for round_ in rounds]
    told.append((words("workshop_report.all_statements"), overall))
    rows: list[list[Drawn | str]] = [
        [text, *(mean(words, one) for one in means), *([_change(means)] if twice else [])]
        for text, means in told
    ]
    rows.append([*answered(words, question, rounds), *([""] if twice else [])])
    columns = [words("workshop_report.rating.statement"), *rounds.values()]
    if twice:
        columns.append(words("workshop_report.change"))
    widths = (44, *share(56, len(columns) - 1))
    return chart(words("workshop_report.rating.caption"), columns, rows, widths)


def _bands(words: Words, question: Question, rounds: Mapping[int, str]) -> Iterator[Block]:
    """Yield how many were in each band, both rounds side by side."""
    rows: list[Sequence[Drawn | str]] = [
        (words.item(question, item), *(groups(words, question.groups(round_, item)) for round_ in rounds))
        for item in question.items
        if any(question.groups(round_, item) for round_ in rounds)
    ]
    if rows:
        named = words("workshop_report.rating.bands")
        columns = (words("workshop_report.rating.statement"), *rounds.values())
        if len(rounds) < TWICE:
            columns = (columns[0], words("workshop_report.rating.people"))
        yield above(named)
        yield chart(named, columns, rows, (30, *share(70, len(rounds))))


def _spread(words: Words, question: Question, rounds: Mapping[int, str]) -> Iterator[Block]:
    """Yield how many gave each rating, of workshops that have such counts."""
    rows = []
    for item in question.items:
        for round_, name in rounds.items():
            if not question.has_counts(round_):
                continue
            cells = [question.figure(f"rated_{rating}", round_, item) for rating in _RATINGS]
            rows.append((words.item(question, item), name, *map(words.figure, cells)))
    columns = (words("workshop_report.rating.statement"), words("workshop_report.rating.when"), *_RATINGS)
    widths = (33, 12, 11, 11, 11, 11, 11)
    if rows:
        yield above(words("workshop_report.rating.spread"))
        yield Grid(words("workshop_report.rating.spread"), columns, tuple(rows), widths)


def _moved(words: Words, question: Question) -> Iterator[Block]:
    moved = [(item, question.groups(MOVED, item)) for item in question.items]
    statement = words("workshop_report.rating.statement")
    named = words("workshop_report.rating.moved")
    if any(told for _, told in moved):
        rows = [(words.item(question, item), groups(words, told)) for item, told in moved]
        yield above(named)
        yield chart(named, (statement, words("workshop_report.rating.people")), rows, (50, 50))
        return
    if not question.has_counts(TWICE):
        yield Note(words("workshop_report.rating.others"), "hint")
        return
    names = ("up", "same", "down")
    told = tuple(
        (
            words.item(question, item),
            *(words.figure(question.figure(name, MOVED, item)) for name in names),
        )
        for item in question.items
    )
    columns = (statement, *(words(f"workshop_report.rating.{name}") for name in names))
    yield above(named)
    yield Grid(named, columns, told, (52, 16, 16, 16))


def _change(means: Sequence[Figure]) -> str:
    """Return how far a mean moved; "" if that is unknown."""
    before, after = means
    change = changed(before, after)
    return "" if change is None else signed(change)
