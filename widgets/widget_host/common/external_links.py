"""Replaces content that a page would load from another site, which its security policy forbids, by links.

Here: finding such frames, pictures, sounds and films in HTML, for pages and for who checks
notebooks. Not here: the policy (see `http.headers`).
"""

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape

__all__ = ["addresses_elsewhere", "as_links", "told"]

_MARK = '<span class="wb-elsewhere">'
# With its content, in which a film names its files.
_WHOLE = re.compile(r"<(iframe|video|audio|object)\b", re.IGNORECASE)
_ENDS = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("iframe", "video", "audio", "object")}
_SINGLE = re.compile(r"<(img|embed|iframe|video|audio)\b", re.IGNORECASE)
_END = re.compile(">")
_ADDRESS = re.compile(
    r"""\b(?:src|data)\s*=\s*(?:"((?:https?:)?//[^"]*)"|'((?:https?:)?//[^']*)'|((?:https?:)?//[^\s"'>]+))""",
    re.IGNORECASE,
)


def as_links(html: str) -> str:
    """Return HTML with a marked link for each element that comes from another site; see `told`."""
    whole = _replaced(html, _WHOLE, _ENDS)
    return _replaced(whole, _SINGLE, dict.fromkeys(("img", "embed", "iframe", "video", "audio"), _END))


def told(html: str, sentence: str) -> str:
    """Return HTML of `as_links` with a sentence, as HTML, in front of each of its links."""
    return html.replace(_MARK, f"{_MARK}{sentence} ")


def addresses_elsewhere(html: str) -> Iterator[str]:
    """Yield the addresses at other sites that HTML would load, in order."""
    for link in re.finditer(rf'{re.escape(_MARK)}<a href="([^"]*)"', as_links(html)):
        yield unescape(link[1])


def _replaced(html: str, begins: re.Pattern[str], ends: Mapping[str, re.Pattern[str]]) -> str:
    """Return HTML with elements replaced by links, each from its start tag to the next matching end tag.

    A single pattern for both would scan the whole rest of the text for each start tag without an end.
    """
    parts, at = [], 0
    endless: set[str] = set()
    while begin := begins.search(html, at):
        name = begin[1].lower()
        end = None if name in endless else ends[name].search(html, begin.end())
        if end is None:
            endless.add(name)
        until = end.end() if end else begin.end()
        parts += [html[at : begin.start()], _linked(html[begin.start() : until]) if end else begin[0]]
        at = until
    return "".join([*parts, html[at:]])


def _linked(element: str) -> str:
    found = _ADDRESS.search(element)
    if not found:
        return element
    address = unescape(next(filter(None, found.groups())))
    whole = f"https:{address}" if address.startswith("//") else address
    shown = escape(whole)
    return f'{_MARK}<a href="{shown}">{shown}</a></span>'
