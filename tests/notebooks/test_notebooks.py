"""What every notebook of the workbook holds to. That its cells run is nbval's part (`make notebooks`)."""

import itertools
import json
import re
from pathlib import Path

import pytest
import textstat

from workbook.content import load

FOLDER = Path(__file__).parents[2] / "notebooks"
PATHS = sorted(path for path in FOLDER.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
STANDARDS = [path for path in PATHS if path.stem.startswith("standard-")]
SKELETON = ["Why it matters", "A scenario first", "The standard", "More examples", "Reflection", "Where next"]


def cells(path, kind=None):
    every = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in every if kind in (None, cell["cell_type"])]


def source(cell):
    return "".join(cell["source"])


def is_check(cell):
    return "check" in cell["metadata"].get("tags", [])


def name(path):
    return str(path.relative_to(FOLDER))


every_notebook = pytest.mark.parametrize("path", PATHS, ids=name)
every_standard = pytest.mark.parametrize("path", STANDARDS, ids=name)


def test_there_is_a_page_for_each_part_of_the_workbook():
    pages = {path.stem for path in FOLDER.glob("*.ipynb")}
    assert pages == {
        "start", *(f"standard-{number}" for number in range(1, 7)),
        "concerns", "staying-safe", "technology", "record", "privacy", "workshop",
    }  # fmt: skip


@every_notebook
def test_a_notebook_has_at_most_twelve_code_cells_of_at_most_five_lines(path):
    code = cells(path, "code")
    assert len(code) <= 12
    assert max((len(source(cell).splitlines()) for cell in code), default=0) <= 5


@every_notebook
def test_a_notebook_defines_nothing(path):
    for cell in cells(path, "code"):
        assert not re.search(r"\b(def|class|lambda)\b", source(cell))


@every_notebook
def test_a_notebook_is_kept_without_outputs(path):
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in cells(path, "code"))


@every_notebook
def test_a_notebook_has_one_title_and_headings_in_order(path):
    levels = [
        len(mark)
        for cell in cells(path, "markdown")
        for mark in re.findall(r"^(#+) ", source(cell), re.MULTILINE)
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@every_notebook
def test_the_links_of_a_notebook_lead_to_pages_that_are_there(path):
    for cell in cells(path, "markdown"):
        for target in re.findall(r"\]\(([^)#]+\.ipynb)", source(cell)):
            assert (path.parent / target).is_file(), target


def test_every_page_of_the_workbook_says_where_answers_are_kept():
    for path in FOLDER.glob("*.ipynb"):
        first = cells(path, "code")[0]
        assert source(first) == "import workbook\n\nworkbook.keeping()", path.stem


@every_standard
def test_every_standard_has_the_same_skeleton(path):
    text = "\n".join(source(cell) for cell in cells(path, "markdown"))
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SKELETON
    assert text.startswith("# Standard")
    assert "[Back to the start](start.ipynb)" in text


@every_standard
def test_a_standard_starts_with_a_scenario_and_shows_the_standard_after_it(path):
    calls = [
        call
        for cell in cells(path, "code")
        if not is_check(cell)
        for call in re.findall(r"workbook\.(\w+)\(", source(cell))
    ]
    assert calls.index("scenario") < calls.index("standard") < calls.index("reflection")
    assert calls[0] == "keeping"
    assert calls[1] == calls[-1] == "confidence"


@every_standard
def test_a_standard_ends_in_cells_that_check_what_it_promises(path):
    last = cells(path)[-1]
    assert is_check(last)
    assert "assert" in source(last)
    assert last["metadata"]["jupyter"]["source_hidden"] is True


@every_standard
def test_every_scenario_of_a_standard_is_on_its_page(path):
    shown = re.findall(r'workbook\.scenario\("([\w-]+)"\)', "\n".join(map(source, cells(path, "code"))))
    assert set(shown) == {scenario.id for scenario in load().scenarios.where(standard=path.stem)}


def prose(path):
    """The paragraphs and list items of a notebook, without headings, code and the addresses of links."""
    for cell in cells(path, "markdown"):
        text = re.sub(r"```.*?```", "", source(cell), flags=re.DOTALL)
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
        for block in re.split(r"\n\s*\n|\n(?=[-\d])", text):
            plain = re.sub(r"[*`]", "", block).strip()
            if plain and not plain.startswith("#") and len(plain.split()) > 3:
                yield plain


@every_notebook
def test_a_notebook_s_prose_reads_at_or_below_grade_ten(path, record_property):
    grades = {text: textstat.flesch_kincaid_grade(text) for text in prose(path)}
    record_property("reading grades", grades)
    print(f"\n{name(path)}: " + ", ".join(f"{grade:.1f}" for grade in grades.values()))
    assert {text: grade for text, grade in grades.items() if grade > 10} == {}
