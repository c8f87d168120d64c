"""Files that pages load: found in a few folders, compressed once, and kept by browsers as long as is safe.

Here: finding, compressing and naming a file by what is in it. Not here: the addresses (see `routes`).
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
# What is larger than anybody waits for is compressed a little.
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
    """One file: its bytes, its type, a hash of it, and the same compressed.

    `packed` holds it by the name of the coding, the smallest first; it is empty where that gains nothing.
    `is_recompressed` says that it is as small as it gets.
    """

    body: bytes
    content_type: str
    digest: str
    packed: dict[str, bytes]
    is_recompressed: bool = False

    def best_for(self, accepted: str) -> tuple[bytes, str]:
        """Return the bytes for a browser, and their coding or ""; `accepted` is its Accept-Encoding."""
        codings = {part.partition(";")[0].strip() for part in accepted.split(",")}
        for coding, body in self.packed.items():
            if coding in codings:
                return body, coding
        return self.body, ""


def pack(body: bytes, suffix: str) -> Asset:
    """Return the file with this content, compressed quickly, since somebody waits for it.

    `suffix` tells its kind, with a dot. See `recompress` for what is sent again and again.
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
    """Return a file compressed as far as it goes, for what is sent often; it takes up to a second."""
    coded = asset.packed and _coded(asset.body, _QUICK if len(asset.body) >= _LARGE else _BEST)
    return replace(asset, packed=coded, is_recompressed=True)


def _coded(body: bytes, quality: int) -> dict[str, bytes]:
    return {
        "br": brotli.compress(body, quality=quality),
        "gzip": gzip.compress(body, compresslevel=9, mtime=0),
    }


class Assets:
    """The files of some folders, the first folder that has a file winning.

    `below` limits what is given out to some paths inside them, such as `static/`; `suffixes` are the only
    kinds of file that are given out, with their dot. `settled` files do not change while the server runs, or
    are given out as `hold` has found them; of others a change shows within `rest_s` seconds: looking at all
    of them takes milliseconds.
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
        """Return the file at `path`, relative with `/` between, or None where there is none to give out."""
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
        """Return a name for the present state of the folders: eight hexadecimal digits.

        It changes with any file. It goes by paths, sizes and times: the folders may hold some megabytes.
        """
        now = time.monotonic()
        if not self._print or (not self._settled and now - self._looked >= self._rest_s):
            self._looked = now
            self._print = hashlib.sha256("\n".join(self._listed()).encode()).hexdigest()[:8]
        return self._print

    def hold(self) -> None:
        """Give out the files as they are now from here on, whatever becomes of them in their folders."""
        held: dict[str, bytes | Asset] = {}
        for folder in reversed(self._folders):
            for entry in (one for below in self._below for one in _walk(folder / below)):
                file = Path(entry.path)
                if entry.name.endswith(tuple(self._suffixes)) and file.resolve().is_relative_to(folder):
                    held[file.relative_to(folder).as_posix()] = file.read_bytes()
        self.fingerprint()
        self._held = held

    def _kept(self, path: str) -> Asset | None:
        """Return a file that is held, compressed when it is first asked for."""
        found = self._held.get(path) if self._held else None
        if isinstance(found, bytes) and self._held is not None:
            found = self._held[path] = pack(found, Path(path).suffix)
        return found if isinstance(found, Asset) else None

    def recompress_next(self) -> bool:
        """Compress a file that has been asked for as far as it goes; return False where none is left."""
        for path, held in list((self._held or {}).items()):
            if isinstance(held, Asset) and not held.is_recompressed and self._held is not None:
                self._held[path] = recompress(held)
                return True
        for file, (stamp, asset) in list(self._known.items()):
            if not asset.is_recompressed:
                # A file that has changed meanwhile no longer fits the stamp, and is read again.
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
    """Give the files of a folder and of those in it: a quarter of the time that `Path.rglob` takes.

    Links to folders are followed, as in Kubernetes' volumes, and those to a folder around them are not.
    """
    with suppress(FileNotFoundError, PermissionError), os.scandir(folder) as entries:
        around = within | {os.path.realpath(folder)}
        for entry in entries:
            if entry.is_dir():
                if not entry.is_symlink() or os.path.realpath(entry.path) not in around:
                    yield from _walk(entry.path, around)
            elif entry.is_file():
                yield entry
