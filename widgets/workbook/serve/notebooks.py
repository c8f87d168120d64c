"""A notebook as a learner's page needs it: text as HTML, code cells ready to run, checks left out.

Here: reading a notebook file and turning its Markdown into HTML. Not here: running code (see `run`), the page
around it (see `views`).
"""

import ast
import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from pathlib import Path
from typing import Any

import mistune
import nbformat
import nh3
from nbconvert.filters.markdown_mistune import IPythonRenderer

__all__ = ["CHECK_TAG", "EACH_VISITOR_TAG", "Cell", "Notebook", "NotebookError", "read_notebook"]

CHECK_TAG = "check"
"""Cells with this tag assert what the page promises. They are run by tests, never for a learner."""

EACH_VISITOR_TAG = "each-visitor"
"""Cells with this tag are run for each visitor, when the page opens; all others may be run once for all."""

_LINE_TAG = "line"

_PLUGINS = ("strikethrough", "table", "url", "def_list", "footnotes")
_TAG = re.compile(r"<[^>]*>")
_SCHEMES = {"http", "https", "mailto", "tel", "data"}
_EVERYWHERE = {"id", "class", "lang", "dir", "title", "role", "tabindex", "aria-label", "aria-hidden"}
_ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    **{name: nh3.ALLOWED_ATTRIBUTES[name] | {"style"} for name in ("td", "th")},
    "*": _EVERYWHERE,
}


class NotebookError(Exception):
    """A file that can't be read as a notebook; the message names the file and says why."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that a learner meets: `html` of a text cell, or `source` of a code cell, the other being empty.

    `shows` says whether a code cell will put something on the page, as far as its source tells; `is_line`
    whether that is one line (the tag `line`), so that no more room than that is kept free for it;
    `each_visitor` whether it is run for each visitor (the tag `each-visitor`) rather than once for all.
    `without_server` is the HTML that stands in the place of `html` in a copy without a server, where the
    author gave one (the cell's metadata `workbook.without_server`); None where the text is true there too.
    """

    number: int
    html: str = ""
    source: str = ""
    shows: bool = False
    is_line: bool = False
    each_visitor: bool = False
    without_server: str | None = None

    @property
    def is_code(self) -> bool:
        """Whether the cell is to be run."""
        return bool(self.source)


@dataclass(frozen=True, slots=True)
class Notebook:
    """What a page shows, in order; `title` is the notebook's, or its file's name."""

    title: str
    cells: tuple[Cell, ...]

    @property
    def has_code(self) -> bool:
        """Whether anything is to be run: a page of text alone needs no kernel."""
        return any(cell.is_code for cell in self.cells)

    @property
    def code(self) -> tuple[Cell, ...]:
        """The code cells."""
        return tuple(cell for cell in self.cells if cell.is_code)

    @property
    def has_each_visitor(self) -> bool:
        """Whether a cell is to be run for each visitor."""
        return any(cell.each_visitor for cell in self.cells)

    @property
    def shows(self) -> bool:
        """Whether a cell will put something on the page."""
        return any(cell.shows for cell in self.cells)


def read_notebook(path: Path) -> Notebook:
    """Read a notebook file, checks left out; the last 64 are remembered until they change.

    Raises FileNotFoundError where there is none, and NotebookError where it can't be read.
    """
    stat = path.stat()
    return _read(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=64)
def _read(path: Path, _changed_ns: int, _size: int) -> Notebook:
    try:
        node = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        kept = [cell for cell in node.cells if CHECK_TAG not in cell.metadata.get("tags", ())]
        cells = tuple(_cell(number, cell, path.parent) for number, cell in enumerate(kept))
    except Exception as error:  # nbformat raises whatever the file's shape provokes
        raise NotebookError(f"{path.name} can't be read as a notebook: {type(error).__name__}") from error
    return Notebook(str(node.metadata.get("title") or path.stem), cells)


def _cell(number: int, cell: nbformat.NotebookNode, folder: Path) -> Cell:
    source = str(cell.source)
    if cell.cell_type == "code":
        tags = cell.metadata.get("tags", ())
        if not source.strip():
            return Cell(number)
        return Cell(number, "", source, _shows(source), _LINE_TAG in tags, EACH_VISITOR_TAG in tags)
    if cell.cell_type == "markdown":
        attachments = dict(cell.get("attachments", {}))
        instead = cell.metadata.get("workbook", {}).get("without_server")
        elsewhere = None if instead is None else _html(str(instead), attachments, folder)
        return Cell(number, html=_html(source, attachments, folder), without_server=elsewhere)
    return Cell(number)


def _shows(source: str) -> bool:
    """Say whether the last line of a cell has a value, as the line that shows an exercise has.

    Python's parser can't read a cell with a magic: better a place kept free in vain than a page that jumps.
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return True
    ends_quiet = source.rstrip().endswith(";")
    return bool(statements) and isinstance(statements[-1], ast.Expr) and not ends_quiet


def _html(source: str, attachments: dict[str, Any], folder: Path) -> str:
    renderer = _Renderer(
        escape=False, embed_images=True, path=str(folder), attachments=attachments, exclude_anchor_links=True
    )
    markdown = mistune.create_markdown(renderer=renderer, plugins=list(_PLUGINS))
    return _harmless(str(markdown(source)))


def _harmless(html: str) -> str:
    """Return HTML without what would act in a browser: scripts, frames, forms, styles, other sites' pictures.

    Whoever writes a page's text need not be who publishes it.
    """
    return nh3.clean(
        html,
        tags=nh3.ALLOWED_TAGS | {"section", "tfoot"},
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes=_SCHEMES,
        filter_style_properties={"text-align"},
        link_rel=None,
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute, or None to leave it out: data stands in pictures, and is one."""
    if (tag, name) == ("img", "src"):
        return value if value.startswith("data:image/") else None
    return None if value.lstrip().lower().startswith("data:") else value


class _Renderer(IPythonRenderer):
    """Jupyter's HTML, with headings that can be linked to as JupyterLab does, and tables that can scroll."""

    def inline_html(self, html: str) -> str:
        """Leave a tag as it is: Jupyter would look for pictures in it, and so close it before its text."""
        return html

    def heading(self, text: str, level: int, **_attributes: object) -> str:
        """Give a heading the id that a link in JupyterLab has: its text with hyphens for spaces."""
        plain = unescape(_TAG.sub("", text)).strip()
        return f'<h{level} id="{escape(plain.replace(" ", "-"))}">{text}</h{level}>\n'

    def table(self, text: str) -> str:
        """Put a table into a frame that scrolls and that the keyboard can reach."""
        table = f'<table class="wb-table">{text}</table>'
        return f'<div class="wb-table-frame" role="group" tabindex="0">{table}</div>\n'
