"""The errors of the content, with messages for a person.

Here: the exceptions, and finding the nearest valid name. Not here: the catalogue of faults that `workbook
check` prints (see `check.faults`).
"""

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from typing import Literal

from workbook.errors import WorkbookError

__all__ = ["ContentError", "UnknownName", "Unreadable", "nearest"]

Problem = Literal[
    "missing-folder",
    "missing-package",
    "broken-package",
    "missing-table",
    "two-kinds",
    "unopenable",
    "not-a-table",
    "encoding",
    "quotes",
    "empty",
    "too-large",
    "other-sheet",
    "late-header",
    "formula",
]

_MOST_COMPARED = 2_000
SHOWN = 12
"""The most names that are listed if none is near the requested one."""


class ContentError(WorkbookError):
    """The content can't be used; the message says in one line what is wrong and what to do."""


class UnknownName(LookupError):  # noqa: N818 - it reads as what it says
    """An unknown name or identifier; the message lists the nearest or existing names."""

    def __init__(self, kind: str, name: str, available: Iterable[str]) -> None:
        """Take an unknown `name` of a `kind` (such as "scenario"), and the `available` names."""
        self.name = name
        self.available = tuple(available)
        self.nearest = tuple(get_close_matches(name, self.available, n=3, cutoff=0.5))
        if self.nearest:
            hint = f"Did you mean {_listed(self.nearest)}?"
        elif self.available:
            more = " and more" if len(self.available) > SHOWN else ""
            hint = f"There is {_listed(self.available[:SHOWN])}{more}."
        else:
            hint = "There is none yet."
        super().__init__(f"There is no {kind} named '{name}'. {hint}")


class Unreadable(Exception):  # noqa: N818 - a problem, which the loader or the checker words
    """A file of the content can't be read; the loader and the checker each word it in their own way.

    `problem` is one of `Problem`, `file` the file's name, `row` the row as a spreadsheet shows it (1 is the
    header) if known, and `detail` a few plain words that are safe to print.
    """

    def __init__(self, problem: Problem, file: str, *, row: int | None = None, detail: str = "") -> None:
        """Keep the details of the problem."""
        self.problem: Problem = problem
        self.file = file
        self.row = row
        self.detail = detail
        super().__init__(f"{file}: {problem} {detail}".strip())


def nearest(name: str, valid: Iterable[str]) -> str:
    """Return the valid name most similar to `name`, or "" if none is similar.

    The comparison ignores case, since spreadsheets tend to capitalise the start of a cell.
    """
    by_lower = {candidate.lower(): candidate for candidate in valid}
    wanted = name.strip().lower()
    among: Iterable[str] = by_lower
    if len(by_lower) > _MOST_COMPARED:
        # Comparing takes a while. A typing mistake is rarely in the first letter of a name.
        among = islice((one for one in by_lower if one[:1] == wanted[:1]), _MOST_COMPARED)
    found = get_close_matches(wanted, among, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
