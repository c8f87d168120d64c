"""Screenshots of what tests see, for people who want to look: WORKBOOK_PICTURES names their folder.

Without it none is made: a run leaves no file behind.
"""

import os
from pathlib import Path


def picture(page, name, *, full=True):
    """Save a screenshot of the page, or with `full=False` of its window only."""
    if folder := os.environ.get("WORKBOOK_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=full)
