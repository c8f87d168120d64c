import json
import re
from pathlib import Path

import pytest

import workbook.exercises
from record.ui.record_page import UI, entry, in_node, time_entry, version
from workbook.content import load
from workbook.front import with_facts, words
from workbook.record.ui.your_record import your_record
from workbook.record.ui.your_record.pages import pages_here

CONTENT = load()
RATED = CONTENT.self_ratings[0]
PROMPT = CONTENT.prompts[0]
EXERCISES = Path(workbook.exercises.__file__).parent
NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


def test_every_standard_comes_in_order_with_its_page_and_its_statements():
    standards = your_record().content["standards"]
    assert [one["number"] for one in standards] == [1, 2, 3, 4, 5, 6]
    for one in standards:
        assert one["page"] == f"{one['id']}.ipynb"
        expected = [(row.id, row.statement) for row in CONTENT.self_ratings.where(standard=one["id"])]
        assert [(row["id"], row["statement"]) for row in one["statements"]] == expected


def test_every_question_has_a_place_in_the_order():
    order = your_record().content["order"]
    for table in (CONTENT.scenarios, CONTENT.prompts, CONTENT.technology, CONTENT.policy_checklist):
        assert {row.id for row in table} <= set(order)


def test_the_content_is_plain_json():
    shown = your_record().content
    assert json.loads(json.dumps(shown)) == shown


def test_answers_are_sorted_by_standard_and_the_rest_comes_last(tmp_path):
    entries = [
        entry("policy/scope", kind="policy"),
        entry("reflection/b", standard="standard-5"),
        entry("reflection/a", standard="standard-2"),
    ]
    titles = in_node(tmp_path, entries, "page.inSections(entries, known, t).map((one) => one.title)")
    assert [title.split(":")[0] for title in titles] == [
        "Standard 2",
        "Standard 5",
        "The rest of the workbook",
    ]


def test_questions_of_one_exercise_keep_the_order_of_the_table(tmp_path):
    prompts = CONTENT.prompts.where(reflection=CONTENT.prompts[0].reflection)
    entries = [entry(f"reflection/{prompt.id}", question=prompt.prompt) for prompt in reversed(prompts)]
    [section] = in_node(tmp_path, entries, "page.inSections(entries, known, t)")
    shown = [one["question"] for one in section["groups"][0]["entries"]]
    assert shown == [prompt.prompt for prompt in prompts]


def test_an_answer_to_an_exercise_that_is_gone_is_still_shown_with_its_question(tmp_path):
    entries = [entry("quiz/7", {"picked": ["Perhaps."]}, kind="quiz", standard="standard-9")]
    sections = in_node(tmp_path, entries, "page.inSections(entries, known, t)")
    assert [section["id"] for section in sections] == [""]
    copy = in_node(tmp_path, entries, "page.copyOf(entries, known, t)")
    assert "A question?" in copy
    assert "Perhaps." in copy


def test_a_rating_of_a_statement_that_is_gone_is_shown_among_the_answers(tmp_path):
    entries = [
        entry("confidence/gone/before", 3, kind="confidence", standard="standard-1", words="Before: 3")
    ]
    groups = in_node(tmp_path, entries, "page.inSections(entries, known, t)[0].groups")
    assert [group["entries"][0]["words"] for group in groups] == ["Before: 3"]


def test_a_rating_is_shown_in_the_picture_and_not_twice(tmp_path):
    entries = [entry(f"confidence/{RATED.id}/after", 4, kind="confidence", standard=RATED.standard)]
    assert in_node(tmp_path, entries, "page.inSections(entries, known, t)") == []
    rows = in_node(tmp_path, entries, "page.ratingsOf(entries, known, t)")
    assert len(rows) == len(CONTENT.self_ratings.where(standard=RATED.standard))
    assert rows[0]["after"]["value"] == 4
    assert all("before" not in row for row in rows)


@pytest.mark.parametrize(
    ("value", "words", "expected"),
    [
        ("One.\n\nTwo.", None, ["One.", "Two."]),
        ("2026-12-01", None, ["1 December 2026"]),
        ({"idea": "own"}, "An idea of my own", ["An idea of my own"]),
        ("", "Words of an answer that was deleted", []),
        (None, None, []),
    ],
    ids=["paragraphs", "a day", "words for a value", "deleted", "nothing"],
)
def test_an_answer_is_worded_for_a_person(tmp_path, value, words, expected):
    shown = in_node(tmp_path, [{"value": value, "words": words}], "page.wordsOf(entries[0])")
    assert shown == expected


def test_words_that_were_written_elsewhere_are_in_the_copy_too(tmp_path):
    others = [version("The first words.")]
    entries = [entry("reflection/a", others=others), entry("reflection/b", "", others=others)]
    copy = in_node(tmp_path, entries, "page.copyOf(entries, known, t)")
    assert copy.count("The first words.") == 2
    assert "Another version, written on 1 July 2026 at 10:00" in copy


def test_the_copy_says_when_it_was_made_and_that_no_regulator_approved_it(tmp_path):
    copy = in_node(tmp_path, [], "page.copyOf(entries, known, t, new Date('2026-11-22T14:05:00Z'))")
    assert "22 November 2026 at 14:05" in copy
    assert "No regulator has approved this record." in copy
    assert "The names of the standards are this workbook's words." in copy
    assert "could point to someone you support" in copy


def test_time_minutes_and_plan_are_no_answers_and_stand_in_the_copy_by_themselves(tmp_path):
    entries = [
        time_entry("standard-1", "phone", {"2026-07-01": 35}),
        entry("minutes/technology", 20, kind="minutes", title="Technology in practice"),
        entry("plan/1/change", "Ask first.", kind="plan", question="What will I change?"),
    ]
    assert in_node(tmp_path, entries, "page.inSections(entries, known, t)") == []
    copy = in_node(tmp_path, entries, "page.copyOf(entries, known, t)")
    assert "## My learning plan\n\n### Change 1\n\nWhat will I change?\n" in copy
    assert "About 35 minutes, measured" in copy
    assert "20 minutes, as you gave them" in copy


@pytest.mark.parametrize(
    ("key", "question", "expected"),
    [
        (f"reflection/{PROMPT.id}", PROMPT.prompt, {"asked": PROMPT.prompt, "now": "", "gone": False}),
        (f"reflection/{PROMPT.id}", f" {PROMPT.prompt}\n", {"now": "", "gone": False}),
        (f"reflection/{PROMPT.id}", "Old?", {"asked": "Old?", "now": PROMPT.prompt, "gone": False}),
        (f"reflection/{PROMPT.id}", "", {"asked": PROMPT.prompt, "now": "", "gone": False}),
        ("quiz/7", "And then?", {"asked": "And then?", "now": "", "gone": True}),
        ("constructor", "And then?", {"now": "", "gone": True}),
    ],
    ids=["the same", "blanks apart", "other words now", "kept none", "gone", "a name of the language"],
)
def test_an_answer_is_held_against_what_the_workbook_asks_now(tmp_path, key, question, expected):
    found = in_node(tmp_path, [entry(key, question=question)], "page.questionOf(entries[0], known)")
    assert expected.items() <= found.items()


def test_every_key_that_an_exercise_saves_under_has_its_question():
    asked = your_record().content["questions"]
    starts = {key.split("/")[0] for key in asked}
    saving = {
        path.stem: path.read_text(encoding="utf-8")
        for path in EXERCISES.rglob("*.js")
        if path.stem != "learning_plan"
    }
    # Home asks for its keys as well.
    saving["come_back"] = (UI / "come_back.js").read_text(encoding="utf-8")
    made = {
        start
        for source in saving.values()
        for start in re.findall(r"""["`](\w+)/(?:\$\{|people|idea)""", source)
        if start in saving
    }
    assert made == starts
    assert asked[f"reflection/{PROMPT.id}"] == PROMPT.prompt
    assert asked[f"confidence/{RATED.id}/before"] == RATED.statement
    assert all(text.strip() for text in asked.values())
    assert {key.split("/")[1] for key in asked if key.startswith("good_use/")} == set(
        re.findall(r'field\(\s*"(\w+)"', saving["good_use"])
    ) | {"idea"}


def test_own_reasons_stand_with_their_scenario_scene_by_scene_and_so_they_do_in_the_copy(tmp_path):
    scene = next(scene for scene in CONTENT.scenes if scene.number == 2)
    case = CONTENT.scenarios.by_id(scene.scenario)
    asked = your_record().content["questions"]
    keys = [f"scenario/{case.id}", f"scenario/{case.id}/reasons", f"scenario/{case.id}/reasons/{scene.id}"]
    assert [asked[key] for key in keys[1:]] == ["Why this one?", "Scene 2: why this one?"]
    about = {"kind": "scenario", "title": case.title, "standard": case.standard}
    entries = [
        entry(key, value, question=asked[key], **about)
        for key, value in zip(keys, ({"path": ["a"]}, "It is kinder.", "It is safer."), strict=True)
    ]
    [section] = in_node(tmp_path, [*reversed(entries)], "page.inSections(entries, known, t)")
    [group] = section["groups"]
    assert case.title in group["title"]
    assert [one["key"] for one in group["entries"]] == keys
    for one in entries[1:]:
        found = in_node(tmp_path, [one], "page.questionOf(entries[0], known)")
        assert found == {"asked": one["question"], "now": "", "gone": False}
    copy = in_node(tmp_path, entries, "page.copyOf(entries, known, t)")
    assert re.search(r"Why this one\?\n.*\n\nIt is kinder\.", copy)
    assert re.search(r"Scene 2: why this one\?\n.*\n\nIt is safer\.", copy)


PICKED = {"path": ["a", "b"], "ended": True}
JUDGED = "Ask her on Thursday (Strongest choice)\nTell the team leader (Inchosanta)"


@pytest.mark.parametrize("kind", ["scenario", "boundaries", "offensive"])
def test_no_judgement_of_a_choice_goes_out_in_any_language_and_all_else_stays(tmp_path, kind):
    others = [version(PICKED, kind=kind, words="Wait (for now) (Crosses a line)")]
    entries = [entry(f"{kind}/a", PICKED, kind=kind, words=JUDGED, others=others)]
    for expression in (
        "page.copyOf(entries, known, t)",
        "JSON.stringify(page.requestFor({ entries, format: 'docx', parts: ['activity'], name: '', known, "
        "progress: new Map(), now: new Date() }).entries)",
    ):
        said = in_node(tmp_path, entries, expression)
        for chosen in ("Ask her on Thursday", "Tell the team leader", "Wait (for now)"):
            assert chosen in said
        for verdict in ("Strongest choice", "Inchosanta", "Crosses a line"):
            assert verdict not in said


def test_what_a_learner_typed_is_never_taken_for_a_judgement_and_a_file_to_read_back_in_is_as_kept(tmp_path):
    own = entry("scenario/a/reasons", "It felt wrong (Risky)", kind="scenario")
    assert "It felt wrong (Risky)" in in_node(tmp_path, [own], "page.copyOf(entries, known, t)")
    kept = entry("scenario/a", PICKED, kind="scenario", words=JUDGED)
    expression = (
        "page.requestFor({ entries, format: 'json', parts: [], name: '', known, progress: new Map(), "
        "now: new Date() }).entries"
    )
    assert in_node(tmp_path, [kept], expression) == [kept]


def test_the_pages_are_those_of_the_notebooks_beside_it(tmp_path):
    pages = {page["id"]: page for page in pages_here({"standard-1"}, NOTEBOOKS)}
    assert pages["standard-1"]["standard"] == "standard-1"
    assert pages["standard-1"]["path"] == "standard-1.ipynb"
    assert pages["record"]["standard"] == ""
    assert all(page["title"] and page["minutes"] >= 0 for page in pages.values())
    (tmp_path / "broken.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "plain.ipynb").write_text('{"metadata": {}, "cells": []}', encoding="utf-8")
    assert pages_here(set(), tmp_path) == []


def test_the_labels_of_the_documents_go_with_the_page_and_only_signs_of_identity_do():
    shown = your_record()
    labels = shown.content["labels"]
    assert labels == with_facts(words("documents"), load().facts())
    assert labels["documents.certificate.workbook"] == load().facts()["name"]
    assert {sign["kind"] for sign in shown.content["signs"]} <= {"identifying", "confidential"}
    assert shown.content["signs"]


def test_the_first_step_says_how_long_scenarios_take_by_the_table():
    minutes = [scenario.minutes for scenario in load().scenarios]
    assert your_record().content["scenario_minutes"] == f"{min(minutes)}\N{EN DASH}{max(minutes)}"
    assert "{minutes}" in your_record().words["your_record.empty"]
