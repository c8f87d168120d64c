"""What the workbook's packages put on pages, both for a server and for copies that need none.

Here: which files these are, from the registry's lines and from the workshops' one script. Not here: which
widgets there are (see `widget_registry`), and how files are joined and sent (see
`widget_host.pages.scripts`).
"""

from pathlib import Path

from widget_host.extension import OnDemand, WidgetFiles
from workbook.common.widget_registry import WIDGETS
from workbook.front import words

__all__ = ["widget_files"]

_PACKAGE = Path(__file__).parents[1]
_WORKSHOP = _PACKAGE / "workshop" / "ui"
_SERVED = _PACKAGE / "server" / "static"
_FOLDERS = ("front", "server/static", "exercises", "record/ui", "usage/ui", "workshop/ui")


def _workshop_words(language: str) -> dict[str, str]:
    return words("workshop", "identifiers", language=language)


def widget_files() -> WidgetFiles:
    """Return what the widgets and the workshops put on pages."""
    return WidgetFiles(
        widgets={name: _PACKAGE / widget.folder / f"{name}.js" for name, widget in WIDGETS.items()},
        # Trainers alone load it.
        apart=frozenset({"workshop_console"}),
        styles=(_SERVED / "frame.css", _SERVED / "home.css", _SERVED / "path.css"),
        on_demand={
            "workshop": OnDemand(
                script=_WORKSHOP / "learner" / "workshop.js",
                sheet=_WORKSHOP / "learner" / "workshop.css",
                styles=(_WORKSHOP / "common" / "workshop_parts.css", _WORKSHOP / "learner" / "workshop.css"),
                words=_workshop_words,
            )
        },
        page=_SERVED / "page.js",
        home=_SERVED / "home.js",
        page_words=("join.away", "minutes", "progress.some", "progress.all", "path", "path.end"),
        home_words=(
            *("progress.some", "progress.all", "progress.blocked"),
            *("home.carry", "home.again", "home.come_back", "join.away"),
            *("hide", "hide.label", "updated", "updated.open"),
            *("home.found", "home.found.none", "home.done"),
            *("home.time", "home.time.unit", "home.time.page"),
        ),
        packages=(_PACKAGE,),
        folders=tuple(f"workbook/{folder}/" for folder in _FOLDERS),
    )
