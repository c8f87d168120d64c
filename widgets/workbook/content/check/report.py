"""What a check found, as one value and as text.

Here: the order of what was found, the summary, the exit code. Not here: finding faults.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbook.content.check.faults import Fault, Finding, Note, sense

__all__ = ["Report"]


@dataclass(frozen=True)
class Report:
    """All faults of one run, ordered by file and row, and how much was looked at.

    `tables`, `rows` and `notebooks` count what could be read. `notes` tell what was read in another way than
    it stands there, and are not faults. `ran` says which notebooks were run.
    """

    faults: tuple[Fault, ...]
    tables: int
    rows: int
    notebooks: int
    notes: tuple[Note, ...] = ()
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
        """Give the report as it is printed, the notes after the faults and the summary last.

        Of each kind the first few are shown, and how many more there are: whoever has fixed those knows what
        to do about the others.
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
