"""Why a notebook fails as it is now, in words for whoever edits it.

Here: one failure, and what an exception says without this machine's folders. Not here: running notebooks (see
`builds`), and who is told (see `local_requests`). It quotes the notebook, so no log and no learner is told.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from widget_host.pages.notebook import Cell

__all__ = ["Failure", "Kind", "failure_in"]

Kind = Literal["raises", "module", "input", "memory", "slow", "ended", "unreadable"]
"""A cell stops with an error, lacks a module, asks for input, or needs too much memory; the notebook takes
too long, or ends its process; or its file can't be read."""

_KINDS: dict[str, Kind] = {
    "ModuleNotFoundError": "module",
    "StdinNotImplementedError": "input",
    "MemoryError": "memory",
    "SystemExit": "ended",
}
_LONGEST = 300
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff]+")
# What Python calls the file of a cell: the cell is named anyway.
_FILE_OF_CELL = re.compile(r"\((?:\d+\.py|<ipython-input-[^>]*>), line (\d+)\)")
# Of a path its last part is kept. An address, whose slashes follow a colon, a slash or a letter, stays whole.
_FOLDERS = re.compile(r"(?<![\w/:.<\\])(?:/[^\s/'\"]+)*/(?=[^\s/'\"])|\b[A-Za-z]:\\(?:[^\s\\'\"]+\\)*")
_MODULE = re.compile(r"No module named '?([\w.]+)")


@dataclass(frozen=True, slots=True)
class Failure:
    """What is wrong with a notebook.

    `cell` is the cell's number as a person counts, and `line` the first line of its source; 0 and "" where
    the file as a whole is meant. `name` is an exception's type, or the module that is missing; `message` is
    what the exception says, in one line; `seconds` is how long was waited for a notebook that is "slow".
    """

    kind: Kind
    cell: int = 0
    line: str = ""
    name: str = ""
    message: str = ""
    seconds: float = 0.0

    @property
    def error(self) -> str:
        """The exception's type and what it says, as far as there are any."""
        return ": ".join(part for part in (self.name, self.message) if part)

    @property
    def reason(self) -> str:
        """What happens, in a few words and without a word of the notebook."""
        if self.kind == "slow":
            return f"takes longer than {self.seconds:g} s"
        if self.kind == "ended":
            return "ends its process"
        return f"raises {'ModuleNotFoundError' if self.kind == 'module' else self.name}"


def failure_in(
    cells: Iterable[Cell],
    number: int | None,
    *,
    kind: Kind = "raises",
    name: str = "",
    message: str = "",
    seconds: float = 0.0,
) -> Failure:
    """Return the failure of the cell with this number, None for the notebook as a whole.

    `name` and `message` are an exception's; some are of a kind of their own.
    """
    source = next((cell.source for cell in cells if cell.number == number), "")
    line = next((one for one in source.splitlines() if one.strip()), "")
    kind = _KINDS.get(name, kind)
    if kind == "module" and (found := _MODULE.search(message)):
        name = found[1]
    at = 0 if number is None else number + 1
    return Failure(kind, at, _one_line(line), _one_line(name), _plain(message), seconds)


def _plain(message: str) -> str:
    """Return what an exception says in one line, without colours and the folders of this machine."""
    text = _FILE_OF_CELL.sub(r"(line \1)", _ESCAPES.sub("", message[: 10 * _LONGEST]))
    return _one_line(_FOLDERS.sub("", text))


def _one_line(text: str) -> str:
    line = _UNSEEN.sub(" ", text).strip()
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}..."
