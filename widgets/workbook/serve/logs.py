"""What the server says of itself: plain lines on standard error, with nothing that could tell of a person.

Here: the format and what is left out. Not here: what is logged.
"""

import logging
import re
import sys

__all__ = ["DiscreetFormatter", "set_up_logs"]

_KERNEL = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_QUERY = re.compile(r"\?[^\s'\")\]>,]+")


class DiscreetFormatter(logging.Formatter):
    """Formats a record, and leaves out what follows a `?` in an address, and the ids of kernels.

    A query can hold words that somebody searched for, and whoever knows a kernel's id can talk to it.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole text of the record, an exception's included."""
        return _KERNEL.sub("(kernel)", _QUERY.sub("?...", super().format(record)))


def set_up_logs(*loggers: logging.Logger) -> None:
    """Send warnings and worse, of all libraries and of `loggers`, to standard error in one plain form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(DiscreetFormatter("workbook: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for logger in loggers:
        logger.handlers[:] = []
        logger.propagate = True
        logger.setLevel(logging.WARNING)
    # Every address that is not there, every kernel that is asked for after its end: nothing to do for anyone.
    logging.getLogger("tornado.general").setLevel(logging.ERROR)
