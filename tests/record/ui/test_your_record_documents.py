"""What leaves the device for a document, and what the rules find in it before."""

import json
import re

import pytest

from record.ui.record_page import entry, in_node, time_entry, version
from workbook.content import load
from workbook.record.documents import make
from workbook.record.ui.your_record import your_record

CONTENT = load()
STATEMENT = CONTENT.self_ratings[0]
ALL = ["activity", "answers", "ratings", "plan"]

RECORD = [
    entry("reflection/one", "My words.", standard="standard-1", page="standard-1"),
    entry("reflection/two", "More words.", standard="standard-2", page="standard-2"),
    entry(f"confidence/{STATEMENT.id}/before", 2, kind="confidence", standard="standard-1", words="2 of 5"),
    entry("plan/1/change", "Ask first.", kind="plan", page="record"),
    entry("plan/1/by", "2026-12-01", kind="plan", page="record"),
    entry("plan/1/standard", "standard-4", kind="plan", page="record", words="Standard 4"),
    time_entry("standard-1", "a", {"2026-07-01": 5}),
    time_entry("standard-2", "a", {"2026-07-01": 6}),
    entry("minutes/standard-2", 40, kind="minutes", page="record"),
    entry("reflection/blank", "  "),
]


def chosen(tmp_path, format, parts=ALL, left=()):  # noqa: A002 - the message's own word
    expression = (
        "page.chosenEntries(entries, given.format, { parts: given.parts, left: new Set(given.left) })"
    )
    return in_node(tmp_path, RECORD, expression, format=format, parts=list(parts), left=list(left))


def keys(entries):
    return {one["key"] for one in entries}


def test_all_goes_in_by_default_but_for_what_is_blank_or_no_text(tmp_path):
    assert keys(chosen(tmp_path, "docx")) == keys(RECORD) - {"reflection/blank", "plan/1/standard"}


def test_a_change_takes_its_standard_along(tmp_path):
    plan = [one for one in chosen(tmp_path, "docx") if one["kind"] == "plan"]
    assert {one["standard"] for one in plan} == {"standard-4"}


def test_a_file_to_read_back_in_holds_every_entry_as_it_is_kept(tmp_path):
    kept = {one["key"]: one for one in RECORD if one["key"] != "reflection/blank"}
    assert {one["key"]: one for one in chosen(tmp_path, "json")} == kept


@pytest.mark.parametrize(
    ("format", "parts", "kinds"),
    [
        ("docx", ["activity"], {"reflection", "time", "minutes"}),
        ("json", ["activity"], {"reflection", "time", "minutes"}),
        ("docx", ["answers"], {"reflection"}),
        ("docx", ["ratings"], {"confidence"}),
        ("docx", ["plan"], {"plan"}),
        ("docx", [], set()),
    ],
)
def test_no_part_that_was_not_ticked_leaves_the_device(tmp_path, format, parts, kinds):  # noqa: A002
    assert {one["kind"] for one in chosen(tmp_path, format, parts)} == kinds


def test_an_answer_that_was_not_ticked_stays_and_so_does_the_time_of_a_page_without_others(tmp_path):
    left = chosen(tmp_path, "pdf", left=["reflection/two", "plan/1/change"])
    assert keys(left) == {
        "reflection/one",
        f"confidence/{STATEMENT.id}/before",
        "plan/1/by",
        "time/standard-1/a",
    }


def test_a_certificate_takes_none_of_the_learner_s_words_along(tmp_path):
    sent = chosen(tmp_path, "certificate")
    assert keys(sent) >= {"reflection/one", "time/standard-1/a", "minutes/standard-2"}
    text = json.dumps(sent)
    for words in ("My words", "More words", "Ask first", "2 of 5"):
        assert words not in text


REQUEST = (
    "page.requestFor({ entries: page.chosenEntries(entries, given.format, { parts: given.parts, left: new "
    "Set() }), format: given.format, parts: given.parts, name: ' Nuala ', known, progress: new Map([["
    "'standard-1', { done: 2, total: 5 }]]), now: new Date('2026-07-01T10:05:00Z') })"
)


@pytest.mark.parametrize("format", ["docx", "pdf", "md", "csv", "json", "certificate"])
def test_what_is_asked_for_can_be_made(tmp_path, format):  # noqa: A002
    request = in_node(tmp_path, RECORD, REQUEST, format=format, parts=ALL)
    assert request["made"] == "2026-07-01T11:05:00+01:00"
    assert request["zone"] in ("Europe/Belfast", "Europe/London")
    assert request["name"] == "Nuala"
    assert request["progress"] == [{"page": "standard-1", "done": 2, "total": 5}]
    made = make(format, request)
    assert made.data
    assert "2026-07-01" in made.name


def test_answers_stand_in_the_order_of_the_workbook_and_have_a_question(tmp_path):
    prompts = CONTENT.prompts.where(reflection=CONTENT.prompts[0].reflection)
    entries = [entry(f"reflection/{prompt.id}", question="") for prompt in reversed(prompts)]
    request = in_node(tmp_path, entries, REQUEST, format="docx", parts=ALL)
    assert [one["question"] for one in request["entries"]] == [prompt.prompt for prompt in prompts]


def findings(tmp_path, *entries):
    found = in_node(
        tmp_path, list(entries), "page.findingsIn(page.writtenIn(entries, known, t), known.signs)"
    )
    return [
        [
            "".join(f"[{one['text']}]" if one["isMarked"] else one["text"] for one in passage["pieces"])
            for passage in finding["passages"]
        ]
        for finding in found
    ]


def test_what_might_identify_somebody_is_shown_in_its_sentence(tmp_path):
    text = "It rained. Mrs O'Neill of 14 Abbey Road rang. I wrote it down.\nOn 3 May she rang again, and then"
    assert findings(tmp_path, entry("reflection/a", text)) == [
        ["[Mrs O'Neill] of [14 Abbey Road] rang.", "On [3 May] she rang again, and then"]
    ]


def test_a_long_sentence_is_shown_around_its_mark(tmp_path):
    long = "word " * 200
    [[passage]] = findings(tmp_path, entry("reflection/a", f"{long}Mrs O'Neill {long}"))
    assert "[Mrs O'Neill]" in passage
    assert passage.startswith("… ")
    assert passage.endswith(" …")
    assert len(passage) < 300


def test_every_version_is_read_and_no_text_twice(tmp_path):
    one = entry("reflection/a", "Mrs Kelly.", others=[version("Mr Kelly."), version("Mrs Kelly.")])
    assert findings(tmp_path, one) == [["[Mrs Kelly].", "[Mr Kelly]."]]


def test_the_workbook_s_own_words_days_and_minutes_are_not_read(tmp_path):
    picked = {"path": ["a"], "ended": True}
    assert (
        findings(
            tmp_path,
            entry("scenario/a", picked, kind="scenario", words="Ring Mrs O'Neill (Risky)"),
            entry("plan/1/by", "2026-05-03", kind="plan"),
            time_entry("standard-1", "a", {"2026-07-01": 5}),
        )
        == []
    )
    why = entry("scenario/a/reasons", "Mrs Kelly.", kind="scenario")
    assert findings(tmp_path, why) == [["[Mrs Kelly]."]]
    own = entry("advice/people", {"own": [{"who": "Mrs Kelly"}]}, kind="advice", words="Mrs Kelly")
    assert findings(tmp_path, own) == [["[Mrs Kelly]"]]


def test_a_finding_leads_to_the_page_where_it_can_be_changed(tmp_path):
    given = entry("reflection/a", "Mrs Kelly.", page="standard-1")
    expression = (
        "page.writtenIn(entries, { ...known, pages: [{ id: 'standard-1', path: 'standard-1.ipynb' }] }, t)"
    )
    [found] = in_node(tmp_path, [given], expression)
    assert found["path"] == "standard-1.ipynb"


def test_nothing_on_the_page_calls_a_text_safe():
    said = [text for name, text in your_record().words.items() if name.startswith("people_check.")]
    assert said
    assert not [text for text in said if re.search(r"\bsafe(ly)?\b", text)]
