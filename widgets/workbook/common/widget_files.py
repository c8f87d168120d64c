"""What rooms put on pages, for a server and for copies that need none; neither looks into a room for it.

Here: which files these are, from the registry's lines and from the workshops' one script. Not here: which
widgets there are (see `widget_registry`), and how files are joined and sent (see the room `server`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workbook.common.widget_registry import WIDGETS

__all__ = ["OnDemand", "WidgetFiles", "module_of", "widget_files"]

_PACKAGE = Path(__file__).parents[1]
_WORKSHOP = _PACKAGE / "workshop" / "ui"


@dataclass(frozen=True, slots=True)
class OnDemand:
    """A script that a page fetches when it is needed, with the words that it says.

    `script` asks for `sheet` by `new URL(...)`, which stands for `styles`, joined in this order; `words` are
    areas of the interface's words.
    """

    script: Path
    sheet: Path
    styles: tuple[Path, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WidgetFiles:
    """Everything that rooms put on pages.

    `widgets` are the scripts of widgets by name, each with a style sheet beside it of the same name; `apart`
    names those whose files ordinary pages do not load: theirs are their own, as another library's would be.
    `on_demand` are the scripts that are fetched late, by the name that a page asks for. `folders` are those
    of the package whose files browsers may ask for, each with a slash at its end.
    """

    widgets: Mapping[str, Path] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()
    on_demand: Mapping[str, OnDemand] = field(default_factory=dict)
    folders: tuple[str, ...] = ()


def module_of(name: str) -> str:
    """Return the name of the module that has a widget's function; raises KeyError for another name."""
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
                styles=(_WORKSHOP / "common" / "workshop_parts.css", _WORKSHOP / "learner" / "workshop.css"),
                words=("workshop", "identifiers"),
            )
        },
        folders=("front/", "server/pages/static/", "exercises/", "record/ui/", "usage/ui/", "workshop/ui/"),
    )
