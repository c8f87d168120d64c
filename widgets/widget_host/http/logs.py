"""The server's log: one line for each event, with nothing that could identify a person.

Here: the two formats of a line, and what is left out. Not here: which events are logged.

A line has its time, its level, the event in words, and figures. Our own records have our own wording, and
anything that could identify somebody is still removed. Of other packages' records, only the package, the
location and the type of exception are logged: their messages quote requests, messages and function arguments.
"""

import ipaddress
import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError

__all__ = [
    "DiscreetFormatter",
    "LogFormat",
    "LogLevel",
    "figures",
    "leave_out",
    "say_as",
    "set_up_logs",
    "worth_saying",
]

LogFormat = Literal["text", "json"]
"""A line for a person, or a JSON object."""

LogLevel = Literal["error", "warning", "info", "debug"]
"""The lowest level that is logged: faults, possible faults, events, or also each step that led to a fault."""

_OURS = frozenset({"widget_host", "forked_kernels"})
_KERNEL = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_QUERY = re.compile(r"\?[^\s'\")\]>,]+")
_ADDRESS = re.compile(r"(?<!\w)(?:[0-9a-f]{0,4}[:.]){2,8}[0-9a-f]{1,4}(?!\w)", re.IGNORECASE)
_GONE = (StreamClosedError, WebSocketClosedError)

_Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """Formats a record as one line, without anything that could identify a person.

    It leaves out the query of an address (after `?`), which may contain words that somebody searched for;
    network addresses; the ids of kernels, since each belongs to one learner; and the messages of exceptions,
    which quote their input. The location of an exception is kept.
    """

    def __init__(self, form: LogFormat = "text", program: str = "widget_host") -> None:
        """Take the format of the lines, and the name of the package that is run."""
        super().__init__()
        self._form, self._program = form, program

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line."""
        level = record.levelname.lower()
        event = self._event(record)
        if self._form == "text":
            event = f"{self._program}: {event}"
        return _line(self._form, record.created, level, event, _figures_of(record))

    def formatException(self, ei: _Failure) -> str:  # noqa: N802 - the standard library's name
        """Return the exception's type and the last location in the code that it passed."""
        kind, _, trace = ei
        frames = traceback.extract_tb(trace)
        where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
        return f"({kind.__name__ if kind else 'unknown'}{where})"

    def _event(self, record: logging.LogRecord) -> str:
        if record.name.split(".")[0] in {*_OURS, self._program}:
            words = _without_names(record.getMessage())
        else:
            words = f"{record.name} reports something at line {record.lineno} of {record.module}."
        failure = record.exc_info
        return f"{words} {self.formatException(failure)}" if isinstance(failure, tuple) else words


def figures(**values: float) -> dict[str, Any]:
    """Return the `extra` of a record that adds these figures to its line."""
    return {"host_figures": values}


def say_as(form: LogFormat, say: Callable[[str], None]) -> Callable[[str], None]:
    """Return a function that prints a line for the server's operator: as text, or as JSON like the log."""
    if form == "text":
        return say
    return lambda line: say(_line(form, datetime.now(UTC).timestamp(), "info", line, {}))


def worth_saying(record: logging.LogRecord) -> bool:
    """Return whether a record is useful: a visitor who left in the middle of a response is not a fault."""
    failure = record.exc_info[1] if record.exc_info else None
    return not isinstance(failure, _GONE)


def leave_out(is_wanted: Callable[[logging.LogRecord], bool]) -> None:
    """Filter out unwanted records in everything that is logged from now on."""
    for handler in logging.getLogger().handlers:
        handler.addFilter(is_wanted)


def set_up_logs(
    jupyter: logging.Logger,
    form: LogFormat = "text",
    level: LogLevel = "info",
    program: str = "widget_host",
) -> None:
    """Log warnings and worse, and our own events, to standard error in one format; of Jupyter's, only errors.

    `program` is the name of the package that is run, whose records count as our own. `level` applies to our
    own records; with "debug" Jupyter's warnings are logged too. At any level, no line identifies a person.
    Nothing else writes there: uncaught exceptions are logged in the same way.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(DiscreetFormatter(form, program))
    handler.addFilter(worth_saying)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    least = getattr(logging, level.upper())
    root.setLevel(max(logging.WARNING, least))
    for name in {*_OURS, program}:
        logging.getLogger(name).setLevel(least)
    others = logging.WARNING if level == "debug" else logging.ERROR
    jupyter.handlers[:] = []
    jupyter.propagate = True
    # Its warnings are about kernels that are culled, or requested after their end: nobody has to act on them.
    jupyter.setLevel(others)
    # Its warnings are about addresses that do not exist.
    logging.getLogger("tornado.general").setLevel(others)
    # A record that can't be formatted would be printed with all its contents.
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)
    _tell_uncaught(logging.getLogger("widget_host"))


def _tell_uncaught(log: logging.Logger) -> None:
    """Have uncaught exceptions logged: Python would print their messages."""
    words = "An unexpected error occurred."

    def tell(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if not issubclass(kind, (KeyboardInterrupt, SystemExit)):
            log.error(words, exc_info=(kind, error or kind(), trace))

    sys.excepthook = tell
    threading.excepthook = lambda told: tell(told.exc_type, told.exc_value, told.exc_traceback)
    sys.unraisablehook = lambda told: tell(told.exc_type, told.exc_value, told.exc_traceback)


def _figures_of(record: logging.LogRecord) -> Mapping[str, float]:
    values: Mapping[str, float] = getattr(record, "host_figures", {})
    return values


def _line(form: LogFormat, created: float, level: str, event: str, values: Mapping[str, float]) -> str:
    time = datetime.fromtimestamp(created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if form == "json":
        return json.dumps({"time": time, "level": level, "event": event, **values})
    told = "".join(f" {name}={value:g}" for name, value in values.items())
    return f"{time} {level} {event}{told}"


def _without_names(words: str) -> str:
    words = _KERNEL.sub("(kernel)", _QUERY.sub("?...", " ".join(words.split())))
    return _ADDRESS.sub(lambda found: _without_address(found[0]), words)


def _without_address(word: str) -> str:
    """Return the word, or a placeholder if it is a network address."""
    try:
        ipaddress.ip_address(word)
    except ValueError:
        return word
    return "(address)"
