"""Measures the learner's way on any version of the workbook, on a phone: presses, screens, words, heights.

    PYTHONPATH=widgets:tests python -m browser.journeys.measure [FOLDER]

prints two tables for the checkout in a folder, by default this one: what each way of `ways.py` takes,
and how high each page is as it opens at 390 pixels, in pixels and in screens. So two versions are compared by
the same steps: check the older one out beside this one (`git worktree add ../before COMMIT`), and name its
folder. Its own code runs, with the libraries of this environment.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import sync_playwright

from browser.chromium import ARGUMENTS, find_chromium
from browser.journeys import ways
from browser.journeys.journey import PHONE, Journey, PlaywrightHand
from browser.server import ADDRESS, ROOT
from widget_host.common.notebook_files import notebook_files

NAMES = {
    "decision": "to a first decision",
    "again": "back to the very exercise on another day",
    "document": "from home to a Word document",
    "device": "to the record on a second device, beside the code",
}


@contextmanager
def served(folder):
    """Serve a checkout of the workbook with its own code; yields its address."""
    with tempfile.TemporaryDirectory() as database:
        command = [sys.executable, "-m", "workbook", "serve", "--no-browser", "--port", "0"]
        command += ["--notebooks", str(folder / "notebooks"), "--data", str(folder / "data")]
        running = subprocess.Popen(
            command,
            cwd=folder,
            env={
                **os.environ,
                "PYTHONPATH": str(folder / "widgets"),
                "WORKBOOK_DATABASE": str(Path(database, "records.sqlite")),
            },
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield next(found[1] for line in running.stdout if (found := ADDRESS.search(line)))
        finally:
            running.terminate()
            running.wait()


def started(chromium):
    """A journey on a device that has seen nothing yet."""
    return Journey(PlaywrightHand(chromium))


def page_of(address, name):
    """The address of a notebook's page."""
    return f"{address}voila/render/{name}.ipynb"


def measured_ways(begin, address):
    """Go each way with a new device: name, and the journey with its counts."""
    one = begin()
    ways.to_a_decision(one, address)
    yield "decision", one
    one = begin()
    ways.leave_in_the_middle(one, page_of(address, "standard-1"))
    ways.back_to_the_exercise(one, address)
    yield "again", one
    one = begin()
    ways.write_a_reflection(one, page_of(address, "concerns"))
    ways.to_a_document(one, address)
    yield "document", one
    one = begin()
    ways.write_a_reflection(one, page_of(address, "concerns"))
    code = ways.to_a_code(one)
    other = begin()
    ways.to_the_record_elsewhere(other, address, code)
    yield "device", other


def heights(begin, address, folder):
    """The height of each page as it opens, in pixels."""
    one = begin()
    names = [
        file.relative_to(folder / "notebooks").with_suffix("").as_posix()
        for file in notebook_files(folder / "notebooks")
    ]
    found = {}
    for name, where in [("(home)", address), *((name, page_of(address, name)) for name in names)]:
        one.open(where)
        found[name] = one.hand.run("() => document.documentElement.scrollHeight")
    return found


def table(columns, rows):
    """Lines of a Markdown table."""
    lines = [columns, ["---"] + ["---:"] * (len(columns) - 1), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def measure(folder):
    """Print both tables of a checkout."""
    with served(folder) as address, sync_playwright() as playwright:
        path = find_chromium(playwright.chromium.executable_path)
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        begin = partial(started, chromium)
        rows = [
            (NAMES[name], one.presses, f"{one.screens:.1f}", one.words)
            for name, one in measured_ways(begin, address)
        ]
        print(table(["way", "presses", "screens scrolled", "words"], rows), end="\n\n")
        pages = heights(begin, address, folder).items()
        screens = [(name, height, f"{height / PHONE['height']:.1f}") for name, height in pages]
        print(table(["page at 390 px", "pixels", "screens"], screens))
        chromium.close()


if __name__ == "__main__":
    measure(Path(sys.argv[1]).resolve() if sys.argv[1:] else ROOT)
