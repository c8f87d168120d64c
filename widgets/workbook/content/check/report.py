"""The report of a check, as one value and as text.

Here: the order of the findings, the summary, the exit code. Not here: finding faults.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbook.content.check.faults import CheckNote, Fault, Finding, sense

__all__ = ["Report"]


@dataclass(frozen=True)
class Report:
    """All faults of one run, ordered by file and row, and how much was checked.

    `tables`, `rows` and `notebooks` count those that could be read. `notes` list values that were read
    differently from the file or are old, and are not faults. `ran` says which notebooks were run.
    """

    faults: tuple[Fault, ...]
    tables: int
    rows: int
    notebooks: int
    notes: tuple[CheckNote, ...] = ()
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
        noted = f", {_count(len(self.notes), 'note')}" if self.notes else ""
        if not self.faults:
            return f"All is well: {looked_at}, no faults{noted}."
        files = len({fault.file for fault in self.faults})
        unwritten = sum(isinstance(fault, sense.StillToWrite) for fault in self.faults)
        among = f", {unwritten:,} of them texts that are still to be written" if unwritten else ""
        counted = f"{_count(len(self.faults), 'fault')} in {_count(files, 'file')}{among}"
        return f"{counted} (looked at {looked_at}{noted})."

    def text(self) -> str:
        """Return the report as printed: faults, notes, and finally the summary.

        Only the first few of each kind are shown, with the number of the rest: after fixing those, an editor
        knows how to fix the others.
        """
        return "\n\n".join([*_shown(self.faults), *_shown(self.notes), f"{self.summary} {self.ran}".rstrip()])


def _shown(findings: Sequence[Finding]) -> Iterator[str]:
    kinds = [one.kind for one in findings]
    counts = Counter(kinds)
    seen: Counter[tuple[str, str, str]] = Counter()
    for kind, one in zip(kinds, findings, strict=True):
        seen[kind] += 1
        if seen[kind] <= one.shown:
            yield one.text()
        more = counts[kind] - one.shown
        if seen[kind] == one.shown and more > 0:
            yield f"{one.file}: {more:,} more of this kind: {one.title}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
