"""The catalogue of faults: every kind that `workbook check` can report, one class each.

Here: the catalogue as a whole. Not here: finding faults (see the other modules of `check`).
"""

from workbook.content.check.faults import cells, files, languages, notebooks, plans, running, sense
from workbook.content.check.faults.base import Fault

__all__ = ["CATALOGUE", "Fault", "cells", "files", "languages", "notebooks", "plans", "running", "sense"]

CATALOGUE: dict[str, type[Fault]] = {kind.type: kind for kind in Fault.__subclasses__()}
"""Every kind of fault, by its type."""
