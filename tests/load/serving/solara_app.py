"""The workbook's notebooks as a Solara app: each visitor's page runs the notebook's own cells.

Solara runs this file, with LOAD_NOTEBOOKS naming the folder. The prose is Solara's Markdown, and the last
value of a cell is displayed as it is, as a notebook would.
"""

import ast
import json
import os
import re
from pathlib import Path

import solara
from ipywidgets import VBox

from widget_host.common.notebook_files import notebook_files

FOLDER = Path(os.environ["LOAD_NOTEBOOKS"])


def cells_of(path):
    """The cells of a notebook, with the code compiled once: the statements, and the last value."""
    cells = []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            cells.append(("code", compiled(source, path.name)))
        else:
            linked = re.sub(r"\]\(((?:\w|-)+)\.ipynb", r"](/\1", source)
            cells.append(("markdown", linked))
    return cells


def compiled(source, name):
    """Code objects for a cell: its statements, and its last expression or None."""
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    value = compile(ast.Expression(last.value), name, "eval") if last else None
    return compile(tree, name, "exec"), value


def run(cells):
    """Run a notebook's code for one visitor: the values that it shows, by the number of the cell."""
    # A notebook shows several widgets below each other with `display`.
    names = {"__name__": "__main__", "display": lambda *widgets: VBox(widgets)}
    shown = {}
    for at, (kind, what) in enumerate(cells):
        if kind == "code":
            exec(what[0], names)
            if what[1] is not None:
                shown[at] = eval(what[1], names)
    return shown


def page_of(path):
    """A component for a notebook."""
    cells = cells_of(path)

    @solara.component
    def Page():  # noqa: N802 - Solara's components are capitalised
        shown = solara.use_memo(lambda: run(cells), [])
        with solara.Column():
            for at, (kind, what) in enumerate(cells):
                if kind == "markdown":
                    solara.Markdown(what)
                elif shown.get(at) is not None:
                    solara.display(shown[at])
            solara.Link("/standard-2", children=["Turn to Standard 2"])

    return Page


_paths = sorted(notebook_files(FOLDER, deep=False), key=lambda path: (path.stem != "start", path.stem))
routes = [
    solara.Route("/" if path.stem == "start" else path.stem, component=page_of(path), label=path.stem)
    for path in _paths
]
