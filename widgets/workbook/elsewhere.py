"""Puts links in the place of what a page would load from another site, which its security policy forbids.

Here: finding such frames, pictures, sounds and films in HTML, for pages and for `workbook check`. Every room
may know this module, and it knows none. Not here: the policy (see `serve.web`).
"""

import re
from collections.abc import Iterator
from html import escape, unescape

__all__ = ["addresses_elsewhere", "as_links", "told"]

_MARK = '<span class="wb-elsewhere">'
# With all that is within, since a film names its files there.
_WHOLE = re.compile(r"<(iframe|video|audio|object)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_SINGLE = re.compile(r"<(?:img|embed|iframe|video|audio)\b[^>]*>", re.IGNORECASE)
_ADDRESS = re.compile(
    r"""\b(?:src|data)\s*=\s*(?:"((?:https?:)?//[^"]*)"|'((?:https?:)?//[^']*)'|((?:https?:)?//[^\s"'>]+))""",
    re.IGNORECASE,
)


def as_links(html: str) -> str:
    """Return HTML with a marked link for each thing that comes from another site; see `told`."""
    return _SINGLE.sub(_linked, _WHOLE.sub(_linked, html))


def told(html: str, sentence: str) -> str:
    """Return HTML of `as_links` with a sentence, as HTML, in front of each of its links."""
    return html.replace(_MARK, f"{_MARK}{sentence} ")


def addresses_elsewhere(html: str) -> Iterator[str]:
    """Give the addresses at other sites of what HTML would load, in order."""
    for link in re.finditer(rf'{re.escape(_MARK)}<a href="([^"]*)"', as_links(html)):
        yield unescape(link[1])


def _linked(element: re.Match[str]) -> str:
    found = _ADDRESS.search(element[0])
    if not found:
        return element[0]
    address = unescape(next(filter(None, found.groups())))
    whole = f"https:{address}" if address.startswith("//") else address
    shown = escape(whole)
    return f'{_MARK}<a href="{shown}">{shown}</a></span>'
