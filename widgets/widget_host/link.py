"""Bundles ES modules and their imports into one, and the shared style sheets.

anywidget sends a browser one module as text, which can't import another by a relative address; and a page
that requests thirty files waits longer than one that requests one. The files stay plain ES modules, which
editors and type checkers understand; they are bundled when they are needed, so there is no build step and no
build output to store.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

_IMPORT = re.compile(r'^import\s*\{(?P<names>[^}]*)\}\s*from\s*"(?P<path>[^"]+)";\n?', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)
_OTHER_MODULE_SYNTAX = re.compile(r"^(?:import\b|export (?:default|\{|\*)).*$", re.MULTILINE)
_DEFAULT = re.compile(r"^export default (?=\S)", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?:async )?(?:function|const|class) (?P<name>[\w$]+)", re.MULTILINE)
_FETCHED = re.compile(r'\bimport\("(?P<path>\.[^"]+)"\)')
_BESIDE = re.compile(r'\bnew URL\("(?P<path>\.[^"]+)", import\.meta\.url\)')
# A comment on its own lines.
_COMMENT = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/[ \t]*|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
_SHARED_STYLES = ("tokens.css", "kit.css")


class LinkError(ValueError):
    """A module uses an unsupported form of import or export; the message names the file and line."""


@cache
def link(entry: Path) -> str:
    """Return `entry`'s text preceded by every module that it imports, directly or indirectly, once.

    Only `import { a, b } from "./file.js";` is supported, without renaming, and imported modules may export
    only by `export function`, `export const` or `export class`: so names keep their meaning when bundled.
    Raises LinkError for anything else and FileNotFoundError for a missing module.
    """
    done: dict[Path, str] = {}
    _collect(entry.resolve(), done, entry=True)
    return "\n".join(done.values())


def bundle(
    run: Path | None = None, offer: Iterable[Path] = (), addresses: Mapping[Path, str] | None = None
) -> str:
    """Return one ES module made of many, each in its own scope, so that names may clash.

    `run` is executed when the bundle is loaded, and the bundle has its exports. Each module of `offer` is
    executed on first use: the bundle exports, by the name of its file, a function that returns its default
    export. `addresses` maps the files that are loaded only on demand, by `import("./file.js")` or `new
    URL("./file.css", import.meta.url)`. Raises LinkError for an unsupported form, a circular import, or a
    file without an address, and FileNotFoundError for a missing module.
    """
    joined = _Bundle(addresses or {})
    offered = [(path.stem, joined.add(path.resolve())) for path in offer]
    started = joined.add(run.resolve()) if run else None
    lines = [
        "const $once = (make, made) => () => (made ??= make());",
        *joined.texts,
        *(f"export const {name} = () => {module}().$default;" for name, module in offered),
    ]
    if run and started:
        names = _EXPORTED.findall(run.read_text(encoding="utf-8"))
        lines.append(f"export const {{ {', '.join(names)} }} = {started}();" if names else f"{started}();")
    return "\n".join(lines) + "\n"


def classic(run: Path, offer: Iterable[Path], offered_as: str, addresses: Mapping[Path, str]) -> str:
    """Return one classic script made of many modules, for pages that are opened from a folder.

    Browsers refuse ES modules there. `run` is executed when the script is loaded. Before that, the global
    `offered_as` gets a function for each module of `offer`, by the name of its file, that returns its default
    export. The rest, including `addresses`, is as in `bundle`.
    """
    joined = _Bundle(addresses)
    offered = [(path.stem, joined.add(path.resolve())) for path in offer]
    started = joined.add(run.resolve())
    given = "".join(f"{name}: () => {module}().$default,\n" for name, module in offered)
    lines = [
        '(() => {\n"use strict";',
        "const $once = (make, made) => () => (made ??= make());",
        *joined.texts,
        f"globalThis.{offered_as} = {{\n{given}}};",
        f"{started}();\n}})();",
    ]
    return "\n".join(lines) + "\n"


@cache
def shared_styles() -> str:
    """Return the tokens and the kit's styles, joined in that order."""
    here = Path(__file__).parent / "pages" / "static" / "styles"
    return "\n".join((here / name).read_text(encoding="utf-8") for name in _SHARED_STYLES)


def clear_link_cache() -> None:
    """Clear the cache, so that every module is read again on its next use."""
    for one in (link, _read, _bundled):
        one.cache_clear()


class _Module(NamedTuple):
    """A parsed module: the modules that it imports, and its text without imports and `export`."""

    imports: tuple[Path, ...]
    body: str


@cache
def _read(path: Path, *, entry: bool = False) -> _Module:
    """Read a module, cached, since many exercises share most of their imports."""
    source = path.read_text(encoding="utf-8")
    imports = []
    for found in _IMPORT.finditer(source):
        if " as " in found["names"]:
            raise LinkError(f"{path.name}: an import can't be renamed: {found[0].strip()}")
        imports.append((path.parent / found["path"]).resolve())
    body = _IMPORT.sub("", source)
    if not entry:
        body = _EXPORT.sub("", body)
    elif left := re.search(r"^import\b.*$", body, re.MULTILINE):
        raise LinkError(f"{path.name}: this import can't be joined: {left[0]}")
    if not entry and (left := _OTHER_MODULE_SYNTAX.search(body)):
        raise LinkError(f"{path.name}: this line can't be joined: {left[0]}")
    return _Module(tuple(imports), body)


def _collect(path: Path, done: dict[Path, str], *, entry: bool = False) -> None:
    """Add `path` to `done` after its imports, unless it is already there."""
    if path in done:
        return
    module = _read(path, entry=entry)
    for imported in module.imports:
        _collect(imported, done)
    done[path] = module.body


class _Bundled(NamedTuple):
    """A module prepared for bundles: the names that it imports from each module, its text, its exports."""

    imports: tuple[tuple[str, Path], ...]
    body: str
    given: str


@cache
def _bundled(path: Path) -> _Bundled:
    """Read a module, cached for all bundles that contain it."""
    source = path.read_text(encoding="utf-8")
    imports = []
    for found in _IMPORT.finditer(source):
        names = re.sub(r"\s+", " ", found["names"].strip()).rstrip(",").replace(" as ", ": ")
        imports.append((names, (path.parent / found["path"]).resolve()))
    body = _without_comments(path.name, _IMPORT.sub("", source))
    given = [found["name"] for found in _EXPORTED.finditer(body)]
    body, defaults = _DEFAULT.subn("const $default = ", _EXPORT.sub("", body))
    if left := _OTHER_MODULE_SYNTAX.search(body):
        raise LinkError(f"{path.name}: this line can't be joined: {left[0]}")
    return _Bundled(tuple(imports), body, ", ".join([*given, *(["$default"] if defaults else [])]))


class _Bundle:
    """A bundle in the making: `texts` contains its modules, each after its imports."""

    def __init__(self, addresses: Mapping[Path, str]) -> None:
        self.texts: list[str] = []
        self._addresses = {path.resolve(): address for path, address in addresses.items()}
        self._names: dict[Path, str] = {}
        self._open: list[Path] = []

    def add(self, path: Path) -> str:
        """Add a module after its imports, once, and return the name of the function that runs it."""
        if path in self._names:
            return self._names[path]
        if path in self._open:
            circle = " > ".join(one.name for one in [*self._open, path])
            raise LinkError(f"{path.name}: these modules import one another in a circle: {circle}")
        self._open.append(path)
        module = _bundled(path)
        imports = [f"const {{ {names} }} = {self.add(imported)}();\n" for names, imported in module.imports]
        body = module.body
        # Few modules have either, and searching each by regular expression takes five times as long as all
        # the rest.
        if "import.meta" in body:
            body = _BESIDE.sub(lambda found: f"new URL({self._address(path, found)}, location.href)", body)
        if "import(" in body:
            body = _FETCHED.sub(lambda found: f"import({self._address(path, found)})", body)
        self._open.pop()
        name = self._names[path] = f"$m{len(self._names)}"
        inner = "".join([*imports, body])
        self.texts.append(f"const {name} = $once(() => {{\n{inner}return {{ {module.given} }};\n}});")
        return name

    def _address(self, path: Path, found: re.Match[str]) -> str:
        address = self._addresses.get((path.parent / found["path"]).resolve())
        if address is None:
            raise LinkError(f"{path.name}: this file has no address: {found['path']}")
        return json.dumps(address)


def _without_comments(name: str, source: str) -> str:
    """Return `source` without comments on their own lines, which are a third of it.

    Raises LinkError if one is within a multi-line string, and so is not a comment.
    """
    texts = _COMMENT.split(source)
    if any(text.count("`") % 2 for text in texts):
        raise LinkError(f"{name}: a text of several lines holds what looks like a comment")
    return "".join(texts)
