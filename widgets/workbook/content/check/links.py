"""What a text cell of a notebook links to, and which places in it can be linked to.

Here: reading Markdown, as one cell after the other. Not here: what is there of it (see `pages`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import mistune

__all__ = ["Linked", "NotebookLink", "links_of"]

_PLUGINS = ("strikethrough", "table", "def_list", "footnotes", "task_lists")
_LINKED = re.compile(
    r"""<(?P<element>a|img|audio|video|source|track)\b[^<>]*?\s(?:href|src)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'<>]+))""",
    re.IGNORECASE,
)
_NAMED = re.compile(r"""\s(?:id|name)\s*=\s*["']?([^\s"'<>]+)""", re.IGNORECASE)
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/", re.IGNORECASE)
_LONGEST = 200_000
_CODE = {"block_code", "codespan"}


@dataclass(frozen=True, slots=True)
class NotebookLink:
    """A place that a cell leads to, as it is written; `embedded` says that the page shows it in itself."""

    cell: int
    target: str
    embedded: bool = False


@dataclass(slots=True)
class Linked:
    """What is known of a page's links: where they lead, and the ids of its own headings and marks.

    `open` says that its code writes more, of which nothing can be told without running it.
    """

    links: list[NotebookLink] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    open: bool = False


def links_of(source: str, cell: int, page: Linked) -> None:
    """Read a Markdown cell into what is known of its page; links to other sites are left out."""
    if len(source) > _LONGEST:
        page.open = True
        return
    try:
        tokens = mistune.create_markdown(renderer="ast", plugins=[*_PLUGINS])(source)
    except RecursionError:
        # What is nested that deep is told in another way, or not at all.
        page.open = True
        return
    for token in _all(tokens if isinstance(tokens, list) else []):
        kind, attributes = token["type"], token.get("attrs") or {}
        if kind in ("link", "image"):
            _add(page, cell, str(attributes.get("url", "")), embedded=kind == "image")
        elif kind == "heading":
            page.ids.add(_plain(token).strip().replace(" ", "-"))
        elif kind in ("block_html", "inline_html"):
            _html(str(token.get("raw", "")), cell, page)


def _add(page: Linked, cell: int, target: str, *, embedded: bool) -> None:
    if target and not _OUTSIDE.match(target):
        page.links.append(NotebookLink(cell, target, embedded))


def _html(html: str, cell: int, page: Linked) -> None:
    page.ids.update(unescape(found[1]) for found in _NAMED.finditer(html))
    for found in _LINKED.finditer(html):
        target = found["double"] or found["single"] or found["bare"] or ""
        _add(page, cell, unescape(target), embedded=found["element"].lower() != "a")


def _all(tokens: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Give all tokens of a text, those within others too, code left out."""
    waiting = [*reversed(tokens)]
    while waiting:
        token = waiting.pop()
        if token["type"] in _CODE:
            continue
        yield token
        waiting += reversed(token.get("children") or [])


def _plain(token: Mapping[str, Any]) -> str:
    """Return the text of a heading as it is read."""
    children = token.get("children")
    if children is None:
        return "" if token["type"] == "inline_html" else unescape(str(token.get("raw", "")))
    return "".join(map(_plain, children))
