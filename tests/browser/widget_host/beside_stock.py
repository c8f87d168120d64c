"""Opens a folder of notebooks on our server and on stock Voila, and reports what a person sees differently.

    PYTHONPATH=widgets:tests python -m browser.widget_host.beside_stock FOLDER

prints that for each notebook of a folder, such as one that somebody brought. What is compared is said in
`seen.js`. Not here: what may differ, and why (see `test_beside_stock`).
"""

import sys
import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from browser.chromium import ARGUMENTS, SIZES, find_chromium
from browser.server import Server
from browser.widget_host.stock_voila import StockVoila
from timeouts import scaled
from widget_host.common.notebook_files import notebook_files

__all__ = ["OURS", "STOCK", "Sides", "differences", "seen"]

SEEN = Path(__file__).with_name("seen.js").read_text(encoding="utf-8")
OURS, STOCK = "main.wb-main", "#rendered_cells"
"""What holds a notebook's content on a page."""

READY = {OURS: "body[data-ready]", STOCK: "body:not(:has(#loading))"}


@dataclass
class Sides:
    """Both servers over one folder, and a browser that can reach only this machine."""

    browser: Browser
    ours: Server
    stock: StockVoila

    def open(self, side: str, path: str, query: str = "") -> Page:
        """Open a notebook's page, by its path without the suffix, in a separate context."""
        address = self.ours.page(path) if side == OURS else self.stock.page(path)
        context = self.browser.new_context(viewport=SIZES["desktop"], locale="en-GB")
        context.set_default_timeout(scaled(30_000))
        page = context.new_page()
        page.goto(f"{address}{query}", wait_until="domcontentloaded", timeout=scaled(60_000))
        page.wait_for_selector(READY[side], state="attached", timeout=scaled(60_000))
        return page

    def compare(self, stock: Page, ours: Page) -> list[tuple[str, str]]:
        """Return where two pages differ now; see `differences`."""
        return differences(
            seen(stock, STOCK, f"{self.stock.address}voila/render/"),
            seen(ours, OURS, f"{self.ours.address}voila/render/"),
        )


def seen(page: Page, selector: str, below: str) -> list[str]:
    """Return what a person sees there, in words; addresses begin at `below`."""
    found: list[str] = page.evaluate(SEEN, [selector, below])
    return found


def differences(stock: list[str], ours: list[str]) -> list[tuple[str, str]]:
    """Return the differences: what stock's page has, and what ours has in the same place."""
    steps = SequenceMatcher(None, stock, ours, autojunk=False).get_opcodes()
    return [(" ".join(stock[a:b]), " ".join(ours[c:d])) for step, a, b, c, d in steps if step != "equal"]


def main(folder: Path) -> None:
    """Print the differences of each notebook below a folder, once its pages have settled."""
    with ExitStack() as opened:
        playwright = opened.enter_context(sync_playwright())
        path = find_chromium(playwright.chromium.executable_path)
        browser = opened.enter_context(playwright.chromium.launch(executable_path=path, args=ARGUMENTS))
        log = Path(opened.enter_context(tempfile.TemporaryDirectory())) / "voila.log"
        ours, stock = Server(folder), StockVoila(folder, log)
        opened.callback(ours.stop)
        opened.callback(stock.stop)
        sides = Sides(browser, ours, stock)
        for notebook in notebook_files(folder):
            name = notebook.relative_to(folder).with_suffix("").as_posix()
            print(f"\n== {name}", flush=True)
            _tell(sides, name)


def _tell(sides: Sides, name: str) -> None:
    try:
        stock, ours = sides.open(STOCK, name), sides.open(OURS, name)
    except Exception as error:  # it is told, and the next one is looked at
        print(f"   can't be opened: {str(error).splitlines()[0]}")
        return
    with closing(stock.context), closing(ours.context):
        for page in (stock, ours):
            page.wait_for_load_state("networkidle", timeout=scaled(60_000))
            page.wait_for_timeout(2000)
        for theirs, own in sides.compare(stock, ours):
            print(f"   stock: {theirs}\n    ours: {own}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
