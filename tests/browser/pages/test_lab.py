"""The exercises in JupyterLab, as a trainer opens them: a real `workbook lab`, light and dark."""

import os
import re
import shutil
import signal
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from browser.axe import violations
from browser.server import DATA, NOTEBOOKS, ROOT, copied
from timeouts import scaled


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a running JupyterLab and its token; its settings are apart from the tester's own.

    It works on copies: beside a notebook that is opened, JupyterLab leaves a folder of what was saved.
    """
    settings = tmp_path_factory.mktemp("lab")
    folder = settings / "workbook"
    (folder / "notebooks").mkdir(parents=True)
    notebooks, data = (
        copied(NOTEBOOKS, folder / "notebooks", "standard-4"),
        shutil.copytree(DATA, folder / "data"),
    )
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "workbook", "lab", "--no-browser", "--port", "0"),
            *("--notebooks", notebooks, "--data", data),
        ],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "widgets"),
            "JUPYTERLAB_SETTINGS_DIR": str(settings / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(settings / "workspaces"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    line = running.stdout.readline()
    found = re.search(r"open at (http\S+)", line)
    assert found, line
    yield urlsplit(found[1])
    running.send_signal(signal.SIGTERM)
    running.wait(timeout=scaled(30))
    running.stdout.close()


@pytest.fixture
def notebook(lab, chromium):
    """Open a notebook in JupyterLab and run all its cells."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")

    def open_one(path):
        page = context.new_page()
        page.goto(f"{lab.scheme}://{lab.netloc}/lab/tree/notebooks/{path}?{lab.query}&reset")
        page.locator(".jp-Notebook").wait_for(timeout=scaled(90_000))
        page.locator(".jp-StatusBar-TextItem", has_text="Idle").or_(
            page.get_by_text("| Idle")
        ).first.wait_for(timeout=scaled(90_000))
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        # JupyterLab draws what is in sight, and ends at the last cell: back to where the page starts.
        page.locator(".wb-confidence").first.wait_for(state="attached", timeout=scaled(90_000))
        page.locator(".wb-confidence").first.scroll_into_view_if_needed()
        page.locator(".wb-scenario").first.wait_for(state="attached", timeout=scaled(90_000))
        page.locator(".wb-scenario").first.scroll_into_view_if_needed()
        return page

    yield open_one
    context.close()


def dark(page):
    """Choose JupyterLab's dark theme, by its menus."""
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Theme$")).click()
    page.get_by_role("menuitem", name="JupyterLab Dark", exact=True).click()
    page.locator("body[data-jp-theme-light=false]").wait_for(state="attached")


def test_an_exercise_answers_in_jupyterlab_keeps_its_keys_and_follows_the_theme(notebook):
    page = notebook("standard-4.ipynb")
    assert page.get_by_text("Jupyter news").count() == 0
    cells = page.locator(".jp-Cell").count()
    scenario = page.locator(".wb-scenario").first
    scenario.get_by_role("button", name="Go on: The open profile").click()
    scenario.get_by_role("button", name="Options", exact=True).click()
    scenario.get_by_role("radio").first.check()
    scenario.get_by_role("button", name="See what follows", exact=True).click()
    assert scenario.get_by_role("heading", name="What follows, and why?").is_visible()
    # In JupyterLab, x cuts a cell, b adds one and dd deletes one: here they are letters.
    scenario.locator("textarea").first.press_sequentially("xbdd")
    assert scenario.locator("textarea").first.input_value() == "xbdd"
    scenario.locator(".wb-status[data-state=saved]").first.wait_for()
    assert page.locator(".jp-Cell").count() == cells
    exercise = page.locator(".wb-scenario").first
    for scheme in ("light", "dark"):
        if scheme == "dark":
            dark(page)
        background = exercise.evaluate("(one) => getComputedStyle(one).backgroundColor")
        brightness = sum(map(int, re.findall(r"\d+", background)[:3])) / 3
        assert (brightness < 100) == (scheme == "dark")
        assert violations(page, ".wb-exercise") == []
