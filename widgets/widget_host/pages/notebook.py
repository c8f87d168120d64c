"""Reads a notebook for a learner's page: text as HTML, code cells ready to run, checks left out.

Here: reading a notebook file, and choosing the cells to show or run. Not here: Markdown (see `markdown`),
running code (see `cell_runner`), the page around it (see `views`).
"""

import ast
import re
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat

from widget_host.common.notebook_files import (
    MOST_BYTES,
    UNIT_END_TAG,
    UNIT_TAG,
    first_heading,
    other_language,
    unit_minutes,
)
from widget_host.common.plain_files import NoPlainFile, State, read_plain, state_of
from widget_host.errors import HostError
from widget_host.pages.markdown import as_html

__all__ = [
    "CHECK_TAG",
    "EACH_VISITOR_TAG",
    "Cell",
    "Notebook",
    "NotebookError",
    "OtherLanguageError",
    "Unit",
    "notebook_in_worker",
    "read_notebook",
    "told_notebook",
]

CHECK_TAG = "check"
"""Cells with this tag contain assertions about the page. Tests run them, but never a learner's page."""

EACH_VISITOR_TAG = "each-visitor"
"""Cells with this tag are run for each visitor, when the page opens; all others may be run once for all."""

_LINE_TAG = "line"
_CARD_TAG = "card"
_UNIT_HEADING = re.compile(r"\s*(<h2\b[^>]*>.*?</h2>)", re.DOTALL)

# nbclient's values.
_SKIPPED_TAG, _MAY_FAIL_TAG = "skip-execution", "raises-exception"


class NotebookError(HostError):
    """A file that can't be read as a notebook; the message names the file and says why."""


class OtherLanguageError(NotebookError):
    """A notebook in another programming language than Python."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that a learner sees: `html` of a text cell, or `source` of a code cell; the other is empty.

    `number` is its index among all cells of the notebook, counted from 0. `shows` says whether a code cell
    will have an output, judging by its source; `is_line` whether that is one line (the tag `line`), so that
    only this much space is reserved for it; `each_visitor` whether it is run for each visitor (the tag
    `each-visitor`) rather than once for all; `may_fail` whether it may stop with an error (the tag
    `raises-exception`). `is_card` says whether a text cell is all that the page prints (the tag `card`).
    `without_server` is the HTML that replaces `html` in a copy without a server, if the author gave one (the
    cell's metadata `widget_host.without_server`); None if the text is true there too. `begins_unit` and
    `ends_unit` say whether a unit of the page begins or has ended with this text (the tags `unit` and
    `unit-end`), and `minutes` how long the unit takes (its metadata `widget_host.minutes`), 0 if unknown.
    """

    number: int
    html: str = ""
    source: str = ""
    shows: bool = False
    is_line: bool = False
    each_visitor: bool = False
    may_fail: bool = False
    is_card: bool = False
    without_server: str | None = None
    begins_unit: bool = False
    ends_unit: bool = False
    minutes: int = 0

    @property
    def is_code(self) -> bool:
        """Whether the cell contains code."""
        return bool(self.source)


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a page that a reader may do in one sitting: its heading as HTML, and the cells below it.

    `number` counts from 1; `minutes` is how long it takes, 0 if unknown. What belongs to no unit has the
    number 0 and no heading.
    """

    number: int
    heading: str
    cells: tuple[Cell, ...]
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Notebook:
    """The contents of a page, in order; `title` is the notebook's, or its file's name.

    `unsafe_eval` says whether it requests that its widgets may evaluate text as code in the browser (its
    metadata `widget_host.unsafe_eval`), as some published libraries need.
    """

    title: str
    cells: tuple[Cell, ...]
    unsafe_eval: bool = False

    @property
    def has_code(self) -> bool:
        """Whether it has any code: a page of text alone needs no kernel."""
        return any(cell.is_code for cell in self.cells)

    @property
    def has_heading(self) -> bool:
        """Whether its text has a heading of the first level."""
        return any("<h1" in cell.html for cell in self.cells)

    @property
    def has_card(self) -> bool:
        """Whether it prints as a card, without the rest of the page."""
        return any(cell.is_card for cell in self.cells)

    @property
    def code(self) -> tuple[Cell, ...]:
        """The code cells."""
        return tuple(cell for cell in self.cells if cell.is_code)

    @property
    def has_each_visitor(self) -> bool:
        """Whether any cell is run for each visitor."""
        return any(cell.each_visitor for cell in self.cells)

    @property
    def shows(self) -> bool:
        """Whether any cell will have an output."""
        return any(cell.shows for cell in self.cells)

    @property
    def units(self) -> tuple[Unit, ...]:
        """The cells by unit, in order; without a unit, all of them as one that is none.

        A unit begins with a text that begins with a heading of the second level: its name.
        """
        found: list[tuple[int, str, list[Cell], int]] = [(0, "", [], 0)]
        number = 0
        for cell in self.cells:
            heading = _UNIT_HEADING.match(cell.html) if cell.begins_unit else None
            if heading:
                number += 1
                first = replace(cell, html=cell.html[heading.end() :].lstrip())
                found.append((number, heading[1], [first], cell.minutes))
                continue
            if cell.ends_unit and found[-1][0]:
                found.append((0, "", [], 0))
            found[-1][2].append(cell)
        return tuple(
            Unit(one, heading, tuple(cells), minutes) for one, heading, cells, minutes in found if cells
        )

    @property
    def unit_count(self) -> int:
        """How many units the page has."""
        return max((unit.number for unit in self.units), default=0)


def read_notebook(path: Path) -> Notebook:
    """Read a notebook file, without its checks; the last 64 are cached until they change.

    Raises FileNotFoundError if there is none, NotebookError if it can't be read, and OtherLanguageError if it
    is not in Python.
    """
    try:
        state = state_of(path)
    except NoPlainFile as error:
        raise NotebookError(f"{path.name} can't be read as a notebook: {error}.") from None
    return _read(path, state)


def notebook_in_worker(path: str) -> dict[str, Any]:
    """Return a notebook as JSON values, or the `error` and `is_other`: whether it is in another language.

    Time and memory depend on the file: call it in a separate process, and convert the result with
    `told_notebook`.
    """
    try:
        return {"notebook": asdict(read_notebook(Path(path)))}
    except NotebookError as error:
        return {"error": str(error), "is_other": isinstance(error, OtherLanguageError)}


def told_notebook(told: dict[str, Any]) -> Notebook:
    """Return the notebook from the result of `notebook_in_worker`; raises its NotebookError, if any."""
    if "error" in told:
        raise (OtherLanguageError if told["is_other"] else NotebookError)(told["error"])
    whole = told["notebook"]
    return Notebook(**{**whole, "cells": tuple(Cell(**cell) for cell in whole["cells"])})


@lru_cache(maxsize=64)
def _read(path: Path, _state: State) -> Notebook:
    try:
        # Some editors add a byte order mark.
        text = read_plain(path, MOST_BYTES).decode("utf-8-sig")
        node = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
        language = other_language(node.metadata)
        cells = tuple(
            _cell(number, cell, path.parent)
            for number, cell in enumerate(node.cells)
            if CHECK_TAG not in cell.metadata.get("tags", ())
        )
    except NoPlainFile as error:
        raise NotebookError(f"{path.name} can't be read as a notebook: {error}.") from None
    except MemoryError:
        raise
    except Exception as error:  # a malformed file can make nbformat raise anything
        raise NotebookError(f"{path.name} can't be read as a notebook: {_reason(error)}.") from None
    if language:
        raise OtherLanguageError(
            f"{path.name} is written in {language}. Pages are made of notebooks in Python."
        )
    about = node.metadata.get("widget_host")
    unsafe_eval = isinstance(about, dict) and about.get("unsafe_eval") is True
    title = node.metadata.get("title") or first_heading(node.cells) or path.stem
    return Notebook(str(title), cells, unsafe_eval)


def _reason(error: Exception) -> str:
    """Return why a file can't be read, without quoting it."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, OSError):
        return error.strerror or "it can't be opened"
    return f"it is not a notebook, or damaged ({type(error).__name__})"


def _cell(number: int, cell: nbformat.NotebookNode, folder: Path) -> Cell:
    source = str(cell.source)
    if cell.cell_type == "code":
        tags = cell.metadata.get("tags", ())
        if not source.strip() or _SKIPPED_TAG in tags:
            return Cell(number)
        return Cell(
            number,
            source=source,
            shows=_shows(source),
            is_line=_LINE_TAG in tags,
            each_visitor=EACH_VISITOR_TAG in tags,
            may_fail=_MAY_FAIL_TAG in tags,
        )
    if cell.cell_type == "markdown":
        attachments = dict(cell.get("attachments", {}))
        instead = cell.metadata.get("widget_host", {}).get("without_server")
        elsewhere = None if instead is None else as_html(str(instead), folder, attachments)
        tags = cell.metadata.get("tags", ())
        html = as_html(source, folder, attachments)
        return Cell(
            number,
            html=html,
            is_card=_CARD_TAG in tags,
            without_server=elsewhere,
            begins_unit=UNIT_TAG in tags,
            ends_unit=UNIT_END_TAG in tags,
            minutes=unit_minutes(cell.metadata),
        )
    return Cell(number)


def _shows(source: str) -> bool:
    """Return whether the last line of a cell has a value, as a line that shows an exercise does.

    Python's parser can't read a cell with a magic: better to reserve space in vain than to let the page jump.
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return True
    ends_quiet = source.rstrip().endswith(";")
    return bool(statements) and isinstance(statements[-1], ast.Expr) and not ends_quiet
