"""Files that pages load: found in a few folders, compressed once, and cached by browsers as long as is safe.

Here: finding a file, compressing it, and naming it after its content. Not here: the addresses (see `routes`).
"""

import gzip
import hashlib
import mimetypes
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import brotli

__all__ = ["Asset", "Assets", "pack", "recompress"]

_LEAST_COMPRESSED = 1024
# Of our pages' scripts, 759 KB in all, level 11 makes 179 KB in 1.5 s, level 9 makes 196 KB in 0.2 s.
# Of a widget library of 970 KB, level 11 makes 197 KB in 1.3 s, level 9 makes 216 KB in 0.07 s.
_BEST, _LARGE, _QUICK = 11, 1 << 19, 9
# A file so large that compressing it would keep people waiting is compressed only lightly.
_HUGE = 1 << 22
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
}
_ALREADY_SMALL = frozenset({".woff", ".woff2", ".png", ".jpg", ".jpeg", ".gif", ".webp"})


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, its type, its hash, and its compressed forms.

    `packed` maps the name of an encoding to the compressed bytes, the smallest first; it is empty if
    compression gains nothing. `is_recompressed` says that the file is compressed at the highest level.
    """

    body: bytes
    content_type: str
    digest: str
    packed: dict[str, bytes]
    is_recompressed: bool = False

    def best_for(self, accepted: str) -> tuple[bytes, str]:
        """Return the bytes for a browser, and their encoding or ""; `accepted` is its Accept-Encoding."""
        codings = {part.partition(";")[0].strip() for part in accepted.split(",")}
        for coding, body in self.packed.items():
            if coding in codings:
                return body, coding
        return self.body, ""


def pack(body: bytes, suffix: str) -> Asset:
    """Return the file with this content, compressed quickly, since somebody is waiting for it.

    `suffix`, with its dot, gives its kind. See `recompress` for files that are sent often.
    """
    worth_it = len(body) >= _LEAST_COMPRESSED and suffix not in _ALREADY_SMALL
    coded = {}
    if len(body) >= _HUGE:
        coded = {"gzip": gzip.compress(body, compresslevel=1, mtime=0)}
    elif worth_it:
        coded = _coded(body, _QUICK)
    return Asset(
        body=body,
        content_type=_TYPES.get(suffix)
        or mimetypes.guess_type(f"file{suffix}")[0]
        or "application/octet-stream",
        digest=hashlib.sha256(body).hexdigest()[:16],
        packed=coded,
    )


def recompress(asset: Asset) -> Asset:
    """Return a file compressed at the highest level, for files that are sent often; takes up to a second."""
    coded = asset.packed and _coded(asset.body, _QUICK if len(asset.body) >= _LARGE else _BEST)
    return replace(asset, packed=coded, is_recompressed=True)


def _coded(body: bytes, quality: int) -> dict[str, bytes]:
    return {
        "br": brotli.compress(body, quality=quality),
        "gzip": gzip.compress(body, compresslevel=9, mtime=0),
    }


class Assets:
    """The files of some folders; the first folder that has a file takes precedence.

    `below` limits the files that are served to some paths inside them, such as `static/`; `suffixes` lists
    the only kinds of files that are served, with their dot. `settled` files do not change while the server
    runs, or are served as `hold` has found them; changes to others show within `rest_s` seconds, since
    checking them all takes milliseconds.
    """

    def __init__(
        self,
        folders: tuple[Path, ...],
        suffixes: frozenset[str],
        below: tuple[str, ...] = ("",),
        *,
        settled: bool = False,
        rest_s: float = 0.0,
    ) -> None:
        """Take the folders in the order in which they are searched."""
        self._folders = tuple(folder.resolve() for folder in folders)
        self._suffixes = suffixes
        self._below = below
        self._settled = settled
        self._rest_s = rest_s
        self._known: dict[Path, tuple[tuple[int, int], Asset]] = {}
        self._held: dict[str, bytes | Asset] | None = None
        self._print = ""
        self._looked = 0.0

    def get(self, path: str) -> Asset | None:
        """Return the file at `path`, relative with `/` between, or None if there is none to serve."""
        if self._held is not None:
            return self._kept(path)
        found = self._find(path)
        if found is None:
            return None
        stat = found.stat()
        stamp = (stat.st_mtime_ns, stat.st_size)
        known = self._known.get(found)
        if known is None or known[0] != stamp:
            known = (stamp, pack(found.read_bytes(), found.suffix))
            self._known[found] = known
        return known[1]

    def fingerprint(self) -> str:
        """Return a fingerprint of the present state of the folders: eight hexadecimal digits.

        It changes with any file. It depends on paths, sizes and times: the folders may contain megabytes.
        """
        now = time.monotonic()
        if not self._print or (not self._settled and now - self._looked >= self._rest_s):
            self._looked = now
            self._print = hashlib.sha256("\n".join(self._listed()).encode()).hexdigest()[:8]
        return self._print

    def hold(self) -> None:
        """From now on, serve the files as they are now, even if they change in their folders."""
        held: dict[str, bytes | Asset] = {}
        for folder in reversed(self._folders):
            for entry in (one for below in self._below for one in _walk(folder / below)):
                file = Path(entry.path)
                if entry.name.endswith(tuple(self._suffixes)) and file.resolve().is_relative_to(folder):
                    held[file.relative_to(folder).as_posix()] = file.read_bytes()
        self.fingerprint()
        self._held = held

    def _kept(self, path: str) -> Asset | None:
        """Return a held file, compressed when it is first requested."""
        found = self._held.get(path) if self._held else None
        if isinstance(found, bytes) and self._held is not None:
            found = self._held[path] = pack(found, Path(path).suffix)
        return found if isinstance(found, Asset) else None

    def recompress_next(self) -> bool:
        """Compress a requested file at the highest level; return False if none is left."""
        for path, held in list((self._held or {}).items()):
            if isinstance(held, Asset) and not held.is_recompressed and self._held is not None:
                self._held[path] = recompress(held)
                return True
        for file, (stamp, asset) in list(self._known.items()):
            if not asset.is_recompressed:
                # A file that has changed meanwhile no longer matches the stamp, and is read again.
                self._known[file] = (stamp, recompress(asset))
                return True
        return False

    def _listed(self) -> list[str]:
        """Return a line for each file: its path, size and time."""
        lines = []
        for folder in self._folders:
            for entry in (one for below in self._below for one in _walk(folder / below)):
                if entry.name.endswith(tuple(self._suffixes)):
                    stat = entry.stat()
                    lines.append(f"{entry.path} {stat.st_size} {stat.st_mtime_ns}")
        return sorted(lines)

    def _find(self, path: str) -> Path | None:
        if "\0" in path or not path.startswith(self._below):
            return None
        try:
            return next((found for folder in self._folders if (found := self._in(folder, path))), None)
        except (OSError, ValueError):  # a name that no file can have: too long, or no text
            return None

    def _in(self, folder: Path, path: str) -> Path | None:
        candidate = (folder / path).resolve()
        inside = candidate.is_relative_to(folder) and str(candidate.relative_to(folder).as_posix()) == path
        return candidate if inside and candidate.suffix in self._suffixes and candidate.is_file() else None


def _walk(folder: str | Path, within: frozenset[str] = frozenset()) -> Iterator["os.DirEntry[str]"]:
    """Yield the files of a folder and of its subfolders, in a quarter of the time that `Path.rglob` takes.

    Links to folders are followed, as in Kubernetes' volumes, except links to an enclosing folder.
    """
    with suppress(FileNotFoundError, PermissionError), os.scandir(folder) as entries:
        around = within | {os.path.realpath(folder)}
        for entry in entries:
            if entry.is_dir():
                if not entry.is_symlink() or os.path.realpath(entry.path) not in around:
                    yield from _walk(entry.path, around)
            elif entry.is_file():
                yield entry
