"""Converts the notebooks' Markdown to blocks of a document.

Here: headings, paragraphs and lists, with links in a form for paper. A paragraph that is only a link to
another page is navigation, and is left out. Not here: which cells are read (see `pages`).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import mistune

from workbook.documents.blocks import Block, Grid, Heading, Listing, Note

__all__ = ["prose"]

_ABROAD = re.compile(r"https?://", re.IGNORECASE)
_Token = dict[str, Any]


def prose(source: str) -> Iterator[Block]:
    """Yield the blocks of a text in Markdown; its first level is the heading of a part, on a new page."""
    read = mistune.create_markdown(renderer=None, plugins=["table", "strikethrough"])
    tokens = read(source)
    if isinstance(tokens, list):
        for token in tokens:
            yield from _block(token)


def _block(token: _Token) -> Iterator[Block]:
    kind, inside = token["type"], token.get("children", [])
    if kind == "heading":
        level = min(token["attrs"]["level"], 4)
        yield Heading(level, _words(inside), fresh=level == 1)
    elif kind == "paragraph" and not _is_way(inside):
        yield Note(_words(inside), "text")
    elif kind == "list":
        ordered = token["attrs"].get("ordered", False)
        yield Listing(tuple(map(_item, inside)), "numbers" if ordered else "bullets")
    elif kind == "block_quote":
        for child in inside:
            yield from _block(child)
    elif kind == "table":
        yield from _table(inside)
    elif kind == "block_code":
        yield Note(token["raw"].strip(), "text")


def _item(token: _Token) -> tuple[str, str]:
    """Return a list item: the bold words at its beginning, and its text."""
    parts = [child.get("children", []) for child in token["children"]]
    lead = ""
    if parts and parts[0] and parts[0][0]["type"] == "strong":
        lead = _words(parts[0][0]["children"])
        parts[0] = parts[0][1:]
    return lead, "\n".join(filter(None, (_words(part).strip() for part in parts)))


def _table(inside: Sequence[_Token]) -> Iterator[Block]:
    head, *bodies = inside
    columns = tuple(_words(cell["children"]) for cell in head["children"])
    rows = tuple(
        tuple(_words(cell["children"]) for cell in row["children"])
        for body in bodies
        for row in body["children"]
    )
    yield Grid(", ".join(columns), columns, rows, (1,) * len(columns))


def _is_way(inside: Sequence[_Token]) -> bool:
    """Return whether a paragraph is only a link to another page."""
    return len(inside) == 1 and inside[0]["type"] == "link" and not _is_abroad(inside[0])


def _is_abroad(link: _Token) -> bool:
    return bool(_ABROAD.match(link["attrs"].get("url", "")))


def _words(inside: Sequence[_Token]) -> str:
    """Return words without markup; the address of another site is in brackets."""
    return "".join(map(_word, inside))


def _word(token: _Token) -> str:
    kind = token["type"]
    if kind == "softbreak":
        return " "
    if kind == "linebreak":
        return "\n"
    if kind == "inline_html":
        return ""
    if kind == "link":
        text, address = _words(token["children"]), token["attrs"].get("url", "")
        return f"{text} ({address})" if _is_abroad(token) and address != text else text
    if "children" in token:
        return _words(token["children"])
    return str(token.get("raw", ""))
