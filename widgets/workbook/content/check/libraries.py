"""Widget libraries that a notebook imports: whether pages can draw them, and what they need for that.

Here: what is installed of a library for browsers. Not here: what a cell imports (see `code`), and how a page
draws a library (see `widget_host/pages/static/host_full.js`).
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

__all__ = ["EVALUATING", "is_for_lab_alone"]

EVALUATING = frozenset({"ipydatagrid", "ipyleaflet", "pythreejs"})
"""Libraries, by their module, that make code out of text in the browser, which pages have to ask for."""

_NAME = re.compile(r"[\w.-]+")
_WIDGETS = "@jupyter-widgets/base"


@cache
def is_for_lab_alone(module: str) -> bool:
    """Say whether a library's widgets can be drawn in JupyterLab, and not on pages.

    Pages load what libraries bring for the classic notebook (`nbextensions`). One that is not installed, or
    whose distribution has another name than its module, is taken for no such library.
    """
    try:
        own = distribution(module)
    except (PackageNotFoundError, ValueError):
        return False
    # What is for browsers often is a distribution of its own.
    parts = [own, *map(distribution, _installed(_needed(own)))]
    if not any("ipywidgets" in _needed(one) for one in parts):
        return False
    for_lab = (file for one in parts for file in _files(one, "labextensions", "package.json"))
    return any(_WIDGETS in file.read_text(encoding="utf-8") for file in for_lab) and not any(
        any(_files(one, "nbextensions", "index.js")) for one in parts
    )


def _needed(one: Distribution) -> list[str]:
    """Return the names of what a distribution needs, that of its extras left out."""
    plain = (needed for needed in one.requires or () if "extra ==" not in needed)
    return [found[0] for needed in plain if (found := _NAME.match(needed))]


def _installed(names: list[str]) -> Iterator[str]:
    for name in names:
        with suppress(PackageNotFoundError):  # for another system
            distribution(name)
            yield name


def _files(one: Distribution, kind: str, name: str) -> Iterator[Path]:
    for file in one.files or ():
        if file.name == name and kind in file.parts:
            path = Path(str(file.locate()))
            if path.is_file():
                yield path
