"""What can go wrong with the content, as exceptions with a message for a person.

Here: the exceptions of the room `content`, and how the nearest valid name is found.
Not here: the catalogue of faults that `workbook check` prints (see `check.faults`).
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
"""As many names are told where none is near the one that was asked for."""


class ContentError(WorkbookError):
    """The content can't be used: one clear line that says what is wrong and what to do."""


class UnknownName(LookupError):  # noqa: N818 - it reads as what it says
    """A name or identifier that the content does not hold; the message says which names are near or there."""

    def __init__(self, kind: str, name: str, available: Iterable[str]) -> None:
        """Say that `name` is no `kind` (such as "scenario"), and which of the `available` names are near."""
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


class Unreadable(Exception):  # noqa: N818 - a problem, which the loader or the checker puts in words
    """A file of the content that can't be read; the loader and the checker each say it in their own way.

    `problem` is one of `Problem`, `file` the file's name, `row` the row as a spreadsheet shows it (1 is the
    header) where one is known, and `detail` a few plain words that are safe to print.
    """

    def __init__(self, problem: Problem, file: str, *, row: int | None = None, detail: str = "") -> None:
        """Keep what is known about the problem."""
        self.problem: Problem = problem
        self.file = file
        self.row = row
        self.detail = detail
        super().__init__(f"{file}: {problem} {detail}".strip())


def nearest(name: str, valid: Iterable[str]) -> str:
    """Give the valid name that is most like `name`, or "" where none is like it at all.

    Case is left out of the comparison, since a spreadsheet likes to put capitals at the start of a cell.
    """
    by_lower = {candidate.lower(): candidate for candidate in valid}
    wanted = name.strip().lower()
    among: Iterable[str] = by_lower
    if len(by_lower) > _MOST_COMPARED:
        # To compare takes a while. Who mistypes a name rarely does so at its first letter.
        among = islice((one for one in by_lower if one[:1] == wanted[:1]), _MOST_COMPARED)
    found = get_close_matches(wanted, among, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
