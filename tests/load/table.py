"""Tables of measurements: on the screen, and between the markers of the README beside this file."""

import math
import os
import platform
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


@dataclass
class Table:
    """What one benchmark found: rows of texts below a heading for each column."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    note: str = ""

    def __str__(self):
        lines = [self.columns, tuple("---" for _ in self.columns), *self.rows]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return f"### {self.title}\n\n{table}\n" + (f"\n{self.note}\n" if self.note else "")


def percentile(values, share):
    """The smallest value that so large a share of all is not above: 0.5 is the middle, 1 the greatest."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def ms(seconds):
    """Seconds for a person, in milliseconds."""
    value = seconds * 1000
    return f"{value:.1f} ms" if value < 10 else f"{value:,.0f} ms"


def times(value, base):
    """How many times as much as something else."""
    return f"{value / base:.1f} x"


def machine():
    """On what it was measured, without anything that names it."""
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    memory = f", {gib:.0f} GiB of memory" if gib else ""
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"Measured with {os.cpu_count()} cores{memory}, {platform.system()}, {versions}."


def written(text, tables, where, part="measured"):
    """A README's text with new tables between a part's markers; ends the program without them."""
    opening, closing = (marker.replace("measured", part) for marker in (BEGIN, END))
    before, begin, rest = text.partition(opening)
    _, end, after = rest.partition(closing)
    if not begin or not end:
        sys.exit("The README has lost its markers, so nothing was written.")
    inside = "\n".join([where, "", *map(str, tables)])
    return f"{before}{opening}\n\n{inside}\n{closing}{after}"
