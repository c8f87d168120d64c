"""What lets a copy on a web host open without a network, and be installed to a home screen.

Here: the copy's service worker, its manifest and icons. Not here: what a worker does (see
`widget_host.pages.offline`), and a copy that is opened from a folder, which needs none of this.
"""

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from widget_host.pages.offline import WORKER, worker_text
from workbook.publish.site.drawing import FILES, SiteViews
from workbook.server.branding import Branding

__all__ = ["MANIFEST", "offline_files"]

MANIFEST = "manifest.webmanifest"
"""The manifest's name, beside the home page."""

_ICONS = Path(__file__).parent / "static"
_SIZES = (180, 192, 512)
_MASKABLE = "icon-maskable.png"


def offline_files(
    branding: Branding, pages: Iterable[str], views_from: Callable[[str], SiteViews], *, is_on: bool
) -> dict[str, bytes]:
    """Return the files for a copy with these pages; if it `is` not `on`, only what ends an earlier worker.

    `views_from` returns the templates for the page at a path. All addresses are relative: the same copy works
    in any folder of any host, beside other courses.
    """
    if not is_on:
        return {WORKER: worker_text(branding.namespace, None).encode()}
    home = views_from("index.html")
    paths = sorted(pages)
    patterns = ["", *(re.escape(path) for path in paths)]
    folders = {str(PurePosixPath(path).parent) for path in paths}
    away = [
        ("" if folder == "." else f"{folder}/", views_from(f"{folder}/x".removeprefix("./")).problem("away"))
        for folder in sorted(folders)
    ]
    worker = worker_text(branding.namespace, (patterns, [rf"{FILES}.+"], away))
    names = [*(f"icon-{size}.png" for size in _SIZES), _MASKABLE]
    return {
        WORKER: worker.encode(),
        MANIFEST: _manifest(branding, home).encode(),
        **{f"{FILES}{name}": (_ICONS / name).read_bytes() for name in names},
    }


def _manifest(branding: Branding, home: SiteViews) -> str:
    """Return the web app manifest, as JSON."""
    paper, _ = branding.theme.papers
    icons = [
        *({"src": f"{FILES}icon-{size}.png", "sizes": f"{size}x{size}"} for size in _SIZES[1:]),
        {"src": f"{FILES}{_MASKABLE}", "sizes": "512x512", "purpose": "maskable"},
    ]
    told = {
        "name": branding.name(home.language),
        "lang": home.language.tag,
        "start_url": "./index.html",
        "scope": "./",
        "display": "standalone",
        "theme_color": paper,
        "background_color": paper,
        "icons": [{**icon, "type": "image/png"} for icon in icons],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
