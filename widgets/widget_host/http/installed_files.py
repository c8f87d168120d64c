"""The package's own files, which an upgrade may replace while the server runs on with what it has loaded.

Here: noticing that, and saying it once. Not here: loading all that may be needed (see `common.preload`).
"""

import hashlib
import logging
from pathlib import Path

from widget_host.pages.assets import Assets

__all__ = ["Installed"]

_LOG = logging.getLogger("widget_host")
_SAID = (
    "The program's own files have changed since the server was started. Restart needed. Until then it goes "
    "on with what it has loaded."
)


class Installed:
    """The package's files of some kinds as they were when the server began, and whether they have changed."""

    def __init__(self, folders: tuple[Path, ...], suffixes: frozenset[str]) -> None:
        """Look at the files of some folders and those below them, by their endings."""
        self._folders, self._suffixes = folders, suffixes
        self._print = self._present()
        self._content = self._digest()
        self.is_changed = False

    def fingerprint(self) -> str:
        """Return a name for what the server has loaded: eight hexadecimal digits."""
        return self._print

    def look(self) -> bool:
        """Say whether any file has changed since; it is said in the log once.

        What was merely saved again, as it was, has not changed.
        """
        if not self.is_changed and self._present() != self._print and self._digest() != self._content:
            self.is_changed = True
            _LOG.warning("%s", _SAID)
        return self.is_changed

    def _present(self) -> str:
        return Assets(self._folders, self._suffixes).fingerprint()

    def _digest(self) -> bytes:
        """Return a digest of all that is in the files, which are some three megabytes."""
        found = hashlib.sha256()
        for path in sorted(path for folder in self._folders for path in folder.rglob("*")):
            if path.suffix in self._suffixes and path.is_file():
                found.update(str(path).encode() + b"\0" + path.read_bytes())
        return found.digest()
