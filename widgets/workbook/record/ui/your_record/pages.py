"""Which pages the workbook has, as the record names them: from the notebooks beside the one that is open.

Not here: the list of pages that learners are shown, which the serving side makes.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from widget_host.common.notebook_files import metadata_of, notebook_files

__all__ = ["pages_here"]


def pages_here(standards: Collection[str], folder: Path | None = None) -> list[dict[str, Any]]:
    """Return the pages of a folder of notebooks, by default the working directory, where a kernel starts.

    Each has its `id`, `title`, `path` (relative to the folder), `minutes` (what it takes, 0 where nobody
    said) and `standard` (its own id, where that is a standard's; else ""). What is not a page is passed
    over, so that there may be none: the front end then names a page by what the record says of it.
    """
    here = folder or Path.cwd()
    # No deeper: below there may be other languages' pages, or, in JupyterLab, somebody's whole home.
    paths = [path for place in (here, here / "guides") for path in notebook_files(place, deep=False)]
    found = [(path, metadata_of(path) or {}) for path in paths]
    return [
        {
            "id": page,
            "title": title,
            "path": path.relative_to(here).as_posix(),
            "minutes": minutes if isinstance(minutes := about.get("minutes"), int) else 0,
            "standard": page if page in standards else "",
        }
        for path, metadata in found
        if isinstance(about := metadata.get("workbook"), dict)
        and isinstance(page := about.get("page"), str)
        and isinstance(title := metadata.get("title"), str)
    ]
