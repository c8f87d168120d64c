"""Calculates with colours: their contrast, mixing, and the shades derived from one accent.

Here: arithmetic on colours as `#rrggbb`, and which pairs of tokens need enough contrast. Not here: the
tokens' default values (see `tokens.css`), and the settings of a theme (see `theme`).
"""

import colorsys
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

__all__ = ["PAIRS", "Pair", "contrast", "from_accent", "is_colour", "too_close"]

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_TEXT = 4.5
"""WCAG 2.2, 1.4.3: text against its background."""
_PARTS = 3.0
"""WCAG 2.2, 1.4.11: the borders of controls and the focus indicator."""
_STEPS = 60
_LINEAR = 0.04045
"""Up to this value, sRGB is linear (IEC 61966-2-1)."""


class Pair(NamedTuple):
    """Two tokens that are used together: foreground, background, and the least contrast between them."""

    front: str
    behind: str
    least: float


def _pairs() -> Iterator[Pair]:
    for behind in ("paper", "surface"):
        for front in ("ink", "muted", "accent", "accent-strong", "good", "caution", "risk"):
            yield Pair(front, behind, _TEXT)
        for front in ("edge", "focus"):
            yield Pair(front, behind, _PARTS)
    for grade in ("good", "caution", "risk", "accent"):
        yield Pair("ink", f"{grade}-soft", _TEXT)
        yield Pair(grade, f"{grade}-soft", _TEXT)
    for behind in ("accent", "accent-strong"):
        yield Pair("accent-ink", behind, _TEXT)
    yield Pair("ink", "mark", _TEXT)


PAIRS = tuple(_pairs())
"""Every pair of colour tokens that a page uses as foreground and background."""


def is_colour(text: object) -> bool:
    """Return whether a text is a colour in a theme's format, such as `#0b5a66`."""
    return isinstance(text, str) and _COLOUR.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2.2 defines the contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def too_close(tokens: Mapping[str, str]) -> Iterator[tuple[Pair, float]]:
    """Yield each pair of these tokens whose contrast is too low, with its contrast."""
    for pair in PAIRS:
        found = contrast(tokens[pair.front], tokens[pair.behind])
        if found < pair.least:
            yield pair, found


def from_accent(accent: str, tokens: Mapping[str, str]) -> dict[str, str]:
    """Return the shades that match an accent on these tokens' paper, including the accent.

    The accent is darkened on light paper, or lightened on dark paper, until it is readable there and on its
    own soft shade: a brand's colour is often too pale for text. Its hue does not change.
    """
    paper, surface, ink = tokens["paper"], tokens["surface"], tokens["ink"]
    dark = _luminance(paper) < _luminance(ink)
    for step in range(_STEPS + 1):
        shade = _towards(accent, step / _STEPS, light=dark)
        soft = _mixed(shade, surface, 0.18 if dark else 0.12)
        if all(contrast(shade, behind) >= _TEXT for behind in (paper, surface, soft)):
            break
    strong = _mixed(shade, "#ffffff" if dark else "#000000", 0.7)
    on = max(("#ffffff", "#000000"), key=lambda ink: contrast(ink, shade))
    return {"accent": shade, "accent-strong": strong, "accent-soft": soft, "accent-ink": on}


def _towards(colour: str, part: float, *, light: bool) -> str:
    """Move a colour's lightness by this fraction towards white or black."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    goal = 1.0 if light else 0.0
    return _written(colorsys.hls_to_rgb(hue, lightness + (goal - lightness) * part, saturation))


def _mixed(one: str, other: str, part: float) -> str:
    """Mix two colours; `part` is the share of the first, 0 to 1."""
    return _written(tuple(a * part + b * (1 - part) for a, b in zip(_parts(one), _parts(other), strict=True)))


def _luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1, as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _written(parts: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
