"""Converts failures of running the notebooks to faults.

Here: their wording. Not here: running them, which the caller of `check` does (see `workbook.server`).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from workbook.content.check.faults import Fault, running

__all__ = ["RunFailure", "check_running"]

_KINDS: dict[str, type[Fault]] = {
    "module": running.MissingModule,
    "input": running.InputInCell,
    "memory": running.TooMuchMemory,
    "slow": running.EndlessCell,
    "ended": running.EndedProcess,
}


class RunFailure(Protocol):
    """How a notebook fails.

    `kind` is one of "raises", "module", "input", "memory", "slow" and "ended"; `cell` the number of the cell,
    counted from 1, and `line` its first line; `name` an exception's type, or the missing module; `error` the
    exception's type and message; `seconds` the time limit.
    """

    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def cell(self) -> int: ...  # noqa: D102
    @property
    def line(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def error(self) -> str: ...  # noqa: D102
    @property
    def seconds(self) -> float: ...  # noqa: D102


def check_running(failures: Mapping[str, RunFailure], known: Iterable[Fault]) -> Iterator[Fault]:
    """Yield faults for failing notebooks, by path, except those already `known` for a cell."""
    told = {(fault.file, fault.row) for fault in known}
    for file, failure in failures.items():
        if (file, failure.cell) in told:
            continue
        details = {
            "error": failure.error.rstrip("."),
            "module": failure.name,
            "seconds": f"{failure.seconds:g}",
        }
        kind = _KINDS.get(failure.kind, running.FailingCell)
        yield kind(file=file, row=failure.cell or None, value=failure.line, details=details)
