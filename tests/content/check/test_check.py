"""The check as a whole: the catalogue, all faults in one run, the report, and never a traceback."""

import csv
import inspect
import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workbook
from content import test_languages
from content.check.faults import (
    test_cells,
    test_files,
    test_notebooks,
    test_pages,
    test_plans,
    test_running,
    test_sense,
    test_sounds,
    test_texts,
)
from content.small_workbook import SmallWorkbook
from examples import examples
from workbook.common.widget_registry import WIDGETS
from workbook.content import ContentError, load
from workbook.content.check import CATALOGUE, NOTES
from workbook.content.content import ROWS

MODULES = (
    test_files,
    test_cells,
    test_sense,
    test_sounds,
    test_plans,
    test_notebooks,
    test_pages,
    test_texts,
    test_languages,
)
PLANTED = [planted for module in MODULES for planted in module.PLANTED]


def test_a_sound_workbook_gives_a_summary_of_one_line_and_exit_code_0(small):
    report = small.check()
    assert report.faults == ()
    assert report.text() == "All is well: 37 tables with 95 rows, 2 notebooks, no faults."
    assert report.exit_code == 0


def test_every_kind_of_fault_is_planted_somewhere():
    told = {kind for kind, *_ in test_running.TOLD}
    assert {one.type for one in PLANTED} | told | {"missing-folder", "undrawn-library"} == set(CATALOGUE)


@pytest.mark.parametrize("kind", (CATALOGUE | NOTES).values(), ids=CATALOGUE | NOTES)
def test_every_kind_says_what_it_is_and_what_to_do(kind):
    assert kind.title
    assert kind.__doc__
    assert kind.template.endswith(".")
    assert kind.remedy
    assert "\u2014" not in kind.__doc__ + kind.template + kind.remedy


def test_all_faults_are_told_in_one_run_ordered_by_file_and_row(small):
    small.edit("drafts", 2, text="")
    small.edit("scenarios", 3, minutes="many")
    small.edit("scenarios", 2, theme="weather", online_is_good="perhaps")
    small.put("tips.csv", b"")
    small.put("posts.csv", small.text("posts").encode("utf-16"))
    small.add_cell("workbook.nothing()")
    small.add_cell("Standard 3.2", kind="markdown")
    report = small.check()
    assert [(one.file, one.row, one.type) for one in report.faults] == [
        ("drafts.csv", 2, "empty-cell"),
        ("posts.csv", None, "wrong-encoding"),
        ("scenarios.csv", 2, "not-true-or-false"),
        ("scenarios.csv", 2, "not-in-list"),
        ("scenarios.csv", 3, "not-a-whole-number"),
        ("standard-1.ipynb", 6, "unknown-exercise"),
        ("standard-1.ipynb", 7, "sub-provision"),
        ("tips.csv", None, "empty-table"),
    ]
    assert report.text().endswith("8 faults in 5 files (looked at 36 tables with 87 rows, 2 notebooks).")
    assert report.exit_code == 1


def test_a_fault_is_printed_as_a_trainer_reads_it(small):
    small.edit("choices", 3, judgement="Besst")
    assert small.only_fault().text() == (
        "choices.csv, row 3, column judgement: 'Besst' is not one of the values that this column allows.\n"
        "    What to do: Write one of: best, defensible, risky, harmful.\n"
        "    Nearest: best"
    )


def test_a_long_or_strange_value_is_shown_as_one_short_line(small):
    small.edit("scenarios", 2, theme="a\nb\t" + "\u2009c" * 500)
    line = small.only_fault().text().splitlines()[0]
    assert len(line) < 200
    assert "'a b c c" in line


def test_every_widget_takes_what_the_registry_says():
    for exercise in WIDGETS.values():
        accepted = inspect.signature(getattr(workbook, exercise.name))
        ids = {"none": [], "one": ["x"], "some": ["x", "y"], "any": ["x", "y"]}[exercise.ids]
        assert accepted.bind(*ids, **dict.fromkeys(exercise.keywords, "x"))


def test_every_exercise_names_a_table_that_there_is():
    assert {exercise.table for exercise in WIDGETS.values()} - {""} <= set(ROWS)
    assert all((exercise.ids == "none") or exercise.table for exercise in WIDGETS.values())


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """One workbook for many examples, since each puts back what it damaged."""
    return SmallWorkbook(tmp_path_factory.mktemp("workbook"))


def assert_survives(workbook, path, damaged):
    """Put the damaged bytes in the file's place: the check reports, the loader loads or refuses."""
    sound = path.read_bytes()
    path.write_bytes(damaged)
    try:
        report = workbook.check()
        assert report.text()
        try:
            load(workbook.data)
        except ContentError:
            assert report.faults, "what the loader refuses, the check must tell"
    finally:
        path.write_bytes(sound)


many = settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])


@many
@given(table=st.sampled_from(sorted(ROWS)), damaged=st.binary(max_size=300))
def test_any_bytes_in_a_table_give_faults_and_no_traceback(kept, table, damaged):
    assert_survives(kept, kept.data / f"{table}.csv", damaged)


@many
@given(table=st.sampled_from(sorted(ROWS)), seed=st.integers(0, 10**6))
def test_a_table_with_some_bytes_changed_gives_no_traceback(kept, table, seed):
    choose = random.Random(seed)
    path = kept.data / f"{table}.csv"
    damaged = bytearray(path.read_bytes())
    for _ in range(choose.randint(1, 8)):
        damaged[choose.randrange(len(damaged))] = choose.choice([0, 10, 13, 34, 44, 59, 92, 0xC3, 0xFF, 0x80])
    assert_survives(kept, path, bytes(damaged))


@many
@given(rows=st.lists(st.lists(st.text(max_size=12), max_size=12), max_size=6))
def test_any_cells_under_a_sound_header_give_no_traceback(kept, rows):
    path = kept.data / "choices.csv"
    lines = [",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows]
    header = path.read_text(encoding="utf-8").splitlines()[0]
    assert_survives(kept, path, "\n".join([header, *lines]).encode("utf-8", "surrogatepass"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@many
@given(cells=JSON, metadata=JSON, own=JSON)
def test_any_notebook_gives_faults_and_no_traceback(kept, cells, metadata, own):
    notebook = {"cells": cells, "metadata": metadata}
    if isinstance(metadata, dict):
        metadata["workbook"] = own
    if isinstance(own, dict):
        own |= {"page": cells, "standard": cells}
    kept.write_notebook("odd", notebook)
    assert kept.check().text()


@many
@given(source=st.text(max_size=80), kind=st.sampled_from(["code", "markdown"]))
def test_any_text_in_a_cell_gives_no_traceback(kept, source, kind):
    cell = {"cell_type": kind, "metadata": {}, "source": source}
    kept.write_notebook("odd", {"cells": [cell], "metadata": {}})
    assert kept.check().text()


@many
@given(damaged=JSON)
def test_any_package_gives_faults_and_no_traceback(kept, damaged):
    described = {"resources": [{"name": "drafts", "schema": damaged}, damaged]}
    assert_survives(kept, kept.data / "datapackage.json", json.dumps(described).encode())


@pytest.mark.parametrize(("limit", "told"), [(131_072, "unclosed-quotes"), (10**9, "too-long-cell")])
def test_a_cell_of_a_million_characters_is_a_fault_whatever_other_libraries_allow(small, limit, told):
    small.edit("drafts", 2, text="a" * 1_000_000)
    before = csv.field_size_limit(limit)
    try:
        assert small.only_fault().type == told
    finally:
        csv.field_size_limit(before)


def test_of_many_faults_of_a_kind_the_first_are_shown_and_the_others_counted(small):
    rows = "".join(f"Draft {number},A title,A text,\n" for number in range(3000))
    small.put("drafts.csv", f"id,title,text,note\n{rows}")
    report = small.check()
    told = report.text().split("\n\n")
    assert len(report.faults) > 3000
    assert len(told) < 20
    assert any(one.startswith("drafts.csv: 2,995 more of this kind: ") for one in told)
    assert told[-1].startswith(f"{len(report.faults)} faults in ")
