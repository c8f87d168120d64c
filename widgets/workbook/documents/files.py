"""A file for download: its name, its media type and its bytes."""

import re
from dataclasses import dataclass
from datetime import datetime

__all__ = ["PDF", "WORD", "File", "file_name"]

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class File:
    """A file that the browser saves: its name, its media type and its bytes."""

    name: str
    media: str
    data: bytes


def file_name(label: str, made: datetime, ending: str) -> str:
    """Return a file's name from a label, with the day and without characters that a system may refuse."""
    name = label.replace("{date}", made.date().isoformat())
    return f"{re.sub(r'[^0-9A-Za-z._-]+', '-', name).strip('-.') or 'record'}.{ending}"
