"""What rooms put on pages, for a server and for copies that need none; neither knows any room by name.

Here: the form in which it is handed over. Not here: which widgets there are (see `common.widget_registry`),
and how files are joined and sent (see the room `server`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["OnDemand", "WidgetFiles"]


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
