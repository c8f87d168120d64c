"""Checks the units of a page: how long each takes, and whether a standard's have a scenario each.

Here: rules over the cells with the tags `unit` and `unit-end`. Not here: other rules over cells (see
`notebooks`), and how units are shown (see `widget_host.pages.notebook`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from workbook.content.check.book import Book
from workbook.content.check.faults import Fault, notebooks
from workbook.content.check.pages import PageRead

__all__ = ["check_units"]

TITLE = re.compile(r"\s*#+\s*(.*)")
LONGEST = 20
"""The most minutes of a unit of a page, which is meant for about 15."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit as its first cell has it: the cell's number, the name, and the minutes, None for none.

    `taken` is what its scenarios take, None if it has none.
    """

    cell: int
    name: str
    minutes: int | None
    taken: int | None


def check_units(
    cells: Sequence[object], metadata: dict[str, Any], page: PageRead, book: Book
) -> Iterator[Fault]:
    """Yield the faults of a page's units; `metadata` is the notebook's, and `page` knows what it shows."""
    if not book.has("scenarios"):
        return
    units = list(_units(cells, page, book))
    own = metadata.get("workbook")
    own = own if isinstance(own, dict) else {}
    for unit in units:
        yield from _unit(unit, page.file, is_standard="standard" in own)
    known, whole = [unit.minutes for unit in units if unit.minutes is not None], own.get("minutes")
    if units and len(known) == len(units) and isinstance(whole, int) and sum(known) != whole:
        told = {"sum": str(sum(known))}
        yield notebooks.UnitMinutes(file=page.file, column="workbook.minutes", value=str(whole), details=told)


def _unit(unit: _Unit, file: str, *, is_standard: bool) -> Iterator[Fault]:
    taken, given = unit.taken or 0, unit.minutes
    if is_standard and unit.taken is None:
        yield notebooks.UnitWithoutScenario(file=file, row=unit.cell, value=unit.name)
    if given is not None and given < taken:
        told = {"given": str(given), "minutes": str(taken)}
        yield notebooks.ShortUnit(file=file, row=unit.cell, value=unit.name, details=told)
    if (longest := max(taken, given or 0)) > LONGEST:
        yield notebooks.LongUnit(file=file, row=unit.cell, value=unit.name, details={"minutes": str(longest)})


def _units(cells: Sequence[object], page: PageRead, book: Book) -> Iterator[_Unit]:
    lines = book.sheets["scenarios"].ids
    minutes = {one: line["minutes"] for one, line in lines.items() if line["minutes"].isdecimal()}
    tags = [(number, found) for number, cell in enumerate(cells, 1) if (found := _tags(cell))]
    for (number, found), (end, _) in pairwise([*tags, (len(cells) + 1, {""})]):
        if "unit" not in found:
            continue
        shown = [one for one in page.shown if number <= one.cell < end and one.exercise == "scenario"]
        title = TITLE.match(_source(cells[number - 1]))
        taken = sum(int(minutes.get(one.key, "0")) for one in shown) if shown else None
        yield _Unit(number, title[1] if title else "", _minutes(cells[number - 1]), taken)


def _minutes(cell: object) -> int | None:
    own = _metadata(cell).get("widget_host")
    given = own.get("minutes") if isinstance(own, dict) else None
    return given if isinstance(given, int) and not isinstance(given, bool) else None


def _source(cell: object) -> str:
    source = cell.get("source", "") if isinstance(cell, dict) else ""
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _tags(cell: object) -> set[str]:
    """Return the tags of a cell that begin or end a unit."""
    tags = _metadata(cell).get("tags")
    return {"unit", "unit-end"} & set(map(str, tags)) if isinstance(tags, list) else set()


def _metadata(cell: object) -> dict[str, Any]:
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    return metadata if isinstance(metadata, dict) else {}
