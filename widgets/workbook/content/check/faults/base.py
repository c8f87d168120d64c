"""The base classes of all findings: where it is, what it is, what to do.

Here: the base classes. Not here: the catalogue (see the modules beside this).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

__all__ = ["CheckNote", "Fault", "Finding"]

LONGEST = 60
"""The most characters of a cell that are quoted in a message."""

SHOWN = 5
"""The most findings of one kind that are printed in full."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One finding of a check of the content, in words for the content's editor.

    A kind of finding is a class with a docstring that describes it, a `type` (its name for programs), a
    `title`, and two templates: `template` describes the fault and `remedy` what to do. The templates may name
    {value}, {nearest}, {column} and the keys of `details`.

    The first `shown` of each kind are printed, for each column of a file, or for the whole file if `whole` is
    set.

    `row` is the row as a spreadsheet shows it, where the header is row 1; in a notebook it is the number of
    the cell, counted from 1. `column` is the column's name; in a notebook it is the line or the metadata
    meant. `value` is the present value, and `nearest` the most similar valid value (or "").
    """

    type: ClassVar[str] = "finding"
    title: ClassVar[str] = ""
    template: ClassVar[str] = ""
    remedy: ClassVar[str] = ""
    shown: ClassVar[int] = SHOWN
    whole: ClassVar[bool] = False

    file: str
    row: int | None = None
    column: str = ""
    value: str = ""
    nearest: str = ""
    details: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def where(self) -> str:
        """The place in words, such as: scenes.csv, row 7, column number."""
        notebook = self.file.endswith(".ipynb")
        parts = [self.file]
        if self.row is not None:
            parts.append(f"{'cell' if notebook else 'row'} {self.row}")
        if self.column:
            parts.append(self.column if notebook else f"column {self.column}")
        return ", ".join(parts)

    @property
    def kind(self) -> tuple[str, str, str]:
        """The key by which it is counted: the type, the file, and the column unless `whole` is set."""
        # In a notebook the column is a line: each would be a separate kind.
        whole = self.whole or self.file.endswith(".ipynb")
        return self.type, self.file, "" if whole else self.column

    @property
    def message(self) -> str:
        """The fault, in one line."""
        return self._filled(self.template)

    @property
    def what_to_do(self) -> str:
        """What to do about it, in one line."""
        return self._filled(self.remedy)

    def text(self) -> str:
        """Return the finding as printed: where, what it is, what to do, the nearest valid value."""
        lines = [f"{self.where}: {self.message}", f"    What to do: {self.what_to_do}"]
        if self.nearest:
            lines.append(f"    Nearest: {_short(self.nearest)}")
        return "\n".join(lines)

    def _filled(self, template: str) -> str:
        details = {key: _one_line(value) for key, value in self.details.items()}
        known = {"value": _short(self.value), "nearest": _short(self.nearest), "column": _short(self.column)}
        return template.format(**known, **details)


class Fault(Finding):
    """A fault that has to be fixed."""

    type = "fault"


class CheckNote(Finding):
    """Something that is worth knowing and not a fault: a value corrected on reading, or one to look at."""

    type = "note"
    shown = 1


def _one_line(value: str) -> str:
    """Return a text as one line that a terminal can show."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+", " ", value).strip()


def _short(value: str) -> str:
    """Return somebody's text as one short line."""
    line = _one_line(value)
    return line if len(line) <= LONGEST else line[: LONGEST - 3] + "..."
