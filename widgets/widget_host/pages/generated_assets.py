"""Files that are generated while the server runs, from kernels' output and the package.

Here: keeping them under a hash of their content, so that browsers may cache them for ever. An exercise's
module is sent this way: once for each browser, and not with each page. Not here: files in folders (see
`assets`).
"""

import hashlib
from threading import Lock

from widget_host.pages.assets import Asset, pack, recompress

__all__ = ["GeneratedAssets"]


class GeneratedAssets:
    """Texts by their hashes; there are as many as there are different exercises."""

    def __init__(self, address: str) -> None:
        """Take the base address of the files, which ends with a slash."""
        self.address = address
        self._assets: dict[str, Asset] = {}
        self._lock = Lock()

    def add(self, text: str, suffix: str) -> str:
        """Store a text and return its address; `suffix` is `.js` or `.css`. Equal texts are stored once."""
        body = text.encode()
        name = f"{hashlib.sha256(body).hexdigest()[:16]}{suffix}"
        if name not in self._assets:
            # Not under the lock, since it takes a while. Doing it twice does no harm.
            made = pack(body, suffix)
            with self._lock:
                self._assets.setdefault(name, made)
        return self.address + name

    def get(self, name: str) -> Asset | None:
        """Return the file with a name, or None."""
        return self._assets.get(name)

    def recompress_next(self) -> bool:
        """Compress one of the texts at the highest level; return False if none is left."""
        for name, asset in self.items():
            if not asset.is_recompressed:
                made = recompress(asset)
                with self._lock:
                    self._assets[name] = made
                return True
        return False

    def items(self) -> list[tuple[str, Asset]]:
        """Return all files by name."""
        with self._lock:
            return sorted(self._assets.items())
