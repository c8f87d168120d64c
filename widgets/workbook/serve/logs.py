"""What the server says of itself: plain lines on standard error, with nothing that could tell of a person.

Here: the format and what is left out. Not here: what is logged.
"""

import logging
import re
import sys
import traceback
from pathlib import Path
from types import TracebackType

from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError

__all__ = ["DiscreetFormatter", "set_up_logs", "worth_saying"]

_KERNEL = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_QUERY = re.compile(r"\?[^\s'\")\]>,]+")
_GONE = (StreamClosedError, WebSocketClosedError)

_Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """Formats a record as one line, without what could tell of a person.

    Left out are what follows a `?` in an address, which can be words that somebody searched for; the ids of
    kernels, since whoever knows one can talk to it; and the messages of exceptions, which quote what they
    choked on. Where an exception came from is kept.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's line."""
        line = " ".join(super().format(record).split())
        return _KERNEL.sub("(kernel)", _QUERY.sub("?...", line))

    def formatException(self, ei: _Failure) -> str:  # noqa: N802 - the standard library's name
        """Return the exception's type and the last place in the code that it passed."""
        kind, _, trace = ei
        frames = traceback.extract_tb(trace)
        where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
        return f"({kind.__name__ if kind else 'unknown'}{where})"


def worth_saying(record: logging.LogRecord) -> bool:
    """Say whether a record is of use: a visitor who left in the middle of an answer is no fault."""
    failure = record.exc_info[1] if record.exc_info else None
    return not isinstance(failure, _GONE)


def set_up_logs(jupyter: logging.Logger) -> None:
    """Send warnings and worse to standard error in one plain form; of Jupyter's own log, errors alone."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(DiscreetFormatter("workbook: %(message)s"))
    handler.addFilter(worth_saying)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    jupyter.handlers[:] = []
    jupyter.propagate = True
    # Its warnings are of kernels that are culled or asked for after their end: nothing to do for anyone.
    jupyter.setLevel(logging.ERROR)
    # Its warnings are of addresses that are not there.
    logging.getLogger("tornado.general").setLevel(logging.ERROR)
