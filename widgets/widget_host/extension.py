"""The extension point: what a program that mounts the host puts on pages.

Here: what can be put there, and what stands there where nobody mounts anything. A program makes a subclass of
`Extension` and hands it over in the settings; what it answers beside pages, and does for kernels, goes there
too (see `settings`). Not here: how pages are drawn (see `pages.views`).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from widget_host.pages.metadata import Page

__all__ = ["Extension", "OnDemand", "PageListing", "WidgetFiles", "own_words"]

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class OnDemand:
    """A script that a page fetches when it is needed, with the words that it says.

    `script` asks for `sheet` by `new URL(...)`, which stands for `styles`, joined in this order; `words`
    returns its words by name in a language.
    """

    script: Path
    sheet: Path
    styles: tuple[Path, ...]
    words: Callable[[str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class WidgetFiles:
    """The scripts and styles that are put on pages.

    `widgets` are the scripts of widgets by name, each with a style sheet beside it of the same name; `apart`
    names those whose files ordinary pages do not load: theirs are their own, as another library's would be.
    `styles` are style sheets of all pages, after the host's own and before those of widgets. `on_demand` are
    the scripts that are fetched late, by the name that a page asks for. `page` is the script of notebooks'
    pages, `home` that of the home page, None for none, and `page_words` and `home_words` name the words that
    they say besides the host's own. `packages` are folders of packages, and `folders` those whose files
    browsers may ask for, each beginning with the package's name and ending with a slash.
    """

    widgets: Mapping[str, Path] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()
    styles: tuple[Path, ...] = ()
    on_demand: Mapping[str, OnDemand] = field(default_factory=dict)
    page: Path = _HERE / "pages" / "static" / "page" / "page.js"
    home: Path | None = None
    page_words: tuple[str, ...] = ()
    home_words: tuple[str, ...] = ()
    packages: tuple[Path, ...] = ()
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageListing:
    """How the notebooks of a folder become a list of pages.

    A notebook says under `key` of its metadata which page it is: `page` (a name), `part` (one of `parts`),
    `order`, `minutes` and `summary`. `parts` are shown in their order; nobody is led into those of `apart`
    by "next". With `lists_all`, a notebook that says nothing is a page of the first part; else it is not
    listed. A folder named after one of `languages` holds notebooks that take the place of English ones.
    """

    key: str = "widget_host"
    parts: tuple[str, ...] = ("pages",)
    apart: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    lists_all: bool = True


class Extension:
    """What a program puts on pages. This one puts nothing there, and lists all notebooks.

    `namespace` is what all that pages keep in browsers is named after, "" for names without one; `css` a
    style sheet that follows all others; `icon` the address of the pages' icon, below that of the packages'
    files; `templates` are folders in which a template is looked for before the host's own, such as
    `footer.html`; `listing` and `files` say which pages there are, and what they load.
    """

    namespace: str = ""
    css: str = ""
    icon: str = "widget_host/pages/static/icon.svg"
    templates: tuple[Path, ...] = ()
    listing: PageListing = PageListing()
    files: WidgetFiles = WidgetFiles()

    def name(self, language: str) -> str:
        """Return what all the pages together are called."""
        return self.words(language)["serve.name"]

    def words(self, language: str) -> Mapping[str, str]:
        """Return the texts of pages by name; what is said of a number has one for each form, `name.one`.

        They are at least those of `own_words`.
        """
        del language
        return own_words()

    def values(self, language: str) -> dict[str, object]:
        """Return what this program's templates are given besides."""
        del language
        return {}

    def home_values(self, language: str, pages: "Sequence[Page]") -> dict[str, object]:
        """Return what this program's template of the home page is given besides; `pages` are those listed."""
        del language, pages
        return {}

    def state(self, language: str) -> tuple[object, ...]:
        """Return what pages in a language depend on here: they are drawn again when it changes."""
        del language
        return ()

    def preload(self) -> None:
        """Load all of this program's code that pages may need later, while it is of one version."""


@cache
def own_words() -> dict[str, str]:
    """Return the host's own texts by name, in English."""
    told = json.loads((_HERE / "words.json").read_text(encoding="utf-8"))
    said: dict[str, str] = {}
    for name, text in told.items():
        said |= (
            {name: text} if isinstance(text, str) else {f"{name}.{form}": one for form, one in text.items()}
        )
    return said
