"""The catalogue of faults: every kind that `workbook check` can report, one class each, and its notes.

Here: the catalogue as a whole. Not here:  finding faults (see the other modules of `check`).
"""

from workbook.content.check.faults import (
    cells,
    files,
    languages,
    notebooks,
    notes,
    pages,
    plans,
    running,
    sense,
    texts,
)
from workbook.content.check.faults.base import CheckNote, Fault, Finding

__all__ = [
    "CATALOGUE",
    "NOTES",
    "CheckNote",
    "Fault",
    "Finding",
    "cells",
    "files",
    "languages",
    "notebooks",
    "notes",
    "pages",
    "plans",
    "running",
    "sense",
    "texts",
]

CATALOGUE: dict[str, type[Fault]] = {kind.type: kind for kind in Fault.__subclasses__()}
"""Every kind of fault, by its type."""

NOTES: dict[str, type[CheckNote]] = {kind.type: kind for kind in CheckNote.__subclasses__()}
"""Every kind of note, by its type."""
