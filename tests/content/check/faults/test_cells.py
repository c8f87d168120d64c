"""Faults of single cells, one by one: every rule of datapackage.json for a cell."""

import pytest

from content.planting import Planted, assert_told, package

PLANTED = [
    Planted("empty-cell", lambda w: w.edit("reading", 2, address=""), "reading.csv", 2, "address"),
    Planted(
        "empty-cell",
        lambda w: w.edit("reading", 2, publisher=" "),
        "reading.csv",
        2,
        "publisher",
        says="The body that published it.",
    ),
    Planted(
        "not-a-whole-number", lambda w: w.edit("scenarios", 3, minutes="5.5"), "scenarios.csv", 3, "minutes"
    ),
    Planted(
        "not-a-number",
        lambda w: w.edit("audience_assumptions", 2, value="many"),
        "audience_assumptions.csv",
        2,
        "value",
    ),
    Planted(
        "not-true-or-false",
        lambda w: w.edit("scenarios", 2, online_is_good="flase"),
        "scenarios.csv",
        2,
        "online_is_good",
        "false",
    ),
    Planted(
        "not-an-address",
        lambda w: w.edit("reading", 2, address="example.org/a text"),
        "reading.csv",
        2,
        "address",
    ),
    Planted(
        "not-an-address",
        lambda w: w.edit("concerns", 2, address="www.example.org"),
        "concerns.csv",
        2,
        "address",
        "https://www.example.org",
    ),
    Planted(
        "not-an-address", lambda w: w.edit("concerns", 2, address="file:notes"), "concerns.csv", 2, "address"
    ),
    Planted(
        "wrong-type",
        lambda w: package(w, lambda t, _: t["drafts"]["schema"]["fields"][3].update(type="date")),
        "drafts.csv",
        2,
        "note",
        says="of the kind date",
    ),
    Planted(
        "not-in-list",
        lambda w: w.edit("choices", 2, judgement="Besst"),
        "choices.csv",
        2,
        "judgement",
        "best",
        says="best, defensible, risky, harmful",
    ),
    Planted(
        "bad-identifier", lambda w: w.edit("drafts", 2, id="My Draft!"), "drafts.csv", 2, "id", "my-draft"
    ),
    Planted(
        "out-of-range",
        lambda w: w.edit("scenarios", 2, minutes="31"),
        "scenarios.csv",
        2,
        "minutes",
        "30",
        says="30 or less",
    ),
    Planted(
        "out-of-range",
        lambda w: w.edit("scenarios", 2, minutes="0"),
        "scenarios.csv",
        2,
        "minutes",
        "1",
        says="1 or more",
    ),
    Planted(
        "wrong-rule",
        lambda w: w.edit("support", 2, number="ring us"),
        "support.csv",
        2,
        "number",
        says="as it is dialled",
    ),
    Planted(
        "wrong-rule",
        lambda w: package(
            w, lambda t, _: t["drafts"]["schema"]["fields"][3]["constraints"].update(minLength=300)
        ),
        "drafts.csv",
        2,
        "note",
        says="minLength 300",
    ),
    Planted(
        "repeated-id", lambda w: w.add("glossary", term="like"), "glossary.csv", 3, "id", says="also in row 2"
    ),
    Planted("repeated-value", lambda w: w.add("glossary", id="tag-2"), "glossary.csv", 3, "term"),
    Planted(
        "repeated-value",
        lambda w: w.edit("scenes", 4, number="2"),
        "scenes.csv",
        4,
        "scenario, number",
        says="case-1, 2",
    ),
    Planted(
        "broken-reference",
        lambda w: w.edit("choices", 2, also_standard="standard-7"),
        "choices.csv",
        2,
        "also_standard",
        "standard-2",
        says="The table standards",
    ),
    Planted(
        "broken-reference",
        lambda w: w.edit("choices", 2, next_scene="case-1-22"),
        "choices.csv",
        2,
        "next_scene",
        "case-1-2",
        among=True,
    ),
    Planted(
        "garbled-text",
        lambda w: w.edit("drafts", 2, text="It\u00e2\u20ac\u2122s late"),
        "drafts.csv",
        2,
        "text",
    ),
    Planted("garbled-text", lambda w: w.edit("drafts", 2, text="caf\ufffd"), "drafts.csv", 2, "text"),
    Planted("invisible-character", lambda w: w.edit("drafts", 2, text="a\x00b"), "drafts.csv", 2, "text"),
    Planted(
        "too-long-cell",
        lambda w: w.edit("drafts", 2, text="a" * 32_768),
        "drafts.csv",
        2,
        "text",
        says="32,767",
    ),
    Planted("spreadsheet-error", lambda w: w.edit("drafts", 2, text="#NAME?"), "drafts.csv", 2, "text"),
]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_fault_is_told_with_its_place_and_what_to_do(small, planted):
    assert_told(small, planted)


def test_what_names_an_identifier_in_a_wrong_form_is_no_further_fault(small):
    small.edit("glossary", 2, id="A Tag")
    small.edit("scenarios", 2, id="Case 1")
    small.add_cell('workbook.glossary("a-tag")')
    small.edit("scenes", 2, id="Case_1_1")
    assert [(one.type, one.file, one.nearest) for one in small.check().faults] == [
        ("bad-identifier", "glossary.csv", "a-tag"),
        ("bad-identifier", "scenarios.csv", "case-1"),
        ("bad-identifier", "scenes.csv", "case-1-1"),
    ]


def test_a_row_that_was_copied_is_one_fault(small):
    small.add("glossary")
    assert small.only_fault().type == "repeated-id"


def test_two_empty_identifiers_are_not_called_the_same(small):
    small.edit("glossary", 2, id="")
    small.add("glossary", id="", term="like")
    assert [(one.type, one.row) for one in small.check().faults] == [("empty-cell", 2), ("empty-cell", 3)]
