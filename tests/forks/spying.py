"""A page whose code looks for secrets: in its own environment, in what all processes show, and in files."""

import re
from urllib.request import ProxyHandler, build_opener

import nbformat

from timeouts import scaled

LOOKS = """
import os
from pathlib import Path

def looked(*paths):
    found = [f"{name}={value}" for name, value in os.environ.items()]
    shown = [folder / name for folder in Path("/proc").glob("[0-9]*") for name in ("environ", "cmdline")]
    for path in [*shown, *map(Path, paths)]:
        try:
            found.append(path.read_text(errors="replace"))
        except OSError:
            pass
    return "\\n".join(found)
"""


def write_spy(folder, words, *paths):
    """Write the page `spy`, which tells how often it sees some words: once for all, and to each visitor."""
    # In halves, so that it does not find itself.
    parts = [(word[:3], word[3:]) for word in words]
    tells = f"text = looked(*{[str(path) for path in paths]!r})\n"
    tells += f"print('seen', [text.count(first + second) for first, second in {parts!r}], 'as', os.getuid())"
    cells = [nbformat.v4.new_code_cell(source) for source in (LOOKS, tells, tells)]
    cells[2].metadata["tags"] = ["each-visitor"]
    known = {"page": "spy", "part": "start", "order": 1, "minutes": 1, "summary": "One"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"title": "Spy", "workbook": known})
    nbformat.write(notebook, folder / "spy.ipynb")


def told_by_spy(server):
    """What the page tells: how often each word was seen, and as which user, by each of its two cells."""
    with build_opener(ProxyHandler({})).open(server.page("spy"), timeout=scaled(60)) as answer:
        page = answer.read().decode()
    found = re.findall(r"seen \[([\d, ]*)\] as (\d+)", page)
    return [([int(one) for one in counts.split(", ")], int(user)) for counts, user in found]
