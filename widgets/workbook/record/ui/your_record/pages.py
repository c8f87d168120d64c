"""Lists the workbook's pages for the record, from the notebooks beside the open one.

Not here: the list of pages for learners, which the server makes.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from widget_host.common.notebook_files import metadata_of, notebook_files

__all__ = ["pages_here"]


def pages_here(standards: Collection[str], folder: Path | None = None) -> list[dict[str, Any]]:
    """Return the pages of a folder of notebooks, by default the working directory, in which a kernel starts.

    Each has its `id`, `title`, `path` (relative to the folder), `minutes` (its duration, 0 if unknown) and
    `standard` (its own id, if that is a standard's; else ""). Anything that is not a page is skipped, so
    there may be none: the front end then names pages from the record.
    """
    here = folder or Path.cwd()
    # Not recursive: below there may be other languages' pages, or, in JupyterLab, somebody's whole home.
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
