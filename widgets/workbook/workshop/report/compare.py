"""Compares workshops: how many joined, how people voted and rated themselves before and after.

Here: the comparison, as a DataFrame and as a table for reading. A withheld figure is missing in the
DataFrame, never 0, and has a reason in the table. Not here: each workshop's own figures (see `figures`).
Groups differ, so nothing here adds workshops up or ranks them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbook.documents.text import clean
from workbook.workshop.domain.snapshots import Snapshot
from workbook.workshop.errors import WorkshopError
from workbook.workshop.report.figures import Figure, Question, changed, questions
from workbook.workshop.report.request import Find, read_request
from workbook.workshop.report.words import ReportTexts, Words, percent, signed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["INDEX", "frame", "make", "side_by_side"]

INDEX = ("kind", "subject", "item", "what")
"""The index of the DataFrame: "what" is joined, answered_1, answered_2, before, after or change."""

_FEWEST = 2
_JOINED = ("workshop", "", "", "joined")
_COMPARED = {"vote": "votes", "rating": "mean", "order": "place"}

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A figure of one workshop, in its own unit; why it is withheld; and its question."""

    value: float | None
    figure: Figure | None = None
    question: Question | None = None


def make(
    request: Mapping[str, object], find: Find | None = None, texts: ReportTexts | None = None
) -> dict[str, Any]:
    """Compare the workshops of a trainer's request: {"columns": texts, "rows": lists of cells}.

    Raises WorkshopError as `read_request` does, and "unreadable" for fewer than two workshops.
    """
    asked = read_request(request, find, texts)
    if len(asked.snapshots) < _FEWEST:
        raise WorkshopError("unreadable", "There is one workshop alone. Choose two or more to compare.")
    return side_by_side(asked.snapshots, asked.words)


def frame(snapshots: Sequence[Snapshot]) -> pd.DataFrame:
    """Return workshops as the columns (their ids) of a DataFrame of nullable floats, indexed by INDEX.

    Rows are by ids. joined and answered_1, answered_2 (by round) count people. before and after are the two
    rounds: for a vote each choice's whole percentage of those who answered, for a rating each statement's
    mean (1 to 5) and, as item "", the mean of all, for an ordering each item's mean place. change is after
    less before. Figures that are withheld, not exact, from too few answers, or not asked are missing
    (pandas.NA).
    """
    import pandas as pd  # noqa: PLC0415 - slow to import, and needed only for comparisons

    cells = _cells(snapshots)
    index = pd.MultiIndex.from_tuples(list(cells), names=INDEX)
    data = {
        snapshot.id: pd.array([_value(row.get(snapshot.id)) for row in cells.values()], dtype="Float64")
        for snapshot in snapshots
    }
    return pd.DataFrame(data, index=index)


def side_by_side(snapshots: Sequence[Snapshot], words: Words) -> dict[str, Any]:
    """Return the rows of `frame` with a figure in any workshop, in words, with a column for each workshop.

    A cell is a number, a text (a percentage, a change with its sign, or why a figure is withheld), or None if
    a workshop did not ask that.
    """
    cells, told = _cells(snapshots), frame(snapshots)
    columns = [
        words("workshop_report.compare.what"),
        words("workshop_report.table.item"),
        words("workshop_report.compare.when"),
        *(
            words("workshop_report.compare.workshop", title=clean(one.title), date=words.day(one.started))
            for one in snapshots
        ),
    ]
    rows = []
    for (key, row), values in zip(cells.items(), told.itertuples(index=False), strict=True):
        shown = [
            _shown(words, key, row.get(snapshot.id), value)
            for snapshot, value in zip(snapshots, values, strict=True)
        ]
        if any(one is not None for one in shown):
            rows.append([*_named(words, key, row), *shown])
    return {"columns": columns, "rows": rows}


def _cells(snapshots: Sequence[Snapshot]) -> dict[Key, dict[str, _Cell]]:
    """Return each row's cells by workshop; questions in order of first occurrence."""
    asked: dict[tuple[str, str], dict[str, Question]] = {}
    for snapshot in snapshots:
        for question in questions(snapshot):
            if question.kind in _COMPARED:
                asked.setdefault((question.kind, question.subject), {})[snapshot.id] = question
    rows: dict[Key, dict[str, _Cell]] = {_JOINED: {one.id: _Cell(one.joined) for one in snapshots}}
    for (kind, subject), by_workshop in asked.items():
        items = dict.fromkeys(item for question in by_workshop.values() for item in question.items)
        for workshop_id, question in by_workshop.items():
            for item, what, cell in _of(question, ["", *items]):
                rows.setdefault((kind, subject, item, what), {})[workshop_id] = cell
    return rows


def _of(question: Question, items: Sequence[str]) -> Iterator[tuple[str, str, _Cell]]:
    """Yield the compared figures of a question: item, what, and the cell."""
    for round_ in (1, 2):
        figure = question.answered(round_) if round_ in question.steps else None
        yield "", f"answered_{round_}", _Cell(figure.value if figure else None, figure, question)
    for item in items:
        if not item and question.kind != "rating":
            continue
        before, after = (_figure(question, round_, item) for round_ in (1, 2))
        told = [_Cell(_in_its_unit(figure), figure, question) for figure in (before, after)]
        yield item, "before", told[0]
        yield item, "after", told[1]
        yield item, "change", _Cell(_change(question, *told), _why(before, after), question)


def _figure(question: Question, round_: int, item: str) -> Figure | None:
    """Return a figure of a round, or None if the round is not in the plan."""
    if round_ not in question.steps:
        return None
    if not item:
        return question.overall(round_)
    return question.figure(_COMPARED[question.kind], round_, item)


def _in_its_unit(figure: Figure | None) -> float | None:
    if figure is None or figure.value is None or figure.bound:
        return None
    if figure.measure == "votes":
        return percent(figure.value, figure.of) if figure.of else None
    return figure.value


def _change(question: Question, before: _Cell, after: _Cell) -> float | None:
    if before.value is None or after.value is None or not before.figure or not after.figure:
        return None
    if question.kind == "vote":
        return after.value - before.value
    return changed(before.figure, after.figure)


def _why(before: Figure | None, after: Figure | None) -> Figure | None:
    """Return the round because of which a change is withheld; None if one was not asked at all."""
    if before is None or after is None:
        return None
    return before if before.value is None or before.bound else after


def _value(cell: _Cell | None) -> float | None:
    return None if cell is None else cell.value


def _shown(words: Words, key: Key, cell: _Cell | None, value: Any) -> str | float | None:  # noqa: ANN401
    """Return a cell in readable form."""
    kind, _, _, what = key
    if cell is None or cell.value is None:
        if cell and cell.figure and cell.figure.bound:
            return words.figure(cell.figure) if what != "change" else words("workshop_report.masked")
        return words.why_not(cell.figure) if cell and cell.figure else None
    number = float(value)
    if what == "change":
        points = signed(number, 0)
        return words("workshop_report.compare.points", points=points) if kind == "vote" else signed(number)
    if kind == "vote" and what in ("before", "after"):
        return words("workshop_report.compare.percent", percent=round(number))
    if cell.figure and cell.figure.measure == "mean":
        return words.figure(cell.figure)
    return int(number) if number.is_integer() else number


def _named(words: Words, key: Key, row: Mapping[str, _Cell]) -> tuple[str, str, str]:
    """Return a row's subject, item and time in words."""
    _, _, item, what = key
    question = next((cell.question for cell in row.values() if cell.question), None)
    if question is None:
        return words("workshop_report.measure.joined"), "", ""
    named = words("workshop_report.heading", kind=words.kind(question.step), subject=words.subject(question))
    when = {
        "answered_1": "workshop_report.before",
        "answered_2": "workshop_report.after",
        "before": "workshop_report.before",
        "after": "workshop_report.after",
        "change": "workshop_report.change",
    }[what]
    if what.startswith("answered"):
        of = words("workshop_report.answered")
    else:
        of = words.item(question, item) if item else words("workshop_report.all_statements")
    return named, of, words(when)
