"""Following the author's guide is enough to add an exercise."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import workbook

PACKAGE = Path(workbook.__file__).parent
GUIDE = Path(__file__).parents[2] / "notebooks" / "guides" / "author.ipynb"
SHOWN = """
import json, workbook
from workbook.server.widget_files import widget_files
from widget_host.link import bundle
made = workbook.takeaway()
print(json.dumps({
    "readable": str(made.readable()), "script": made._esm, "styles": made._css, "words": made.words,
    "names": workbook.__all__, "page": bundle(offer=widget_files().widgets.values()),
}))
"""


def steps():
    """The files that the guide gives, by name, and the line for the registry."""
    cells = json.loads(GUIDE.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells)
    text = text[text.index("### To add one") :]
    files = dict(re.findall(r"^`([\w.]+)`:\n\n```\w+\n(.*?)```", text, re.MULTILINE | re.DOTALL))
    line = re.search(r"`widgets/(workbook/common/[\w.]+)`:\n\n```python\n(.*?)```", text, re.DOTALL)
    return files, line[1], line[2]


@pytest.fixture(scope="module")
def added(tmp_path_factory):
    """A copy of the package to which the guide's exercise was added, and what it shows."""
    folder = tmp_path_factory.mktemp("added")
    for package in ("workbook", "widget_host"):
        shutil.copytree(
            PACKAGE.parent / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    files, registry, line = steps()
    own = folder / "workbook" / "exercises" / "takeaway"
    own.mkdir()
    for name, text in files.items():
        (own / name).write_text(text, encoding="utf-8")
    text = (folder / registry).read_text(encoding="utf-8")
    (folder / registry).write_text(text.replace("_ALL = (\n", f"_ALL = (\n{line}", 1), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SHOWN],
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_guide_s_exercise_has_its_four_files():
    assert set(steps()[0]) == {"__init__.py", "takeaway.js", "takeaway.css", "words.json"}


def test_a_notebook_and_a_page_have_the_exercise_that_the_guide_adds(added):
    assert "takeaway" in added["names"]
    assert "One thing to remember" in added["readable"]
    assert added["words"]["takeaway.label"] == "What do you want to remember from this page?"
    assert 'key: "takeaway/one"' in added["script"]
    assert ".wb-takeaway" in added["styles"]
    assert "export const takeaway = " in added["page"]


def test_the_guide_s_code_is_formatted_and_linted_as_the_package_is(tmp_path):
    file = tmp_path / "takeaway.py"
    file.write_text(steps()[0]["__init__.py"], encoding="utf-8")
    config = ["--config", str(GUIDE.parents[2] / "pyproject.toml"), str(file)]
    for command in (["format", "--check"], ["check", "--ignore", "I001"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *config], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
