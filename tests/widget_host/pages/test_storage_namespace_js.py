"""Names in a browser's stores: each course, and each learner of a platform, has names of its own."""

from pathlib import Path

import pytest

import widget_host
from in_node import run_program
from widget_host.link import bundle

STATIC = Path(widget_host.__file__).parent / "pages" / "static"
PLAYED = """
import { readFileSync } from "node:fs";
const told = JSON.parse(readFileSync(process.argv[2], "utf-8"));
globalThis.name = told.frame ?? "";
globalThis.document = { cookie: told.cookie ?? "", documentElement: { dataset: told.dataset ?? {} } };
const { own, settleNamespace } = await import("./storage_namespace.mjs");
const { xsrfToken } = await import("./xsrf_token.mjs");
"""
SAY = "process.stdout.write(JSON.stringify(%s));"
LEARNER = "workbook-learner-0123456789abcdef"


@pytest.fixture
def play(tmp_path):
    """Run a scene in a page, and return what it says."""
    for name in ("storage_namespace", "xsrf_token"):
        (tmp_path / f"{name}.mjs").write_text(bundle(STATIC / "common" / f"{name}.js"), encoding="utf-8")
    return lambda scene, **told: run_program(tmp_path, PLAYED + SAY % scene, told)


def test_each_course_and_each_learner_has_names_of_their_own(play):
    pages = [
        {"dataset": {"namespace": course}, "frame": frame}
        for course in ("", "onecourse", "othercourse")
        for frame in ("", LEARNER)
    ]
    names = [play('own("workbook")', **page) for page in pages]
    assert len(set(names)) == len(pages)
    # What is there already is found under these.
    assert names[0] == "workbook"
    assert names[1] == "workbook-0123456789abcdef"


def test_no_name_of_one_course_is_the_beginning_of_another_s(play):
    courses = ("", "draft222", "draft2223")
    names = [play('own("workbook")', dataset={"namespace": course}) for course in courses]
    drafts = [f"{name}/draft/" for name in names]
    assert not [(a, b) for a in drafts for b in drafts if a != b and a.startswith(b)]


def test_the_page_says_which_course_it_is_and_an_exercise_only_where_the_page_does_not(play):
    settle = '(settleNamespace("fromkernel"), own("workbook"))'
    assert play(settle) == "workbook:fromkernel"
    assert play(settle, dataset={"namespace": ""}) == "workbook"
    assert play(settle, dataset={"namespace": "ofthepage"}) == "workbook:ofthepage"


def test_the_token_comes_from_the_cookie_of_this_course(play):
    both = "_xsrf=plain; _xsrf-onecourse=own; x_xsrf=none"
    assert play("xsrfToken()", cookie=both) == "plain"
    assert play("xsrfToken()", cookie=both, dataset={"namespace": "onecourse"}) == "own"
    assert play("xsrfToken()", cookie=both, dataset={"namespace": "othercourse"}) == ""
