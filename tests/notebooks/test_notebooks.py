"""Rules for every notebook of the workbook. nbval checks that its cells run (`make notebooks`)."""

import itertools
import json
import re
from collections import Counter
from pathlib import Path

import textstat

from widget_host.common.notebook_files import notebook_files
from workbook.content import load

FOLDER = Path(__file__).parents[2] / "notebooks"
PATHS = notebook_files(FOLDER)
START = FOLDER / "start.ipynb"
STANDARDS = [path for path in PATHS if path.stem.startswith("standard-")]
OFFICIAL = {part.text for part in load().provisions.where(text_kind="wording")}
FRESH = "A case to end with"
SKELETON = [
    "Why it matters", "A scenario first", "The standard", "More examples", "Reflection", FRESH, "Where next"
]  # fmt: skip


def cells(path, kind=None):
    every = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in every if kind in (None, cell["cell_type"])]


def source(cell):
    return "".join(cell["source"])


def is_check(cell):
    return "check" in cell["metadata"].get("tags", [])


def name(path):
    return str(path.relative_to(FOLDER))


def test_there_is_a_page_for_each_part_of_the_workbook():
    pages = {path.stem for path in notebook_files(FOLDER, deep=False)}
    assert pages == {
        "start", *(f"standard-{number}" for number in range(1, 7)),
        "five-minutes", "situations-children", "situations-adults", "concerns", "staying-safe",
        "technology", "next-hour", "record", "privacy", "help", "come-back", "workshop",
        "reading", "glossary", "feedback",
    }  # fmt: skip


def test_a_notebook_has_at_most_twelve_code_cells_of_at_most_five_lines(subtests):
    for path in PATHS:
        with subtests.test(name(path)):
            code = cells(path, "code")
            assert len(code) <= 12
            assert max((len(source(cell).splitlines()) for cell in code), default=0) <= 5


def test_a_notebook_defines_nothing():
    code = [(name(path), source(cell)) for path in PATHS for cell in cells(path, "code")]
    assert [one for one in code if re.search(r"\b(def|class|lambda)\b", one[1])] == []


def test_a_notebook_is_kept_without_outputs():
    run = [
        (name(path), source(cell))
        for path in PATHS
        for cell in cells(path, "code")
        if cell["outputs"] or cell["execution_count"] is not None
    ]
    assert run == []


def test_a_notebook_has_one_title_and_headings_in_order(subtests):
    for path in PATHS:
        with subtests.test(name(path)):
            text = "\n".join(source(cell) for cell in cells(path, "markdown"))
            levels = [len(mark) for mark in re.findall(r"^(#+) ", text, re.MULTILINE)]
            assert levels[0] == 1
            assert levels.count(1) == 1
            assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_the_links_of_a_notebook_lead_to_pages_that_are_there():
    links = [
        (name(path), target)
        for path in PATHS
        for cell in cells(path, "markdown")
        for target in re.findall(r"\]\(([^)#]+\.ipynb)", source(cell))
    ]
    assert links
    assert [
        (page, target) for page, target in links if not (FOLDER / page).parent.joinpath(target).is_file()
    ] == []


def test_every_page_of_the_workbook_says_where_answers_are_kept():
    for path in notebook_files(FOLDER, deep=False):
        first = cells(path, "code")[0]
        assert source(first) == "import workbook\n\nworkbook.keeping()", path.stem


def test_every_standard_has_the_same_skeleton(subtests):
    for path in STANDARDS:
        with subtests.test(name(path)):
            text = "\n".join(source(cell) for cell in cells(path, "markdown"))
            # Where a part of the page begins within the examples, it has a heading of its own.
            parts = {"One more example", "Two more examples"}
            headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
            assert [one for one in headings if one not in parts] == SKELETON
            assert text.startswith("# Standard")
            assert "[Back to the start](start.ipynb)" in text


def test_every_part_of_a_page_says_how_long_it_takes():
    units = [
        (name(path), cell["metadata"].get("widget_host", {}).get("minutes", 0))
        for path in PATHS
        for cell in cells(path, "markdown")
        if "unit" in cell["metadata"].get("tags", [])
    ]
    assert units
    assert [page for page, minutes in units if not minutes] == []


def test_a_standard_has_three_or_four_parts(subtests):
    for path in STANDARDS:
        with subtests.test(name(path)):
            tags = [one for cell in cells(path) for one in cell["metadata"].get("tags", [])]
            assert tags.count("unit") in (3, 4)


def test_a_standard_starts_with_a_scenario_and_shows_the_standard_after_it(subtests):
    for path in STANDARDS:
        with subtests.test(name(path)):
            code = "\n".join(source(cell) for cell in cells(path, "code") if not is_check(cell))
            calls = re.findall(r"workbook\.(\w+)\(", code)
            assert calls.index("scenario") < calls.index("standard") < calls.index("reflection")
            assert calls[0] == "keeping"
            assert calls[1] == calls[-1] == "confidence"


def test_a_standard_ends_in_cells_that_check_what_it_promises(subtests):
    for path in STANDARDS:
        with subtests.test(name(path)):
            last = cells(path)[-1]
            assert is_check(last)
            assert "assert" in source(last)
            assert last["metadata"]["jupyter"]["source_hidden"] is True


def scenarios_on(path):
    """The identifiers of the scenarios that a notebook shows, in order."""
    code = "\n".join(map(source, cells(path, "code")))
    return re.findall(r'workbook\.scenario\("([\w-]+)"', code)


def test_the_five_steps_fade_over_the_scenarios_of_a_page():
    for path in PATHS:
        code = "\n".join(map(source, cells(path, "code")))
        calls = re.findall(r'workbook\.scenario\("[\w-]+"(?:, steps="(\w+)")?(?:, page_of="[\w-]+")?\)', code)
        last = ["none", "none"] if path in STANDARDS else ["none"] if len(calls) > 1 else []
        if path == START:  # the one that is there to try at once, before the five steps have been explained
            assert calls == ["below"]
            continue
        assert calls == ["", *["fewer"] * (len(calls) - 1 - len(last)), *last][: len(calls)], path.stem


def cut(texts, heading):
    """The texts before and after the one with a heading."""
    at = next((number for number, one in enumerate(texts) if one.startswith(heading)), len(texts))
    return texts[:at], texts[at:]


def test_a_standard_ends_its_scenarios_with_one_that_stands_apart_without_steps(subtests):
    for path in STANDARDS:
        with subtests.test(name(path)):
            texts = list(map(source, cells(path)))
            before, after = (
                [one for one in part if "workbook.scenario(" in one] for part in cut(texts, f"## {FRESH}\n")
            )
            assert len(before) > 1
            own = rf', steps="none", page_of="{path.stem}"'
            assert re.fullmatch(rf'workbook\.scenario\("[\w-]+"{own}\)', "\n".join(after))


def test_a_standards_own_page_does_not_ask_which_standard_it_is():
    for path in STANDARDS:
        code = "\n".join(map(source, cells(path, "code")))
        pages = re.findall(r'workbook\.scenario\("[\w-]+".*page_of="([\w-]+)"\)', code)
        assert pages == [path.stem] * len(scenarios_on(path)), path.stem


def test_each_scenario_is_on_exactly_one_page_and_the_one_to_start_with_on_two():
    shown = Counter(one for path in PATHS if path != START for one in scenarios_on(path))
    assert shown == Counter(scenario.id for scenario in load().scenarios)
    assert len(scenarios_on(START)) == 1


def test_the_page_of_a_standard_has_only_scenarios_of_that_standard():
    tables = load()
    for path in STANDARDS:
        shown = scenarios_on(path)
        assert len(shown) > 1, path.stem
        assert set(shown) <= {one.id for one in tables.scenarios.where(standard=path.stem)}


def test_the_start_page_quotes_what_the_standards_say_of_social_media_in_full():
    quoted = re.findall(r"^> (.+)$", "\n".join(map(source, cells(FOLDER / "start.ipynb"))), re.MULTILINE)
    assert quoted == list(OFFICIAL)


def prose(path):
    """The paragraphs and list items of a notebook, without headings, code and the addresses of links.

    Official wording is left out as well: it is not ours to make plain.
    """
    for cell in cells(path, "markdown"):
        text = re.sub(r"```.*?```", "", source(cell), flags=re.DOTALL)
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
        for block in re.split(r"\n\s*\n|\n(?=[-\d])", text):
            plain = re.sub(r"[*`]|^> ", "", block).strip()
            if plain and not plain.startswith("#") and len(plain.split()) > 3 and plain not in OFFICIAL:
                yield plain


def test_a_notebook_s_prose_reads_at_or_below_grade_ten(record_property):
    grades = {
        name(path): {text: textstat.flesch_kincaid_grade(text) for text in prose(path)} for path in PATHS
    }
    record_property("reading grades", grades)
    for page, found in grades.items():
        print(f"\n{page}: " + ", ".join(f"{grade:.1f}" for grade in found.values()))
    assert [(page, *one) for page, found in grades.items() for one in found.items() if one[1] > 10] == []
