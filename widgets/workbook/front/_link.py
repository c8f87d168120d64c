"""Joins an exercise's ES module and the modules that it imports into one, and the shared style sheets.

anywidget hands a browser one module as text, which can't import a neighbour by a relative address. The files
stay plain ES modules, which editors and type checkers understand; they are joined when Python imports an
exercise, so there is no build step and nothing built to keep.
"""

import re
from functools import cache
from pathlib import Path

_IMPORT = re.compile(r'^import\s*\{(?P<names>[^}]*)\}\s*from\s*"(?P<path>[^"]+)";\n?', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)
_OTHER_MODULE_SYNTAX = re.compile(r"^(?:import\b|export (?:default|\{|\*)).*$", re.MULTILINE)
_SHARED_STYLES = ("tokens.css", "kit.css")


class LinkError(ValueError):
    """A module uses a form of import or export that can't be joined; the message names the file and line."""


@cache
def link(entry: Path) -> str:
    """Return `entry`'s text with every module that it imports, directly or not, placed once before it.

    Only `import { a, b } from "./file.js";` is understood, without renaming, and imported modules export
    by `export function`, `export const` or `export class` alone: names keep their meaning when joined.
    Raises LinkError for anything else and FileNotFoundError for a module that is not there.
    """
    done: dict[Path, str] = {}
    _collect(entry.resolve(), done, entry=True)
    return "\n".join(done.values())


@cache
def shared_styles() -> str:
    """Return the tokens and the kit's styles, joined in that order."""
    here = Path(__file__).parent
    return "\n".join((here / name).read_text(encoding="utf-8") for name in _SHARED_STYLES)


def _collect(path: Path, done: dict[Path, str], *, entry: bool = False) -> None:
    """Add `path` to `done` behind what it imports; a module that is already there is left alone."""
    if path in done:
        return
    source = path.read_text(encoding="utf-8")
    for found in _IMPORT.finditer(source):
        if " as " in found["names"]:
            raise LinkError(f"{path.name}: an import can't be renamed: {found[0].strip()}")
        _collect((path.parent / found["path"]).resolve(), done)
    body = _IMPORT.sub("", source)
    if not entry:
        body = _EXPORT.sub("", body)
    elif left := re.search(r"^import\b.*$", body, re.MULTILINE):
        raise LinkError(f"{path.name}: this import can't be joined: {left[0]}")
    if not entry and (left := _OTHER_MODULE_SYNTAX.search(body)):
        raise LinkError(f"{path.name}: this line can't be joined: {left[0]}")
    done[path] = body
