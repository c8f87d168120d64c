"""Reads and validates a theme's folder: theme.toml, a logo, and a privacy notice.

Here: the settings of a theme, and all their faults. Not here: the arithmetic of colours (see `colours`), and
how the notice becomes HTML (see `notice`).
"""

import base64
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, get_args

from markupsafe import Markup

from workbook.front import colours
from workbook.theme.colours import from_accent, is_colour, too_close
from workbook.theme.errors import ThemeError
from workbook.theme.notice import notice_html

__all__ = ["PLAIN", "Link", "Theme", "load_theme"]

Scheme = Literal["light", "dark"]

_FILE = "theme.toml"
_LOGOS = {"logo.svg": "image/svg+xml", "logo.png": "image/png"}
_MOST_LOGO = 256 * 1024
_MOST_TEXT = 64 * 1024
_MOST_LINKS = 8
_MOST_WORDS = 400
_SCHEMES = ("https://", "http://", "mailto:", "tel:")
_KEYS = {"colours": set(get_args(Scheme)), "footer": {"text", "links"}, "privacy": {"notice"}}
_SHADES = {"accent-strong", "accent-soft", "accent-ink"}
_EMPTY = Markup()
_PAPERS = (colours("light")["paper"], colours("dark")["paper"])
_PNG = b"\x89PNG\r\n\x1a\n"
# The wall keeps its own colours, print is black on white, and people who request more contrast get the
# defaults.
_SHEET = """@media screen and (prefers-contrast: no-preference) {{
  .wb:not(.wb-on-wall) {{ {light} }}
  body[data-jp-theme-light="false"] .wb:not(.wb-on-wall) {{ {dark} }}
}}
@media screen and (prefers-contrast: no-preference) and (prefers-color-scheme: dark) {{
  body:not([data-jp-theme-light="true"]) .wb:not(.wb-on-wall),
  body.wb:not([data-jp-theme-light="true"]) {{ {dark} }}
}}
"""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in each page's footer: its words, and an address that begins https, http, mailto or tel."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A publisher's changes to the look of pages; an empty field leaves the workbook's own look.

    `css` is a style sheet with only colour tokens; `logo` an image as a `data:` address, shown beside the
    name; `footer` a plain text; `privacy` HTML without scripts; `papers` the page's background colours, light
    and dark, for the browser's own frame.
    """

    css: str = ""
    logo: str = ""
    footer: str = ""
    links: tuple[Link, ...] = ()
    privacy: Markup = _EMPTY
    papers: tuple[str, str] = _PAPERS


PLAIN = Theme()
"""The workbook's own look."""


def load_theme(folder: Path) -> Theme:
    """Read the theme in a folder; raises ThemeError, with every fault, if there are any.

    Nothing outside the folder is read. `theme.toml` may have `[colours.light]` and `[colours.dark]` (tokens
    of `tokens.css` without `--wb-`, such as `accent = "#0b5a66"`), `[footer]` with `text` and `links =
    [{words = "...", address = "..."}]`, and `[privacy]` with `notice`, a Markdown file. A file `logo.svg` or
    `logo.png` is the logo. If only an accent is given, the matching shades are derived from it.
    """
    faults: list[str] = []
    told = _told(folder, faults)
    _unknown(told, faults)
    light, dark = (_colours(told, scheme, faults) for scheme in get_args(Scheme))
    footer = _part(told, "footer", faults)
    theme = Theme(
        css=_sheet(light, dark) if "colours" in told else "",
        logo=_logo(folder, faults),
        footer=_text(footer, "text", faults),
        links=tuple(_links(footer, faults)),
        privacy=_privacy(folder, _part(told, "privacy", faults), faults),
        papers=(light["paper"], dark["paper"]),
    )
    if faults:
        raise ThemeError(str(folder), faults)
    return theme


def _told(folder: Path, faults: list[str]) -> dict[str, Any]:
    """Return the content of theme.toml, or {} if it can't be read."""
    if not folder.is_dir():
        raise ThemeError(str(folder), ["There is no such folder. Give the folder that holds theme.toml."])
    data = _bytes(folder, _FILE, _MOST_TEXT, faults)
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = f" ({error})" if isinstance(error, tomllib.TOMLDecodeError) else ""
        faults.append(f"{_FILE} is not TOML in UTF-8{where}. Compare it with the example in the guide.")
        return {}


def _bytes(folder: Path, name: str, most: int, faults: list[str]) -> bytes:
    """Return a file of the folder; b"", and add a fault, if it is missing, outside the folder or too big."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        faults.append(f"{name} lies outside the theme's folder. Put a copy of it into the folder.")
    elif not path.is_file():
        faults.append(f"There is no file {name}. Add it, or take its name out of {_FILE}.")
    elif path.stat().st_size > most:
        faults.append(f"{name} is bigger than {most // 1024} KiB. Make it smaller.")
    else:
        try:
            return path.read_bytes()
        except OSError:
            faults.append(f"{name} can't be read. Check your rights to it.")
    return b""


def _unknown(told: Mapping[str, Any], faults: list[str]) -> None:
    """Add a fault for each unknown name."""
    for name, value in told.items():
        if name not in _KEYS:
            faults.append(f"{_FILE} has [{name}], which means nothing. {_near(name, _KEYS)}")
        elif isinstance(value, dict):
            faults += (
                f"[{name}] has {key}, which means nothing. {_near(key, _KEYS[name])}"
                for key in value
                if key not in _KEYS[name]
            )


def _near(name: str, known: Mapping[str, Any] | set[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"There is {', '.join(sorted(known))}."


def _part(told: Mapping[str, Any], name: str, faults: list[str]) -> Mapping[str, Any]:
    part = told.get(name, {})
    if isinstance(part, dict):
        return part
    faults.append(f"{name} is not a table. Begin it with a line [{name}].")
    return {}


def _colours(told: Mapping[str, Any], scheme: Scheme, faults: list[str]) -> dict[str, str]:
    """Return all tokens of a scheme, with the theme's own, and add a fault for each unreadable pair."""
    usual = colours(scheme)
    part = _part(told, "colours", faults)
    given = _part(part, scheme, faults) if scheme in part else {}
    for name, colour in given.items():
        if name not in usual:
            faults.append(f"[colours.{scheme}] has {name}, which is not a colour. {_near(name, usual)}")
        elif not is_colour(colour):
            faults.append(f"[colours.{scheme}] {name} is {colour!r}. Give it as six digits, like #0b5a66.")
    own = {name: str(value).lower() for name, value in given.items() if name in usual and is_colour(value)}
    tokens = usual | own
    accent = own.get("accent") or _accent(part.get("light"))
    if accent and not own.keys() & _SHADES:
        tokens |= from_accent(accent, tokens)
    for pair, found in too_close(tokens):
        faults.append(
            f"[colours.{scheme}] {pair.front} ({tokens[pair.front]}) can't be told from {pair.behind} "
            f"({tokens[pair.behind]}): their contrast is {found:.1f}, and has to be {pair.least:g}."
        )
    return tokens


def _accent(light: object) -> str:
    """Return the accent on light paper, from which the one on dark paper is derived; "" if there is none."""
    accent = light.get("accent") if isinstance(light, dict) else None
    return str(accent).lower() if is_colour(accent) else ""


def _sheet(light: Mapping[str, str], dark: Mapping[str, str]) -> str:
    """Return the style sheet of these tokens: only known names and colours."""
    written = (
        " ".join(f"--wb-{name}: {colour};" for name, colour in tokens.items() if not name.startswith("qr-"))
        for tokens in (light, dark)
    )
    return _SHEET.format_map(dict(zip(("light", "dark"), written, strict=True)))


def _logo(folder: Path, faults: list[str]) -> str:
    """Return the logo as a `data:` address, or "" if there is none. In an image, no script of an SVG runs."""
    for name, kind in _LOGOS.items():
        if (folder / name).is_symlink() or (folder / name).exists():
            data = _bytes(folder, name, _MOST_LOGO, faults)
            if data and not _is_picture(name, data):
                faults.append(f"{name} is not a {name[-3:].upper()} picture. Save it again as one.")
            return f"data:{kind};base64,{base64.b64encode(data).decode()}"
    return ""


def _is_picture(name: str, data: bytes) -> bool:
    return data.startswith(_PNG) if name.endswith(".png") else b"<svg" in data[:2048]


def _text(footer: Mapping[str, Any], name: str, faults: list[str]) -> str:
    """Return a short plain text of the footer."""
    text = footer.get(name, "")
    if isinstance(text, str) and len(text) <= _MOST_WORDS:
        return " ".join(text.split())
    faults.append(f"[footer] {name} has to be a text of at most {_MOST_WORDS} characters.")
    return ""


def _links(footer: Mapping[str, Any], faults: list[str]) -> Iterator[Link]:
    links = footer.get("links", [])
    if not isinstance(links, list) or len(links) > _MOST_LINKS:
        faults.append(f"[footer] links has to be a list of at most {_MOST_LINKS}.")
        return
    for number, link in enumerate(links, 1):
        words, address = (link.get("words"), link.get("address")) if isinstance(link, dict) else (None, None)
        if not isinstance(words, str) or not words.strip():
            faults.append(f"[footer] link {number} has no words. Say where it leads, in words.")
        elif not isinstance(address, str) or not address.lower().startswith(_SCHEMES):
            faults.append(f"[footer] link {number} needs an address that begins with https://, or mailto:.")
        else:
            yield Link(words.strip(), address)


def _privacy(folder: Path, part: Mapping[str, Any], faults: list[str]) -> Markup:
    """Return the publisher's notice as HTML; "" if the theme has none."""
    name = part.get("notice")
    if name is None:
        return _EMPTY
    if not isinstance(name, str) or not name:
        faults.append("[privacy] notice has to be the name of a Markdown file, such as privacy.md.")
        return _EMPTY
    data = _bytes(folder, name, _MOST_TEXT, faults)
    try:
        return notice_html(data.decode("utf-8"))
    except UnicodeDecodeError:
        faults.append(f"{name} is not in UTF-8. Save it again as UTF-8.")
        return _EMPTY
