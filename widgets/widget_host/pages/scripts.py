"""Where pages find our own scripts and styles, made ready from the package's files.

Here: style sheets and scripts made of many files each, and where each widget's module is. Not here: how
modules are joined (see `link`).
"""

import json
from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from widget_host.extension import OnDemand, WidgetFiles
from widget_host.languages import ENGLISH
from widget_host.link import bundle, clear_link_cache, link
from widget_host.pages.assets import Assets
from widget_host.pages.generated_assets import GeneratedAssets

__all__ = ["STATIC", "PageScripts"]

STATIC = "widget_host/pages/static/"
"""The host's own scripts and styles in their addresses, below those of the packages' files."""

_STATIC = Path(__file__).parent / "static"
_FIRST = ("tokens.css", "kit.css", "page.css")


class PageScripts:
    """The package's scripts and styles as pages ask for them; made again when one of the files changes."""

    def __init__(
        self,
        code: Assets,
        made: GeneratedAssets,
        address: str,
        widget_files: WidgetFiles,
        own_styles: str = "",
    ) -> None:
        """Take the files, where made ones are kept, and the address of the files; it ends with a slash.

        `widget_files` is what is put on pages; `own_styles` follow all others.
        """
        self._widget_files = widget_files
        self._own_styles = own_styles
        self._code = code
        self._made = made
        self._address = address
        self._lock = Lock()
        self._print = ""
        self._own: dict[str, str] = {}
        self._styles = ""
        self._scripts: dict[str, str] = {}
        self._on_demand: dict[tuple[str, str], str] = {}

    def own(self) -> Mapping[str, str]:
        """Return the address of each widget's module, by the text that the widget itself gives."""
        self._look()
        return self._own

    def styles(self) -> str:
        """Return the address of the one style sheet: tokens, kit, pages, then each widget's."""
        self._look()
        return self._styles

    def script(self, name: str, language: str = ENGLISH) -> str:
        """Return the address of a script with all that it imports.

        `page` is that of notebooks' pages, with every widget of our own; `home` that of the home page;
        `host_full` what pages with stock widgets load besides; others are fetched on demand, and export their
        words, in a language, beside what they do.
        """
        self._look()
        if name not in self._widget_files.on_demand:
            return self._scripts[name]
        with self._lock:
            found = self._on_demand.get((name, language))
        if found is None:
            # Not under the lock: whoever draws a page would wait until it is joined and compressed.
            found = self._made.add(self._late(self._widget_files.on_demand[name], language), ".js")
            self._on_demand[name, language] = found
        return found

    def load(self, language: str) -> None:
        """Join now what pages fetch on demand, in a language."""
        for name in self._widget_files.on_demand:
            self.script(name, language)

    def address(self, path: str) -> str:
        """Return the address of a file such as `front/kit.css`, which changes when any of them does."""
        return f"{self._address}{self._code.fingerprint()}/{path}"

    def joined(self, modules: list[Path]) -> dict[str, str]:
        """Join the scripts of the pages, with the widgets' `modules`; returns their addresses by name.

        All widgets are in one, though few pages have them all. Measured at 1.6 Mbit/s, 150 ms and a
        processor four times slower, that costs a first visit little, and later pages then load nothing.
        """
        full, stock = _STATIC / "host_full.js", _STATIC / "stock.css"
        texts = {"host_full": bundle(full, addresses={stock: self.address(f"{STATIC}stock.css")})}
        whole = self._made.add(texts["host_full"], ".js")
        files = self._widget_files
        texts["page"] = bundle(files.page, modules, {full: whole})
        if files.home:
            texts["home"] = bundle(files.home)
        return {name: self._made.add(text, ".js") for name, text in texts.items()}

    def add(self, text: str, suffix: str) -> str:
        """Keep a file that was made, and return its address."""
        return self._made.add(text, suffix)

    def _look(self) -> None:
        with self._lock:
            if self._print != self._code.fingerprint():
                if self._print:
                    clear_link_cache()
                self._make()
                self._print = self._code.fingerprint()

    def _make(self) -> None:
        parts = self._widget_files
        modules = [path for name, path in sorted(parts.widgets.items()) if name not in parts.apart]
        self._on_demand = {}
        self._scripts = self.joined(modules)
        page = self._scripts["page"]
        self._own = {link(module): f"{page}#{module.stem}" for module in modules}
        sheets = [*(_STATIC / name for name in _FIRST), *(module.with_suffix(".css") for module in modules)]
        self._styles = self._sheet(sheets, self._own_styles)

    def _sheet(self, sheets: list[Path], last: str = "") -> str:
        """Join style sheets in this order, and return the address of the one."""
        joined = "\n".join([*(sheet.read_text(encoding="utf-8") for sheet in sheets), last])
        return self.add(joined, ".css")

    def _late(self, part: OnDemand, language: str) -> str:
        """Join a script that is fetched on demand, with its words: pages that do without carry neither."""
        styles = self._sheet(list(part.styles))
        said = json.dumps(dict(part.words(language)), ensure_ascii=False, separators=(",", ":"))
        code = bundle(part.script, addresses={part.sheet: styles})
        return f"export const words = {said};\n{code}"
