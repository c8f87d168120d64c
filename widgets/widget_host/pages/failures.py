"""Why a notebook fails in its present form, in words for its editor.

Here: one failure, and an exception's message without this machine's folders. Not here: running notebooks (see
`builds`), and who may see it (see `local_requests`). It quotes the notebook, so it is never logged or shown
to a learner.
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
# Python's name for the file of a cell: the cell is named anyway.
_FILE_OF_CELL = re.compile(r"\((?:\d+\.py|<ipython-input-[^>]*>), line (\d+)\)")
# Only the last part of a path is kept. A URL, whose slashes follow a colon, a slash or a letter, stays whole.
_FOLDERS = re.compile(r"(?<![\w/:.<\\])(?:/[^\s/'\"]+)*/(?=[^\s/'\"])|\b[A-Za-z]:\\(?:[^\s\\'\"]+\\)*")
_MODULE = re.compile(r"No module named '?([\w.]+)")


@dataclass(frozen=True, slots=True)
class Failure:
    """What is wrong with a notebook.

    `cell` is the cell's number, counted from 1, and `line` the first line of its source; 0 and "" stand for
    the file as a whole. `name` is an exception's type, or the missing module; `message` is the exception's
    message, in one line; `seconds` is the time limit of a notebook that is "slow".
    """

    kind: Kind
    cell: int = 0
    line: str = ""
    name: str = ""
    message: str = ""
    seconds: float = 0.0

    @property
    def error(self) -> str:
        """The exception's type and message, as far as there are any."""
        return ": ".join(part for part in (self.name, self.message) if part)

    @property
    def reason(self) -> str:
        """The failure in a few words, without quoting the notebook."""
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

    `name` and `message` are an exception's; some exceptions have their own kind.
    """
    source = next((cell.source for cell in cells if cell.number == number), "")
    line = next((one for one in source.splitlines() if one.strip()), "")
    kind = _KINDS.get(name, kind)
    if kind == "module" and (found := _MODULE.search(message)):
        name = found[1]
    at = 0 if number is None else number + 1
    return Failure(kind, at, _one_line(line), _one_line(name), _plain(message), seconds)


def _plain(message: str) -> str:
    """Return an exception's message in one line, without colours and the folders of this machine."""
    text = _FILE_OF_CELL.sub(r"(line \1)", _ESCAPES.sub("", message[: 10 * _LONGEST]))
    return _one_line(_FOLDERS.sub("", text))


def _one_line(text: str) -> str:
    line = _UNSEEN.sub(" ", text).strip()
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}..."
