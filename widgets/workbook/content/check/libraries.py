"""Checks the widget libraries that a notebook imports: whether pages can draw them, and their needs.

Here: a library's installed browser files. Not here: a cell's imports (see `code`), and how a page draws a
library (see `widget_host/pages/static/widgets/host_full.js`).
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

__all__ = ["EVALUATING", "is_for_lab_alone"]

EVALUATING = frozenset({"ipydatagrid", "ipyleaflet", "pythreejs"})
"""Libraries, by their module, that evaluate text as code in the browser, which pages have to request."""

_NAME = re.compile(r"[\w.-]+")
_WIDGETS = "@jupyter-widgets/base"


@cache
def is_for_lab_alone(module: str) -> bool:
    """Return whether a library's widgets can be drawn only in JupyterLab, and not on pages.

    Pages load libraries' files for the classic notebook (`nbextensions`). A library that is not installed, or
    whose distribution has another name than its module, counts as drawable.
    """
    try:
        own = distribution(module)
    except (PackageNotFoundError, ValueError):
        return False
    # The browser files are often in a separate distribution.
    parts = [own, *map(distribution, _installed(_needed(own)))]
    if not any("ipywidgets" in _needed(one) for one in parts):
        return False
    for_lab = (file for one in parts for file in _files(one, "labextensions", "package.json"))
    return any(_WIDGETS in file.read_text(encoding="utf-8") for file in for_lab) and not any(
        any(_files(one, "nbextensions", "index.js")) for one in parts
    )


def _needed(one: Distribution) -> list[str]:
    """Return the names of a distribution's requirements, without those of its extras."""
    plain = (needed for needed in one.requires or () if "extra ==" not in needed)
    return [found[0] for needed in plain if (found := _NAME.match(needed))]


def _installed(names: list[str]) -> Iterator[str]:
    for name in names:
        with suppress(PackageNotFoundError):  # a requirement for another system
            distribution(name)
            yield name


def _files(one: Distribution, kind: str, name: str) -> Iterator[Path]:
    for file in one.files or ():
        if file.name == name and kind in file.parts:
            path = Path(str(file.locate()))
            if path.is_file():
                yield path
