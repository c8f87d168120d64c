"""The addresses of our own scripts and styles, bundled from the package's files.

Here: bundles of style sheets and scripts, and the address of each widget's module. Not here: how modules
are bundled (see `link`).
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
_FIRST = ("styles/tokens.css", "styles/kit.css", "styles/page.css")


class PageScripts:
    """The package's scripts and styles as pages load them, rebuilt when one of the files changes."""

    def __init__(
        self,
        code: Assets,
        generated: GeneratedAssets,
        address: str,
        widget_files: WidgetFiles,
        own_styles: str = "",
    ) -> None:
        """Take the files, the store of generated files, and the files' base address, which ends with a slash.

        `widget_files` are the files that packages add to pages; `own_styles` come after all other styles.
        """
        self._widget_files = widget_files
        self._own_styles = own_styles
        self._code = code
        self._generated = generated
        self._address = address
        self._lock = Lock()
        self._print = ""
        self._own: dict[str, str] = {}
        self._styles = ""
        self._scripts: dict[str, str] = {}
        self._on_demand: dict[tuple[str, str], str] = {}

    def own(self) -> Mapping[str, str]:
        """Return the address of each exercise's module, by the module text that the exercise sends."""
        self._refresh()
        return self._own

    def styles(self) -> str:
        """Return the address of the combined style sheet: the host's, the program's, each widget's."""
        self._refresh()
        return self._styles

    def script(self, name: str, language: str = ENGLISH) -> str:
        """Return the address of a script bundled with its imports.

        `page` is that of notebooks' pages, with every exercise; `home` that of the home page; `host_full` is
        loaded in addition by pages with stock widgets; others are loaded on demand, and also export their
        words in the page's language.
        """
        self._refresh()
        if name not in self._widget_files.on_demand:
            return self._scripts[name]
        with self._lock:
            found = self._on_demand.get((name, language))
        if found is None:
            # Not under the lock: requests for pages would wait until it is bundled and compressed.
            found = self._generated.add(self._late(self._widget_files.on_demand[name], language), ".js")
            self._on_demand[name, language] = found
        return found

    def load(self, language: str) -> None:
        """Bundle now the scripts that pages load on demand, in a language."""
        for name in self._widget_files.on_demand:
            self.script(name, language)

    def address(self, path: str) -> str:
        """Return the address of a file such as `front/kit.js`, which changes when any of them does."""
        return f"{self._address}{self._code.fingerprint()}/{path}"

    def joined(self, modules: list[Path]) -> dict[str, str]:
        """Bundle the scripts of the pages, with the exercises' `modules`; return their addresses by name.

        All exercises are in one bundle, though few pages have them all. Measured at 1.6 Mbit/s, 150 ms
        latency and a CPU four times slower, that costs a first visit little, and later pages load nothing.
        """
        full, stock = _STATIC / "widgets" / "host_full.js", _STATIC / "styles" / "stock.css"
        texts = {"host_full": bundle(full, addresses={stock: self.address(f"{STATIC}styles/stock.css")})}
        whole = self._generated.add(texts["host_full"], ".js")
        files = self._widget_files
        texts["page"] = bundle(files.page, modules, {full: whole})
        if files.home:
            texts["home"] = bundle(files.home)
        return {name: self._generated.add(text, ".js") for name, text in texts.items()}

    def add(self, text: str, suffix: str) -> str:
        """Store a generated file, and return its address."""
        return self._generated.add(text, suffix)

    def _refresh(self) -> None:
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
        host = (_STATIC / name for name in _FIRST)
        sheets = [*host, *parts.styles, *(module.with_suffix(".css") for module in modules)]
        self._styles = self._sheet(sheets, self._own_styles)

    def _sheet(self, sheets: list[Path], last: str = "") -> str:
        """Concatenate style sheets in this order, and return the address of the result."""
        joined = "\n".join([*(sheet.read_text(encoding="utf-8") for sheet in sheets), last])
        return self.add(joined, ".css")

    def _late(self, part: OnDemand, language: str) -> str:
        """Bundle a script that is loaded on demand with its words: pages that don't need it load neither."""
        styles = self._sheet(list(part.styles))
        said = json.dumps(dict(part.words(language)), ensure_ascii=False, separators=(",", ":"))
        code = bundle(part.script, addresses={part.sheet: styles})
        return f"export const words = {said};\n{code}"
