"""Following the author's guide is enough to add an exercise: a folder, and one line."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import workbook
from workbook.documents.blocks import Heading, WritingPrompt

PACKAGE = Path(workbook.__file__).parent
ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "notebooks" / "guides" / "author.ipynb"
SHOWN = """
import json, sys, workbook
from datetime import UTC, datetime
from pathlib import Path
from widget_host.link import bundle
from workbook.content import load
from workbook.content.check import check
from workbook.front import words
from workbook.publish.handout.handout import handout_paper
from workbook.server.widget_files import widget_files
data, notebooks = map(Path, sys.argv[1:])
made = workbook.takeaway()
print(json.dumps({
    "readable": str(made.readable()), "script": made._esm, "styles": made._css, "sent": made.words,
    "names": workbook.__all__, "page": bundle(offer=widget_files().widgets.values()),
    "words": words("takeaway"),
    "faults": [fault.text() for fault in check(data, notebooks).faults],
    "paper": list(map(repr, handout_paper(load(data), notebooks, datetime(2026, 11, 23, tzinfo=UTC)).blocks)),
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
        [sys.executable, "-c", SHOWN, str(ROOT / "data"), str(notebooks_with_it(folder / "notebooks"))],
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def notebooks_with_it(folder):
    """The course's pages, one of which shows the exercise in its last cell."""
    shutil.copytree(ROOT / "notebooks", folder)
    page = folder / "technology.ipynb"
    notebook = json.loads(page.read_text(encoding="utf-8"))
    source = "workbook.takeaway()"
    notebook["cells"].append(
        {
            "id": "x",
            "cell_type": "code",
            "source": source,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
    )
    page.write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def test_the_guide_s_exercise_has_its_four_files():
    assert set(steps()[0]) == {"__init__.py", "takeaway.js", "takeaway.css", "words.json"}


def test_a_notebook_and_a_page_have_the_exercise_that_the_guide_adds(added):
    assert "takeaway" in added["names"]
    assert 'key: "takeaway/one"' in added["script"]
    assert ".wb-takeaway" in added["styles"]
    assert "export const takeaway = " in added["page"]


def test_its_words_reach_the_page_and_what_is_there_to_read(added):
    label = "What do you want to remember from this page?"
    assert added["words"]["takeaway.label"] == added["sent"]["takeaway.label"] == label
    assert "<h3>One thing to remember</h3>" in added["readable"]
    assert f'<p class="wb-label">{label}</p>' in added["readable"]


def test_it_is_on_paper_with_lines_to_write_on(added):
    at = added["paper"].index(repr(Heading(3, "One thing to remember")))
    question = WritingPrompt("What do you want to remember from this page?", "", 6)
    assert added["paper"][at + 1] == repr(question)


def test_the_check_knows_it(added):
    assert added["faults"] == []


def test_the_guide_s_code_is_formatted_and_linted_as_the_package_is(tmp_path):
    file = tmp_path / "takeaway.py"
    file.write_text(steps()[0]["__init__.py"], encoding="utf-8")
    config = ["--config", str(ROOT / "pyproject.toml"), str(file)]
    for command in (["format", "--check"], ["check", "--ignore", "I001"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *config], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
