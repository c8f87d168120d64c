"""Reads the colour tokens from the style sheet, for checks and themes."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

import widget_host

_TOKENS = Path(widget_host.__file__).parent / "pages" / "static" / "styles" / "tokens.css"
_BLOCK = re.compile(r"(?:^|\n) *(?P<head>[^{}\n]+) \{\n(?P<body>[^{}]*)\}")
_COLOUR = re.compile(r"--wb-(?P<name>[\w-]+): (?P<colour>#[0-9a-f]{6});")
_DARK = 'body[data-jp-theme-light="false"] .wb'


@cache
def colours(scheme: Literal["light", "dark"]) -> dict[str, str]:
    """Return the default colour of each token, such as {"accent": "#0b5a66"}, on light or on dark paper."""
    css = _TOKENS.read_text(encoding="utf-8")
    bodies: dict[str, str] = {}
    for block in _BLOCK.finditer(css):
        # The first value of a name is the default; later ones are for print, motion and more contrast.
        bodies.setdefault(block["head"].strip(), block["body"])
    found = dict(_COLOUR.findall(bodies[".wb"]))
    return found if scheme == "light" else found | dict(_COLOUR.findall(bodies[_DARK]))
