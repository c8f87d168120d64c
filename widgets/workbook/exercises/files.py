"""Where the files of every widget lie, and what widgets and workshops put on pages.

Here: from a widget's name to its folder. Not here: which widgets there are (see `common.widget_registry`),
and how files are joined and sent (see the room `server`).
"""

from pathlib import Path

from workbook.common.widget_registry import WIDGETS
from workbook.front.widget_files import OnDemand, WidgetFiles

__all__ = ["module_of", "widget_files"]

_PACKAGE = Path(__file__).parents[1]
_WORKSHOP = _PACKAGE / "workshop" / "ui"


def module_of(name: str) -> str:
    """Return the name of the module that has a widget's function; raises KeyError for a name that is none."""
    return f"workbook.{WIDGETS[name].folder.replace('/', '.')}"


def widget_files() -> WidgetFiles:
    """Return what the widgets and the workshops put on pages."""
    return WidgetFiles(
        widgets={name: _PACKAGE / widget.folder / f"{name}.js" for name, widget in WIDGETS.items()},
        # Trainers alone load it.
        apart=frozenset({"workshop_console"}),
        on_demand={
            "workshop": OnDemand(
                script=_WORKSHOP / "learner" / "workshop.js",
                sheet=_WORKSHOP / "learner" / "workshop.css",
                styles=(_WORKSHOP / "shared" / "workshop_parts.css", _WORKSHOP / "learner" / "workshop.css"),
                words=("workshop", "identifiers"),
            )
        },
        folders=("front/", "server/pages/static/", "exercises/", "record/ui/", "usage/ui/", "workshop/ui/"),
    )
