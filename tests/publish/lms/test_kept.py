"""What a platform stores of a learner's progress, and which learner's store a frame uses."""

from pathlib import Path

import pytest

import workbook
from in_node import run_program

PACKAGE = Path(workbook.__file__).parent
PROGRAM = """
import {{ readFileSync }} from "node:fs";
const told = JSON.parse(readFileSync(process.argv[2], "utf8"));
{}
"""
KEPT = """
const kept = new Kept(told.kept);
for (const one of told.takes) kept.take(one, told.names);
console.log(JSON.stringify({ share: kept.share(told.names), text: kept.text() }));
"""


def kept(folder, text, *takes, names=("one", "two")):
    """The result of a stored text and of reports from devices."""
    source = (
        (PACKAGE / "publish/lms/static/kept.js").read_text(encoding="utf-8").replace("export class", "class")
    )
    program = PROGRAM.format(source + KEPT)
    return run_program(folder, program, {"kept": text, "takes": takes, "names": list(names)})


def test_the_share_is_the_mean_of_the_standards(tmp_path):
    found = kept(tmp_path, "", {"one": {"done": 1, "of": 2}, "two": {"done": 0, "of": 4}})
    assert found["share"] == 0.25


def test_a_standard_that_was_never_opened_counts_as_nothing_done(tmp_path):
    assert kept(tmp_path, "", {"one": {"done": 3, "of": 3}, "two": {"done": 0, "of": 0}})["share"] == 0.5


def test_what_was_reached_on_another_device_stays(tmp_path):
    first = kept(tmp_path, "", {"one": {"done": 2, "of": 2}})
    found = kept(tmp_path, first["text"], {"one": {"done": 0, "of": 2}, "two": {"done": 1, "of": 2}})
    assert found["share"] == 0.75


def test_an_exercise_that_was_added_to_the_course_is_still_to_do_once_more_is_done(tmp_path):
    first = kept(tmp_path, "", {"one": {"done": 1, "of": 2}})
    assert kept(tmp_path, first["text"], {"one": {"done": 2, "of": 3}}, names=["one"])[
        "share"
    ] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "text", ["", "{", "null", "[]", '{"s": {"one": [9, 2]}}', '{"s": {"one": ["a", {}]}}']
)
def test_what_is_no_state_is_as_nothing(tmp_path, text):
    assert kept(tmp_path, text)["share"] == 0


def test_it_fits_into_what_scorm_1_2_keeps(tmp_path):
    names = [f"standard-{number}" for number in range(1, 101)]
    found = kept(tmp_path, "", {name: {"done": 10, "of": 12} for name in names}, names=names)
    assert len(found["text"]) < 4096


def whose(folder, window, asked):
    files = (
        PACKAGE.parent / "widget_host/pages/static/common/storage_namespace.js",
        PACKAGE / "publish/lms/static/learner_frame.js",
    )
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    source = source.replace("export function", "function")
    program = PROGRAM.format(source + f"globalThis.name = told.name; console.log(JSON.stringify({asked}));")
    return run_program(folder, program, {"name": window})


def test_each_learner_of_a_platform_has_a_store_of_their_own(tmp_path):
    names = [whose(tmp_path, "", f"frameFor({name!r})") for name in ("first", "second")]
    stores = [whose(tmp_path, name, 'own("workbook")') for name in names]
    assert len({"workbook", *stores}) == 3
    assert all("first" not in name for name in names + stores)


@pytest.mark.parametrize(
    "window", ["", "other", "workbook-learner-xyz", "workbook-learner-0123456789abcdef1"]
)
def test_a_window_of_another_name_has_the_browser_s_one_store(tmp_path, window):
    assert whose(tmp_path, window, 'own("workbook")') == "workbook"
