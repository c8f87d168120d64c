"""How `widget_host` compares with stock Voila for a folder of notebooks with stock widgets."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from browser.chromium import SIZES
from load.serving.browser import chromium
from load.serving.servers import Running, free_port, wait_for
from load.serving.usage import cpu_s, pss, settle
from load.table import Table, ms, percentile

VOILA, ORDINARY, FORKED = "Voila", "widget_host, ordinary kernels", "widget_host"
KINDS = (VOILA, ORDINARY, FORKED)
PAGE = "growth"
PATIENCE_MS = 120_000
SLIDER = """import ipywidgets as widgets
import pandas as pd

rate = widgets.IntSlider(value=2, min=1, max=9, description="Rate")
told = widgets.Label()
def tell(_change=None):
    told.value = f"Sum: {int(pd.Series(range(rate.value)).sum())}"
rate.observe(tell, "value")
tell()
widgets.VBox([rate, told])"""
# Seconds from the start of the navigation until the label tells what the slider was moved to.
MOVED = """() => [...document.querySelectorAll(".widget-label, .jupyter-widgets")].some(
  (one) => /Sum: 3$/.test(one.textContent.trim())) && performance.now() / 1000"""
SHOWN = """() => document.querySelector("[role=slider], .noUi-handle") && performance.now() / 1000"""
LOADED = """() => performance.getEntries().reduce((sum, one) => sum + (one.transferSize ?? 0), 0)"""


def measure(rounds, open_pages):
    """Open the page of each kind of server so many times in turn, and then so many pages at once."""
    shown, answers, loaded, cpu, memory = ({kind: [] for kind in KINDS} for _ in range(5))
    with tempfile.TemporaryDirectory(dir="/tmp") as scratch, chromium() as browser:
        if browser is None:
            sys.exit("Chromium is needed for this measurement.")
        folder = _notebooks(Path(scratch))
        for kind in KINDS:
            with _running(kind, folder, Path(scratch)) as server:
                # The first visit has files compiled, and the page run where it is run for all.
                _visit(browser, server)
                settle(server)
                for _ in range(rounds):
                    before = cpu_s(server)
                    found = _visit(browser, server)
                    settle(server)
                    found = (*found, cpu_s(server) - before)
                    for into, value in zip((shown, answers, loaded, cpu), found, strict=True):
                        into[kind].append(value)
                memory[kind].append(_memory(browser, server, open_pages))
    rows = [
        _row("Until the slider is there", shown, ms),
        _row("Until a move is answered by Python", answers, ms),
        _row("Bytes that a first visit loads", loaded, lambda count: f"{count / 1024:,.0f} KiB"),
        _row("The server's processor time for a visit", cpu, ms),
        _row("Memory for each open page", memory, lambda mib: f"{mib:.1f} MiB"),
    ]
    about = (
        f"Medians of {rounds} visits, each with an empty cache; memory with {open_pages} pages open at once."
    )
    return Table("A page with a slider", ("What", *KINDS, "Share"), rows, about)


def _row(what, found, shown):
    voila, ordinary, forked = (percentile(found[kind], 0.5) for kind in KINDS)
    return (what, shown(voila), shown(ordinary), shown(forked), f"{forked / voila:.0%}")


def _notebooks(scratch):
    folder = scratch / "notebooks"
    folder.mkdir()
    cells = [new_markdown_cell("# A model of growth"), new_code_cell(SLIDER)]
    nbformat.write(new_notebook(cells=cells), folder / f"{PAGE}.ipynb")
    return folder


@contextmanager
def _running(kind, folder, scratch):
    port, log = free_port(), scratch / f"{KINDS.index(kind)}.log"
    if kind == VOILA:
        command = [sys.executable, "-m", "voila", folder, "--no-browser", f"--port={port}"]
    else:
        more = ["--ordinary-kernels"] if kind == ORDINARY else ["--preload", "pandas"]
        command = [sys.executable, "-m", "widget_host", folder, "--port", str(port), *more]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "widgets")},
            start_new_session=True,
        )
    server = Running(kind, process, f"http://127.0.0.1:{port}/", log)
    try:
        wait_for(server)
        yield server
    finally:
        server.stop()


def _visit(browser, server):
    """Seconds until the slider is there and until Python has answered, and bytes over the line."""
    context = browser.new_context(viewport=SIZES["desktop"])
    try:
        page = context.new_page()
        page.goto(server.address(PAGE), wait_until="commit", timeout=PATIENCE_MS)
        shown = _seconds(page, SHOWN)
        page.locator("[role=slider], .noUi-handle").first.press("ArrowRight")
        answered = _seconds(page, MOVED)
        return shown, answered, page.evaluate(LOADED)
    finally:
        context.close()


def _seconds(page, script):
    return json.loads(str(page.wait_for_function(script, timeout=PATIENCE_MS).json_value()))


def _memory(browser, server, count):
    """MiB for each page that is open and has been answered."""
    settle(server)
    before = pss(server)
    contexts = []
    try:
        for _ in range(count):
            contexts.append(browser.new_context(viewport=SIZES["desktop"]))
            page = contexts[-1].new_page()
            page.goto(server.address(PAGE), wait_until="commit", timeout=PATIENCE_MS)
            _seconds(page, SHOWN)
            page.locator("[role=slider], .noUi-handle").first.press("ArrowRight")
            _seconds(page, MOVED)
        settle(server)
        return (pss(server) - before) / count / 2**20
    finally:
        for context in contexts:
            context.close()
