"""The same pages for every server: which ones, and each in the format that a server needs.

Voila and the workbook's own server get the notebooks. Solara gets `solara_app.py`, which runs the notebooks'
own cells. marimo gets each notebook as one of its own, with `mo.ui.anywidget` round each exercise; it does
not show stock ipywidgets, so the page of those is written in marimo's own controls of the same kinds.
"""

import json
import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from widget_host.common.notebook_files import notebook_files

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
NOTEBOOKS = ROOT / "notebooks"
DATA = ROOT / "data"
STOCK = "stock-25"
STOCK_NOTEBOOK = HERE.parent / "notebooks" / f"{STOCK}.ipynb"
STOCK_MARIMO = HERE / "stock_25_marimo.py"
MAIN, NEXT = "standard-1", "standard-2"
CONTROLS_OF_STOCK = 25


@dataclass(frozen=True)
class Page:
    """A page: its name, its cells, a sentence of its prose, and how many exercises it shows."""

    name: str
    cells: tuple[tuple[str, str], ...]
    sentence: str
    shows: int

    @property
    def stock(self):
        """Whether it is the page of stock widgets."""
        return self.name == STOCK


def names():
    """Every page for learners, by name, and the page of stock widgets last."""
    return [*(path.stem for path in notebook_files(NOTEBOOKS, deep=False)), STOCK]


@cache
def page(name):
    """Read a page from its notebook."""
    path = STOCK_NOTEBOOK if name == STOCK else NOTEBOOKS / f"{name}.ipynb"
    cells = [
        (cell["cell_type"], "".join(cell["source"]))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
    ]
    shows = sum(source.count("workbook.") for kind, source in cells if kind == "code" and is_shown(source))
    prose = "\n\n".join(source for kind, source in cells if kind == "markdown")
    return Page(name, tuple(cells), sentence(prose), CONTROLS_OF_STOCK if name == STOCK else shows)


def is_shown(source):
    """Whether a cell of the workbook ends with an exercise, and not with a check of its content."""
    return not source.splitlines()[-1].startswith("assert ")


def sentence(prose):
    """The first sentence of a text that stands in it without any markup."""
    for line in prose.splitlines():
        first = re.match(r"[A-Z][^*_`\[\]<>#|]{30,}?\.(?= |$)", line)
        if first:
            return first[0]
    raise ValueError("There is no plain sentence.")


def lay_out_notebooks(folder):
    """Copy all notebooks into one folder."""
    shutil.copytree(NOTEBOOKS, folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(STOCK_NOTEBOOK, folder)
    return folder


def lay_out_marimo(folder):
    """Write a marimo notebook for each page."""
    folder.mkdir(parents=True)
    for name in names():
        target = folder / f"{name}.py"
        if name == STOCK:
            shutil.copy(STOCK_MARIMO, target)
        else:
            target.write_text(as_marimo(page(name)), encoding="utf-8")
    return folder


def as_marimo(one):
    """A page of the workbook as the text of a marimo notebook."""
    parts = [
        "import marimo",
        "app = marimo.App()",
        _cell("import marimo as mo\nimport workbook", "mo, workbook"),
    ]
    parts += [_cell(_marimo_source(kind, source)) for kind, source in one.cells]
    return "\n\n".join([*parts, 'if __name__ == "__main__":\n    app.run()']) + "\n"


def _marimo_source(kind, source):
    if kind == "markdown":
        linked = re.sub(r"\]\(((?:\w|-)+)\.ipynb", r"](/?file=\1.py", source)
        return f"mo.md({linked!r})"
    text = "\n".join(line for line in source.splitlines() if line.strip() and line != "import workbook")
    if not is_shown(text):
        # In a function, since no two cells of marimo may define the same name.
        inside = "\n".join(f"    {line}" for line in text.splitlines())
        return f"def _check():\n{inside}\n\n_check()"
    head, _, last = text.rpartition("\n")
    # marimo shows no box of ipywidgets, but what is in one can stand below each other.
    many = ""
    if last.startswith("workbook.tip("):
        many = f"{last}.children"
    elif last.startswith("display("):
        many = f"[{last.removeprefix('display(').removesuffix(')')}]"
    each = f"mo.vstack([mo.ui.anywidget(one) for one in {many}])"
    return f"{head}\n{each if many else f'mo.ui.anywidget({last})'}".strip()


def _cell(source, gives=""):
    body = "\n".join(f"    {line}" for line in source.splitlines())
    takes = "" if gives else "mo, workbook"
    return f"@app.cell\ndef _({takes}):\n{body}\n    return {gives}".rstrip()
