"""Logs internal errors without their messages.

The message of an exception may quote an answer, a code or a seat, so it is left out.
"""

import logging
import traceback
from pathlib import Path

__all__ = ["log_fault"]

_LOG = logging.getLogger("workbook.workshop")


def log_fault(what: str, error: BaseException) -> None:
    """Log the failed operation, and the location in the code."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    _LOG.error("%s: %s%s", what, type(error).__name__, where)
