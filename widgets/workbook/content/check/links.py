"""Finds a text cell's links, and the anchors in it that can be linked to.

Here: parsing Markdown, cell by cell. Not here: whether the targets exist (see `pages`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import mistune

from widget_host.common.notebook_files import anchor_of

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
    """A cell's link target, as written; `embedded` says that the page embeds it."""

    cell: int
    target: str
    embedded: bool = False


@dataclass(slots=True)
class Linked:
    """A page's links: their targets, and the ids of its own headings and anchors.

    `open` says that its code writes more, which can't be known without running it.
    """

    links: list[NotebookLink] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    open: bool = False


def links_of(source: str, cell: int, page: Linked) -> None:
    """Add a Markdown cell's links and anchors to those of its page, except links to other sites."""
    if len(source) > _LONGEST:
        page.open = True
        return
    try:
        tokens = mistune.create_markdown(renderer="ast", plugins=[*_PLUGINS])(source)
    except RecursionError:
        # Text nested that deeply is reported elsewhere, or not at all.
        page.open = True
        return
    for token in _all(tokens if isinstance(tokens, list) else []):
        kind, attributes = token["type"], token.get("attrs") or {}
        if kind in ("link", "image"):
            _add(page, cell, str(attributes.get("url", "")), embedded=kind == "image")
        elif kind == "heading":
            page.ids.add(anchor_of(_plain(token)))
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
    """Yield all tokens of a text, including nested ones, without code."""
    waiting = [*reversed(tokens)]
    while waiting:
        token = waiting.pop()
        if token["type"] in _CODE:
            continue
        yield token
        waiting += reversed(token.get("children") or [])


def _plain(token: Mapping[str, Any]) -> str:
    """Return the plain text of a heading."""
    children = token.get("children")
    if children is None:
        return "" if token["type"] == "inline_html" else unescape(str(token.get("raw", "")))
    return "".join(map(_plain, children))
