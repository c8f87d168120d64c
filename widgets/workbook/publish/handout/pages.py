"""Reads the notebooks for the handout: each page's texts and exercises, in order.

Here: which pages and cells are included, and which call shows which exercise. A page is left out if its
metadata has `workbook.paper: false`, a cell if it has the tag `screen`; guides are not part of the course.
Not here: a text's or an exercise's form on paper (see `prose` and `course`).
"""

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from widget_host.pages.metadata import Page, PageIndex
from widget_host.pages.notebook import CHECK_TAG
from workbook.content import ContentError
from workbook.front.parts import Call
from workbook.server.branding import course_listing

__all__ = ["SCREEN_TAG", "Chapter", "Prose", "chapters"]

SCREEN_TAG = "screen"
"""Cells with this tag make sense only on screen: links to other pages, and instructions for buttons."""

_GUIDES = "guides"


@dataclass(frozen=True, slots=True)
class Prose:
    """A text cell: its Markdown."""

    source: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page on paper; `standard` is the id of the standard that it is about, or ""."""

    page: Page
    standard: str
    parts: tuple[Prose | Call, ...]


def chapters(notebooks: Path) -> tuple[Chapter, ...]:
    """Return the pages of the course in order.

    Raises ContentError if a notebook can't be read.
    """
    read = (
        _chapter(notebooks, page)
        for page in PageIndex(notebooks, listing=course_listing()).pages()
        if page.part != _GUIDES
    )
    return tuple(chapter for chapter in read if chapter is not None)


def _chapter(notebooks: Path, page: Page) -> Chapter | None:
    """Return a page as a chapter, or None if it is left out."""
    try:
        notebook = json.loads((notebooks / page.path).read_bytes())
        about = notebook["metadata"]["workbook"]
        parts = tuple(part for cell in notebook["cells"] for part in _parts(cell))
    except SyntaxError:
        raise ContentError(
            f"{page.path} has a code cell that can't be read as Python. Fix the cell, or give it the tag"
            f" '{SCREEN_TAG}' to leave it out on paper."
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ContentError(
            f"{page.path} can't be read as a notebook. Run `workbook check` to see what is wrong with it."
        ) from None
    return Chapter(page, str(about.get("standard", "")), parts) if about.get("paper", True) else None


def _parts(cell: Mapping[str, Any]) -> Iterator[Prose | Call]:
    """Yield a cell's parts for the handout."""
    tags = cell.get("metadata", {}).get("tags", ())
    if SCREEN_TAG in tags or CHECK_TAG in tags:
        return
    source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        yield Prose(source)
    elif cell["cell_type"] == "code":
        yield from _calls(source)


def _calls(source: str) -> Iterator[Call]:
    """Yield the exercises that a code cell shows, in order."""
    named: dict[str, list[Call]] = {}
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            named[statement.targets[0].id] = list(_called(statement.value, named))
        elif isinstance(statement, ast.Expr):
            yield from _called(statement.value, named)


def _called(node: ast.expr, named: Mapping[str, list[Call]]) -> Iterator[Call]:
    if isinstance(node, ast.Name):
        yield from named.get(node.id, ())
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and _is_workbook(node.func.value):
            keywords = {str(word.arg): _text(word.value) for word in node.keywords}
            yield Call(node.func.attr, tuple(map(_text, node.args)), keywords)
        else:  # display(...), which shows its arguments
            for argument in node.args:
                yield from _called(argument, named)


def _is_workbook(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "workbook"


def _text(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ""
