"""Files that are made while the server runs, out of what kernels and the package hold.

Here: keeping them under a name that tells their content, so that browsers may keep them for ever. An
exercise's module travels so: once for each browser, and not with each page. Not here: files that lie in
folders (see `assets`).
"""

import hashlib
from threading import Lock

from widget_host.pages.assets import Asset, pack, recompress

__all__ = ["GeneratedAssets"]


class GeneratedAssets:
    """Texts by the names made from them; there are as many as there are different exercises."""

    def __init__(self, address: str) -> None:
        """Take the address below which they are found; it ends with a slash."""
        self.address = address
        self._assets: dict[str, Asset] = {}
        self._lock = Lock()

    def add(self, text: str, suffix: str) -> str:
        """Keep a text and return its address; `suffix` is `.js` or `.css`. The same text is kept once."""
        body = text.encode()
        name = f"{hashlib.sha256(body).hexdigest()[:16]}{suffix}"
        if name not in self._assets:
            # Not under the lock, since it takes a while. Twice the same does no harm.
            made = pack(body, suffix)
            with self._lock:
                self._assets.setdefault(name, made)
        return self.address + name

    def get(self, name: str) -> Asset | None:
        """Return what was kept under a name, or None."""
        return self._assets.get(name)

    def recompress_next(self) -> bool:
        """Compress a text that is kept as far as it goes; return False where none is left."""
        for name, asset in self.items():
            if not asset.is_recompressed:
                made = recompress(asset)
                with self._lock:
                    self._assets[name] = made
                return True
        return False

    def items(self) -> list[tuple[str, Asset]]:
        """Return all that is kept, by name."""
        with self._lock:
            return sorted(self._assets.items())
