"""Maps the errors of a database's driver to a few reasons.

Here: which error means what. The driver's message is never passed on: it may contain a row's values.
"""

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError

from workbook.database.errors import Reason

__all__ = ["read_trouble"]

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

# https://www.sqlite.org/rescode.html: extended codes first, since they are more specific than their last
# byte.
_SQLITE: dict[int, Reason] = {
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY: "unknown",  # its parent row was deleted meanwhile
    sqlite3.SQLITE_CONSTRAINT: "busy",  # another writer was quicker with the same row
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_PROTOCOL: "busy",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR_WRITE: "full",  # a quota or a limit on the file's size
    sqlite3.SQLITE_IOERR_SHMSIZE: "full",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_ERROR: "old",  # a table or a column is missing
    sqlite3.SQLITE_TOOBIG: "big",
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html: a code, or the class that it begins with.
_POSTGRESQL: dict[str, Reason] = {
    "23503": "unknown",
    "23": "busy",
    "40": "busy",
    "53300": "busy",  # too many connections
    "53": "full",
    "55P03": "busy",
    "57014": "busy",
    "42P01": "old",
    "42703": "old",
    "XX": "damaged",
}

_MORE: dict[Reason, str] = {
    "closed": "The database {where} can't be reached or written to. Check its address, and that the user "
    "who runs the workbook may write there, or give another with --database.",
    "full": "The disk of the database {where} is full. Free some space, and try again.",
    "busy": "The database {where} is busy. Try again in a moment.",
    "damaged": "{where} is not a database, or is damaged. Put a backup in its place, "
    "or give another with --database.",
}


def read_trouble(problem: BaseException, where: str) -> tuple[Reason, str]:
    """Return the reason for a driver's error or an OSError, and a text for a person, or "".

    `where` is the database's address for a person.
    """
    if isinstance(problem, FileNotFoundError):
        return "closed", f"There is no database at {where}. Check the address that is given with --database."
    reason = _reason(problem)
    return reason, _MORE.get(reason, "").format(where=where)


def _reason(problem: BaseException) -> Reason:
    """Return the reason; an unknown error means that the database can't be used."""
    origin: BaseException = problem
    if isinstance(problem, DBAPIError) and problem.orig is not None:
        origin = problem.orig
    if isinstance(origin, OSError):
        return "full" if origin.errno in _NO_ROOM else "closed"
    if isinstance(origin, sqlite3.Error):
        code = getattr(origin, "sqlite_errorcode", sqlite3.SQLITE_CANTOPEN)
        return _SQLITE.get(code) or _SQLITE.get(code & 0xFF, "closed")
    state = getattr(origin, "sqlstate", None) or ""
    if not state and "connection" in str(origin) and ("too many" in str(origin) or "slots" in str(origin)):
        return "busy"  # refused at connection time, for which the driver has no code
    return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2], "closed")
