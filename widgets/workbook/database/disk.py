"""Measures a database's free disk space and its size.

Here: only the figures. Not here: the limits when space is low (see `record.limits`), and the warnings.
"""

import shutil
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, text

__all__ = ["free_bytes", "size_bytes"]


def free_bytes(file: Path | None) -> int | None:
    """Return how many bytes are free on the disk of SQLite's `file`, or None if that is unknown."""
    if file is None:
        return None
    with suppress(OSError):
        return shutil.disk_usage(file.parent).free
    return None


def size_bytes(connection: Connection, file: Path | None) -> int:
    """Return how many bytes a database takes on disk: SQLite's `file` and its log, or PostgreSQL's size."""
    if file is None:
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    size = 0
    for one in (file, file.with_name(f"{file.name}-wal")):
        with suppress(OSError):
            size += one.stat().st_size
    return size
