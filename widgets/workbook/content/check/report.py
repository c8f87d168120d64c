"""What a check found, as one value and as text.

Here: the order of faults, the summary, the exit code. Not here: finding faults.
"""

from collections import Counter
from dataclasses import dataclass

from workbook.content.check.faults import Fault

__all__ = ["Report"]

_SHOWN = 5


@dataclass(frozen=True)
class Report:
    """All faults of one run, ordered by file and row, and how much was looked at.

    `tables`, `rows` and `notebooks` count what could be read. `ran` says which notebooks were run.
    """

    faults: tuple[Fault, ...]
    tables: int
    rows: int
    notebooks: int
    ran: str = ""

    @property
    def exit_code(self) -> int:
        """0 when all is well, 1 when there is a fault."""
        return 1 if self.faults else 0

    @property
    def summary(self) -> str:
        """One line: that all is well, or how many faults there are in how many files."""
        tables, rows = _count(self.tables, "table"), _count(self.rows, "row")
        looked_at = f"{tables} with {rows}, {_count(self.notebooks, 'notebook')}"
        if not self.faults:
            return f"All is well: {looked_at}, no faults."
        files = len({fault.file for fault in self.faults})
        return f"{_count(len(self.faults), 'fault')} in {_count(files, 'file')} (looked at {looked_at})."

    def text(self) -> str:
        """Give the report as it is printed, with the summary last.

        Of each kind of fault in a column the first few are shown, and how many more there are: whoever has
        mended those knows what to do about the others.
        """
        counts = Counter(map(_kind, self.faults))
        seen: Counter[tuple[str, str, str]] = Counter()
        parts: list[str] = []
        for fault in self.faults:
            kind = _kind(fault)
            seen[kind] += 1
            if seen[kind] <= _SHOWN:
                parts.append(fault.text())
            elif seen[kind] == counts[kind]:
                more = counts[kind] - _SHOWN
                parts.append(f"{fault.file}: {more:,} more of this kind: {fault.title}.")
        return "\n\n".join([*parts, f"{self.summary} {self.ran}".rstrip()])


def _kind(fault: Fault) -> tuple[str, str, str]:
    # In a notebook the column is a line: each would be a kind of its own.
    return fault.type, fault.file, "" if fault.file.endswith(".ipynb") else fault.column


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
