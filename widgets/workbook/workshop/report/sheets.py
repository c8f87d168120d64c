"""A question's figures as a sheet of a spreadsheet: a line for each, both rounds side by side.

Here: the lines. Not here: all figures in one table (see `tables`), how a sheet looks.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from workbook.documents.text import clean
from workbook.workshop.domain.snapshots import Snapshot
from workbook.workshop.report.figures import Figure, Question, questions
from workbook.workshop.report.words import Words

__all__ = ["Cell", "sheets"]

Cell: TypeAlias = str | int | float | None

_WIDTHS = (28, 12, 26, 60, 40, 14, 14, 32)
_TO = 4
_ROUNDS = (1, 2, 0)


def sheets(
    snapshots: Sequence[Snapshot], words: Words
) -> Iterator[tuple[str, list[tuple[Cell, ...]], tuple[int, ...]]]:
    """Yield each question of the workshops: a name for its sheet, its lines, and the widths of its columns.

    The first line has the heads, and a column that no line fills is left out. A figure that is not exact,
    or withheld, is told in words instead of as a number.
    """
    asked: dict[tuple[str, str], list[tuple[Snapshot, Question]]] = {}
    for snapshot in snapshots:
        for question in questions(snapshot):
            if any(question.state(round_) != "none" for round_ in question.steps):
                # Questions without a subject are those of their steps.
                key = (question.kind, question.subject or question.step.id)
                asked.setdefault(key, []).append((snapshot, question))
    for number, found in enumerate(asked.values(), start=1):
        told = [line for snapshot, question in found for line in _lines(words, snapshot, question)]
        lines, named = [_heads(words), *told], words.heading(found[0][1])
        # Only a vote asked twice says where people moved to.
        kept = [at for at in range(len(_WIDTHS)) if at != _TO or any(line[_TO] for line in told)]
        shown = [tuple(line[at] for at in kept) for line in lines]
        yield f"{number} {named}", shown, tuple(_WIDTHS[at] for at in kept)


def _heads(words: Words) -> tuple[Cell, ...]:
    names = ("workshop", "date", "table.measure", "table.item", "table.to")
    rounds = (words(f"workshop_report.round.{round_}") for round_ in _ROUNDS)
    return (*(words(f"workshop_report.{name}") for name in names), *rounds)


def _lines(words: Words, snapshot: Snapshot, question: Question) -> Iterator[tuple[Cell, ...]]:
    head = (clean(snapshot.title), words.iso_day(snapshot.started))
    lines: dict[tuple[str, str, str], dict[int, Figure]] = {}
    for figure in question.figures():
        lines.setdefault((figure.measure, figure.item, figure.to), {})[figure.round] = figure
    for (_, item, to), by_round in lines.items():
        one = next(iter(by_round.values()))
        cells = (_cell(words, by_round.get(round_)) for round_ in _ROUNDS)
        yield (*head, words.measure(one), words.item(question, item), words.item(question, to), *cells)
    for text in question.given:
        yield (*head, words("workshop_report.measure.given"), clean(text), "", None, None, None)


def _cell(words: Words, figure: Figure | None) -> Cell:
    if figure is None:
        return None
    return words.figure(figure) if figure.value is None or figure.bound else figure.value
