"""Caches which notebooks ran without errors, so that `workbook check` runs only those that have changed.

Here: the digest of a notebook with everything that it depends on, and the file that keeps such digests from
one check to the next. The file contains nothing that anybody wrote. Not here: running (see `checking`).
"""

import hashlib
import json
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import platformdirs

from widget_host.common.notebook_files import is_hidden, notebook_files
from widget_host.common.safe_write import write_whole

__all__ = ["CheckCache", "names", "passed_file"]

_MOST = 5000
_CODE = (".py", ".js", ".css", ".json", ".po", ".typ")
_TABLES = (".csv", ".json", ".xlsx")
_NOTEBOOK = ".ipynb"
_INSTALLED = (".dist-info", ".egg-info")


def passed_file() -> Path:
    """Return the current user's file of digests."""
    return platformdirs.user_cache_path("workbook", appauthor=False) / "checked.json"


class CheckCache:
    """The digests of notebooks that passed: the last 5000, in a file. An unreadable file counts as empty."""

    def __init__(self, file: Path) -> None:
        """Read the file."""
        self._file = file
        self._names: list[str] = []
        with suppress(OSError, ValueError, RecursionError):
            found = json.loads(file.read_bytes())
            self._names = [one for one in found if isinstance(one, str)] if isinstance(found, list) else []

    def __contains__(self, name: str) -> bool:
        """Return whether the notebook with this digest passed."""
        return name in self._names

    def add(self, names: Iterable[str]) -> None:
        """Store further digests; if the file can't be written, their notebooks are run again next time."""
        new = list(dict.fromkeys(names))
        if not new:
            return
        self._names = [*(one for one in self._names if one not in new), *new][-_MOST:]
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, json.dumps(self._names).encode(), 0o600)


def names(folder: Path, data: Path) -> dict[str, str]:
    """Return a digest for each notebook of a folder, by its path below it, with `/` between.

    It changes with the notebook, with the tables in `data`, with the files beside the notebooks, with
    this package, and with the versions of Python and of all packages.
    """
    package = Path(__file__).parents[1]
    shared = (
        sys.version,
        sys.prefix,
        _installed(),
        _content(package, _CODE),
        _content(data, _TABLES),
        str(folder),
        _beside(folder),
    )
    found = {}
    for file in notebook_files(folder):
        path = file.relative_to(folder).as_posix()
        with suppress(OSError):
            found[path] = _digest((*shared, path, _digest(file.read_bytes())))
    return found


def _installed() -> list[str]:
    """Return the installed packages, by the folders that name them with their versions."""
    found: set[str] = set()
    for place in sys.path:
        with suppress(OSError):
            found.update(one.name for one in Path(place).iterdir() if one.suffix in _INSTALLED)
    return sorted(found)


def _content(folder: Path, suffixes: tuple[str, ...]) -> str:
    """Return a digest of the files of a folder with these endings."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.suffix in suffixes and not is_hidden(file.relative_to(folder)):
            with suppress(OSError):
                digest.update(f"{file.relative_to(folder)}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _beside(folder: Path) -> list[tuple[str, int, int]]:
    """Return the names, times and sizes of the other files that a notebook may read there."""
    found = []
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder)
        if file.suffix != _NOTEBOOK and not is_hidden(name) and "__pycache__" not in name.parts:
            with suppress(OSError):
                if file.is_file():
                    stat = file.stat()
                    found.append((name.as_posix(), stat.st_mtime_ns, stat.st_size))
    return found


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()
