"""Watches the package's own files, which an upgrade may replace while the server runs the loaded version.

Here: detecting that, and logging it once. Not here: loading everything in advance (see `common.preload`).
"""

import hashlib
import logging
from pathlib import Path

from widget_host.pages.assets import Assets

__all__ = ["Installed"]

_LOG = logging.getLogger("widget_host")
_SAID = (
    "The server's own files have changed since the server was started. Restart needed. Until then it runs "
    "the version that it has loaded."
)


class Installed:
    """The package's files of some kinds as they were at the server's start, and whether they have changed."""

    def __init__(self, folders: tuple[Path, ...], suffixes: frozenset[str]) -> None:
        """Record the files with these suffixes in some folders and below them."""
        self._folders, self._suffixes = folders, suffixes
        self._print = self._present()
        self._content = self._digest()
        self.is_changed = False

    def fingerprint(self) -> str:
        """Return a fingerprint of the loaded files: eight hexadecimal digits."""
        return self._print

    def check(self) -> bool:
        """Return whether any file has changed since; the first time, this is logged.

        A file that was saved again with the same content has not changed.
        """
        if not self.is_changed and self._present() != self._print and self._digest() != self._content:
            self.is_changed = True
            _LOG.warning("%s", _SAID)
        return self.is_changed

    def _present(self) -> str:
        return Assets(self._folders, self._suffixes).fingerprint()

    def _digest(self) -> bytes:
        """Return a digest of the files' contents, some three megabytes."""
        found = hashlib.sha256()
        for path in sorted(path for folder in self._folders for path in folder.rglob("*")):
            if path.suffix in self._suffixes and path.is_file():
                found.update(str(path).encode() + b"\0" + path.read_bytes())
        return found.digest()
