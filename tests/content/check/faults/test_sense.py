"""Faults of meaning, one by one: tables that fit their columns but make no workbook."""

import pytest

from content.planting import Planted, assert_told

PLANTED = [
    Planted("missing-fact", lambda w: w.remove("course", 5), "course.csv", None, "id", says="regulator"),
    Planted("missing-fact", lambda w: w.edit("course", 6, text=""), "course.csv", None, "id", says="notice"),
    Planted(
        "missing-identifier",
        lambda w: w.remove("course", 11),
        "course.csv",
        None,
        "id",
        says="add a row earlier-records",
    ),
    Planted(
        "missing-identifier", lambda w: w.edit("course", 11, text=""), "course.csv", None, "id", among=True
    ),
    Planted(
        "bad-course-identifier", lambda w: w.edit("course", 11, text="My course!"), "course.csv", 11, "text"
    ),
    Planted(
        "bad-course-identifier", lambda w: w.edit("course", 11, text="7course"), "course.csv", 11, "text"
    ),
    Planted(
        "other-earlier-records",
        lambda w: w.add("course", id="earlier-records", text="anothercourse"),
        "course.csv",
        12,
        "text",
        says="repeat its identifier here: smallcourse",
    ),
    Planted("unclear-date", lambda w: w.edit("support", 2, read_on="lately"), "support.csv", 2, "read_on"),
    Planted(
        "unclear-date", lambda w: w.edit("support", 2, read_on="31 June 2026"), "support.csv", 2, "read_on"
    ),
    Planted(
        "unclear-date",
        lambda w: w.edit("law", 2, read_on="2026"),
        "law.csv",
        2,
        "read_on",
        says="November 2026",
    ),
    Planted(
        "no-first-scene", lambda w: w.edit("scenes", 2, number="4"), "scenarios.csv", 2, "id", says="'case-1'"
    ),
    Planted(
        "unreachable-scene", lambda w: w.edit("choices", 2, next_scene="case-1-3"), "scenes.csv", 3, "id"
    ),
    Planted(
        "endless-chain",
        lambda w: w.edit("choices", 7, next_scene="case-1-1"),
        "choices.csv",
        7,
        "next_scene",
        says="case-1-1 to case-1-2 to case-1-3 to case-1-1",
        among=True,
    ),
    Planted(
        "endless-chain", lambda w: w.edit("choices", 7, next_scene="case-1-3"), "choices.csv", 7, "next_scene"
    ),
    Planted(
        "other-scenario",
        lambda w: w.edit("choices", 7, next_scene="case-2-3"),
        "choices.csv",
        7,
        "next_scene",
        says="the scenario case-2, and this choice to case-1",
    ),
    Planted(
        "too-few-choices", lambda w: w.remove("choices", 7), "scenes.csv", 4, "id", says="has 1 of the two"
    ),
    Planted(
        "no-best-choice",
        lambda w: w.edit("choices", 4, judgement="defensible"),
        "scenes.csv",
        3,
        "id",
        says="'case-1-2'",
    ),
    Planted(
        "one-right-choice",
        lambda w: w.edit("choices", 5, judgement="harmful"),
        "scenes.csv",
        3,
        "id",
        says="nothing to weigh",
    ),
    Planted(
        "uncovered-standard",
        lambda w: w.edit("scenarios", 3, standard="standard-1"),
        "standards.csv",
        3,
        "id",
        says="has no scenario",
    ),
    Planted(
        "uncovered-standard",
        lambda w: w.edit("reflections", 3, standard="standard-1"),
        "standards.csv",
        3,
        "id",
        says="has no reflection prompt",
    ),
    Planted(
        "uncovered-standard",
        lambda w: w.remove("facilitator_notes", 3),
        "standards.csv",
        3,
        "id",
        says="has no facilitator note",
    ),
    Planted(
        "uncovered-standard",
        lambda w: (w.notebooks / "standard-2.ipynb").unlink(),
        "standards.csv",
        3,
        "id",
        says="has no notebook",
    ),
    Planted(
        "not-two-reasonings",
        lambda w: w.remove("reasonings", 3),
        "scenarios.csv",
        2,
        "id",
        says="has 1 row in the table reasonings, of 1 role",
    ),
    Planted(
        "not-two-reasonings",
        lambda w: w.edit("reasonings", 3, who="Practitioner 1"),
        "scenarios.csv",
        2,
        "id",
        says="has 2 rows in the table reasonings, of 1 role",
    ),
    Planted("too-few-prompts", lambda w: w.remove("prompts", 4), "reflections.csv", 2, "id", among=True),
    Planted(
        "missing-frame",
        lambda w: w.edit("prompts", 3, frame="what"),
        "reflections.csv",
        2,
        "id",
        says="the frame 'so what'",
    ),
    Planted(
        "missing-tip",
        lambda w: w.remove("tips", 6),
        "tips.csv",
        None,
        "number",
        says="number 5",
        among=True,
    ),
    Planted(
        "too-few-items", lambda w: w.remove("policy_checklist", 7), "policy_checklist.csv", says="has 5 of"
    ),
    Planted("too-few-answers", lambda w: w.remove("request_answers", 3), "requests.csv", 2, "id"),
    Planted("too-few-answers", lambda w: w.remove("post_actions", 3), "posts.csv", 2, "id"),
    Planted(
        "no-good-answer",
        lambda w: w.edit("request_answers", 2, effect="crosses"),
        "requests.csv",
        2,
        "id",
        says="with effect keeps",
    ),
    Planted(
        "no-good-answer",
        lambda w: w.edit("post_actions", 2, judgement="risky"),
        "posts.csv",
        2,
        "id",
        says="with judgement best",
    ),
    Planted("too-few-answers", lambda w: w.remove("recall_answers", 3), "recall.csv", 2, "id"),
    Planted(
        "no-good-answer",
        lambda w: w.edit("recall_answers", 2, is_sound="false"),
        "recall.csv",
        2,
        "id",
        says="with is_sound true",
    ),
    Planted(
        "several-sound-answers",
        lambda w: w.edit("recall_answers", 3, is_sound="true"),
        "recall.csv",
        2,
        "id",
        says="has 2 answers",
    ),
    Planted(
        "public-without-address", lambda w: w.edit("concerns", 2, kind="public"), "concerns.csv", 2, "address"
    ),
    Planted(
        "sub-provision", lambda w: w.edit("drafts", 2, text="See 2:4."), "drafts.csv", 2, "text", says="'2:4'"
    ),
    Planted(
        "sub-provision",
        lambda w: w.add_cell("Standard 5.9 says", kind="markdown"),
        "standard-1.ipynb",
        6,
        nearest="5:9",
    ),
    Planted("still-to-write", lambda w: w.edit("drafts", 2, title="[Title]"), "drafts.csv", 2, "title"),
    Planted(
        "provision-number",
        lambda w: w.edit("provisions", 2, number="05:09"),
        "provisions.csv",
        2,
        "number",
        "5:9",
        says="format the column as text",
    ),
    Planted(
        "provision-number", lambda w: w.edit("provisions", 2, number="1:2"), "provisions.csv", 2, "number"
    ),
    Planted(
        "quoted-summary",
        lambda w: w.edit("standards", 2, summary="\u201cBe kind.\u201d"),
        "standards.csv",
        2,
        "summary",
    ),
    Planted(
        "quoted-summary", lambda w: w.edit("provisions", 2, text="'Be kind.'"), "provisions.csv", 2, "text"
    ),
]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_fault_is_told_with_its_place_and_what_to_do(small, planted):
    assert_told(small, planted)


def test_a_scene_that_only_another_scenario_leads_to_cannot_be_reached(small):
    small.edit("choices", 8, next_scene="")
    small.edit("choices", 6, next_scene="case-2-2")
    assert [(one.type, one.file, one.row) for one in small.check().faults] == [
        ("other-scenario", "choices.csv", 6),
        ("unreachable-scene", "scenes.csv", 6),
    ]


def test_a_scenario_without_scenes_is_told(small):
    small.add("scenarios", id="case-3")
    assert [one.type for one in small.check().faults] == ["no-first-scene", "shown-nowhere"]
