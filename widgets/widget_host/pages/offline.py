"""The service worker, by which pages that were opened once open again without a network.

Here: which addresses a worker is told to keep, and its text. Not here: what it does with them (see
`static/offline`), and when there is one (see `settings`).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from widget_host.common.notebook_files import MEDIA
from widget_host.link import classic
from widget_host.pages.assets import Asset, pack

if TYPE_CHECKING:
    from widget_host.pages.views import Views

__all__ = ["WORKER", "is_ahead", "server_worker", "worker_text"]

WORKER = "worker.js"
"""The worker's address below the base path: a browser lets it answer only for what lies beside and below."""

_WORKER = Path(__file__).parent / "static" / "offline" / "worker.js"
_TOLD = "keptPages"


def server_worker(views: "Sequence[Views]") -> Asset:
    """Return the worker of a server with these views, English first; without any, one that ends itself.

    It changes with the pages' style, names and list, since it holds what is shown for a page that is not
    kept; a browser then takes the new one by itself.
    """
    key = tuple(one.stamp() for one in views)
    return _asset(tuple(views), key)


@lru_cache(maxsize=4)
def _asset(views: "tuple[Views, ...]", key: tuple[object, ...]) -> Asset:
    del key
    if not views:
        return pack(worker_text("", None).encode(), ".js")
    base = views[0].base_url
    homes = [one.home_url.removeprefix(base) for one in views]
    home = f"(?:{'|'.join(re.escape(one) for one in homes)})"
    pages = (home, rf"{home}voila/render/(?!.*\.(?:{'|'.join(MEDIA)})$).+")
    files = (r"host/modules/.+", r"host/(?:code|parts)/[0-9a-f]{8}/.+")
    away = [(one.home_url.removeprefix(base), one.problem("away")) for one in views]
    return pack(worker_text(views[0].namespace, (pages, files, away)).encode(), ".js")


def is_ahead(headers: Mapping[str, str]) -> bool:
    """Return whether a worker asks for a page to keep it: nobody looks at it, so it is no visit."""
    return headers.get("Purpose") == "prefetch"


def worker_text(
    namespace: str, kept: tuple[Iterable[str], Iterable[str], Iterable[tuple[str, str]]] | None
) -> str:
    """Return the text of a worker for a course; with None for `kept`, one that deletes its caches and itself.

    `kept` has the regular expressions of pages and of files, relative to the worker's folder, and for each
    folder the page that is shown for one that is not kept.
    """
    told = None
    if kept is not None:
        pages, files, away = kept
        told = {
            "course": namespace,
            "pages": list(pages),
            "files": list(files),
            "away": [{"folder": folder, "html": html} for folder, html in away],
        }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.{_TOLD} = {text};\n{_code()}"


@cache
def _code() -> str:
    # In the oldest browsers, a service worker can't be an ES module.
    return classic(_WORKER, (), "keptModules", {})
