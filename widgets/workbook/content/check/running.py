"""What came of running the notebooks, as faults.

Here: the words for it. Not here: running them, which whoever calls `check` does (see the room `server`).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from workbook.content.check.faults import Fault, running

__all__ = ["Failure", "check_running"]

_KINDS: dict[str, type[Fault]] = {
    "module": running.MissingModule,
    "input": running.InputInCell,
    "memory": running.TooMuchMemory,
    "slow": running.EndlessCell,
    "ended": running.EndedProcess,
}


class Failure(Protocol):
    """How a notebook fails.

    `kind` is one of "raises", "module", "input", "memory", "slow" and "ended"; `cell` the number of the cell,
    counted from 1, and `line` its first line; `name` an exception's type, or the module that is missing;
    `error` the exception's type and what it says; `seconds` how long was waited.
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


def check_running(failures: Mapping[str, Failure], known: Iterable[Fault]) -> Iterator[Fault]:
    """Tell how notebooks fail, by their paths; what is `known` of a cell already is not told again."""
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
