"""Standards of conduct and social media: a training workbook. These are the names that a notebook uses.

Each shows one exercise: `workbook.scenario("the-petition")`. What can stand in the brackets is an identifier
from the tables in `data/`; `workbook check` says when one does not exist. `load` gives the tables themselves,
for the cells in which a page checks what it promises.
"""

from importlib import import_module
from typing import Any

from workbook.common.widget_registry import WIDGETS, module_of

__all__ = sorted([*WIDGETS, "load"])  # noqa: PLE0605 - one line of the registry is all that a widget needs


def __getattr__(name: str) -> Any:  # noqa: ANN401 - each name has a type of its own
    """Import an exercise when it is first asked for: a page, or a command, pays for what it uses alone."""
    if name not in __all__:
        raise AttributeError(f"The workbook has no {name!r}. There is: {', '.join(__all__)}.")
    return getattr(import_module("workbook.content" if name == "load" else module_of(name)), name)


def __dir__() -> list[str]:
    """List the names for completion in JupyterLab."""
    return __all__
