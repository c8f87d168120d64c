"""Shared conventions for notebooks: which files of a folder are notebooks, their language, their parts.

Every package may import this module, and it imports no other.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

from widget_host.common.plain_files import read_plain

__all__ = [
    "MEDIA",
    "MOST_BYTES",
    "UNIT_END_TAG",
    "UNIT_TAG",
    "anchor_of",
    "calls_in",
    "content_of",
    "first_heading",
    "is_hidden",
    "media_files",
    "metadata_of",
    "notebook_files",
    "other_language",
    "unit_minutes",
    "units_in",
]

MEDIA = ("aac", "flac", "m4a", "m4v", "mp3", "mp4", "oga", "ogg", "ogv", "opus", "vtt", "wav", "webm")
"""The suffixes of media files beside notebooks that pages can play, including subtitles."""

MOST_BYTES = 32 * 2**20
"""The maximum size of a notebook in bytes, including its embedded pictures and outputs."""

UNIT_TAG, UNIT_END_TAG = "unit", "unit-end"
"""The tags of a text cell with which a unit of a page begins, and of one before which the last unit ends."""

_HIDDEN = "."
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<words>\S.*?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_CODE_BEGINS = re.compile(r"^(?:```|~~~)", re.MULTILINE)
# A call with a text, or with nothing: scenario("one-candle", steps="none"), keeping().
_CALL = re.compile(
    r"""\b(?P<name>[A-Za-z_]\w*)\(\s*(?:\)|"(?P<double>[^"\\\n]{1,100})"|'(?P<single>[^'\\\n]{1,100})')"""
)
_UNIT_HEADING = re.compile(r"\s*##[ \t]+(?P<words>\S.*?)(?:[ \t]+#+)?[ \t]*(?:\n|$)")
_MOST_CALLS = 500
_MARKS = re.compile(r"[*_`]")
_PYTHON = ("python", "python3", "ipython")


def notebook_files(folder: Path, *, deep: bool = True) -> list[Path]:
    """Return the notebooks of a folder, sorted by path; with `deep`, those of the folders below it as well.

    Hidden files, and files in hidden folders, are left out: JupyterLab keeps copies in `.ipynb_checkpoints`,
    and some systems put files whose names begin with `._` beside others. A missing folder has no notebooks.
    """
    found = folder.rglob("*.ipynb") if deep else folder.glob("*.ipynb")
    return sorted(path for path in found if not is_hidden(path.relative_to(folder)))


def media_files(folder: Path) -> list[Path]:
    """Return the sounds, films and subtitles of a folder and those below it, sorted by path."""
    found = (path for path in folder.rglob("*.*") if path.suffix.lower().lstrip(".") in MEDIA)
    return sorted(path for path in found if not is_hidden(path.relative_to(folder)) and path.is_file())


def content_of(path: Path) -> dict[str, Any] | None:
    """Return a notebook's JSON, with metadata; None for a file that is not a notebook, or can't be read.

    Time and memory depend on the file: call it in a separate process if others are waiting.
    """
    try:
        book = json.loads(read_plain(path, MOST_BYTES))
        return book if isinstance(book["metadata"], dict) else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def metadata_of(path: Path) -> dict[str, Any] | None:
    """Return a notebook's metadata; None for a file that is not a notebook, or can't be read."""
    book = content_of(path)
    metadata: dict[str, Any] | None = book and book["metadata"]
    return metadata


def first_heading(cells: object) -> str:
    """Return the words of the first heading in a notebook's cells, "" where there is none."""
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and cell.get("cell_type") == "markdown":
            text = _source(cell)
            # What follows may be code, in which a # begins a comment.
            if found := _HEADING.search(_CODE_BEGINS.split(text, maxsplit=1)[0]):
                return _MARKS.sub("", found["words"])
    return ""


def anchor_of(heading: str) -> str:
    """Return the fragment of an address that leads to a heading, as JupyterLab's links have it."""
    return heading.strip().replace(" ", "-")


def calls_in(cells: object) -> list[list[str]]:
    """Return the calls in a notebook's code, in order: each function's name and the text it begins with.

    The text is "" for a call with nothing. Other calls are left out, and so is what a long notebook says
    after its first few hundred. Nothing is run.
    """
    found: list[list[str]] = []
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            calls = _CALL.finditer(_source(cell))
            found += [[one["name"], one["double"] or one["single"] or ""] for one in calls]
    return found[:_MOST_CALLS]


def units_in(cells: object) -> list[tuple[str, int, list[list[str]]]]:
    """Return a notebook's units in order: each one's heading, its minutes (0 if unknown), and its calls."""
    found: list[tuple[str, int, list[object]]] = []
    is_inside = False
    for cell in cells if isinstance(cells, list) else ():
        if not isinstance(cell, dict):
            continue
        tags = _tags(cell) if cell.get("cell_type") == "markdown" else ()
        heading = _UNIT_HEADING.match(_source(cell)) if UNIT_TAG in tags else None
        if heading:
            found.append((_MARKS.sub("", heading["words"]), unit_minutes(cell.get("metadata")), []))
        is_inside = bool(heading) or (is_inside and UNIT_END_TAG not in tags)
        if is_inside:
            found[-1][2].append(cell)
    return [(words, minutes, calls_in(own)) for words, minutes, own in found]


def unit_minutes(metadata: object) -> int:
    """Return a unit's minutes by its first cell's metadata (`widget_host.minutes`), 0 if unknown."""
    own = metadata.get("widget_host") if isinstance(metadata, Mapping) else None
    given = own.get("minutes") if isinstance(own, Mapping) else None
    return given if type(given) is int and given > 0 else 0


def _source(cell: Mapping[str, Any]) -> str:
    source = cell.get("source", "")
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _tags(cell: Mapping[str, Any]) -> list[object]:
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return tags if isinstance(tags, list) else []


def is_hidden(path: PurePath) -> bool:
    """Return whether a file, given by its path below a folder, is hidden or in a hidden folder."""
    return any(part.startswith(_HIDDEN) for part in path.parts)


def other_language(metadata: Mapping[str, Any]) -> str:
    """Return the programming language in a notebook's metadata, or "" for Python or none."""
    kernel, about = (metadata.get(name) for name in ("kernelspec", "language_info"))
    named = [one.get(key) for one, key in ((about, "name"), (kernel, "language")) if isinstance(one, dict)]
    if not any(named) and isinstance(kernel, dict):
        # Kernels can have any name. A Python kernel is recognised by its prefix.
        name = str(kernel.get("name") or "")
        return "" if name.startswith(("python", "ipython", "conda")) or not name else name
    language = str(next((one for one in named if one), ""))
    return "" if language.lower() in ("", *_PYTHON) else language
