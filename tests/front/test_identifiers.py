"""The rules that find identifying details in a text: by kinds of drafts, and name by name.

`drafts.csv` holds drafts in the idiom of Northern Ireland, written for this workbook; nobody in them is real.
Those of the set "tuned" were looked at while the rules were written, so they say little of other people's
words. Those of "held_out" were written when the rules were done, and no rule was changed because of them. Nor
was any because of those of "held_out_idiom", which were written after the rules had been widened for the
idiom: half of its risky drafts pass them by, so what is said of the rules should promise no more. All sets
have safe drafts beside the risky ones.
"""

import csv
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

import workbook.front
from timeouts import scaled
from workbook.exercises.draft import draft
from workbook.record.ui.your_record import your_record

FRONT = Path(workbook.front.__file__).parent
RULES = FRONT / "identifiers/identifiers.js"
DRAFTS = Path(__file__).with_name("drafts.csv")

REPEATED = [
    "wee ", "Wee Conor ", "Siobhan's ma ", "in care ", "Mary ", "Mary Kelly ", "Mary\n", "her ", "court ",
    "she overdose Newry ", "Year 9 ", "of ", "HCN ", "HCN 1", "the only ", "my ", "AI notes put ", "ó ", "Ó ",
    "Newry and ", "the state of her ", "this wee older wee ", "S\u0301e\u0301", "'s ", "\u2019s ma ", "KEZ 1",
    "\U00010400", "Royal Belfast Hospital for Sick ", "two doors up from the ", "judge ", "a@a.a ", "Co ",
    "St ", "the Falls ", "the peelers had ", "a wee man of mine ", "Big X ", "my manager couldn't ",
]  # fmt: skip


def drafts():
    with DRAFTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def measured(run_module):
    """For each set, whether each draft was marked: the risky ones by kind, and those of the kind "safe"."""
    rows = drafts()
    counts = run_module(
        RULES,
        "return given.texts.map((text) => module.findMarks(text, given.signs).length);",
        {"texts": [row["text"] for row in rows], "signs": draft().content["signs"]},
    )
    kinds = defaultdict(lambda: defaultdict(list))
    for row, count in zip(rows, counts, strict=True):
        kinds[row["set"]][row["kind"]].append(count > 0)
    return kinds


def test_the_drafts_are_enough_to_measure_by():
    enough = (("tuned", 40, 40, 20), ("held_out", 20, 30, 20), ("held_out_idiom", 20, 20, 4))
    for name, risky, safe, kinds in enough:
        rows = [row for row in drafts() if row["set"] == name]
        assert sum(row["kind"] != "safe" for row in rows) >= risky
        assert sum(row["kind"] == "safe" for row in rows) >= safe
        assert len({row["kind"] for row in rows} - {"safe"}) >= kinds
    texts = [row["text"] for row in drafts()]
    assert len(set(texts)) == len(texts)


def test_every_kind_of_risky_draft_is_found_more_often_than_not(measured):
    tuned = {kind: found for kind, found in measured["tuned"].items() if kind != "safe"}
    weak = {kind: found for kind, found in tuned.items() if sum(found) <= len(found) / 2}
    assert weak == {}
    every = [one for found in tuned.values() for one in found]
    assert sum(every) / len(every) >= 0.95


def test_of_twenty_kinds_that_no_rule_was_written_after_sixteen_are_found(measured):
    held = {kind: found for kind, found in measured["held_out"].items() if kind != "safe"}
    assert len(held) == 20
    assert sum(any(found) for found in held.values()) >= 16


def test_of_drafts_in_the_idiom_that_no_rule_was_written_after_half_are_found_and_few_safe_ones(measured):
    held = measured["held_out_idiom"]
    risky = [one for kind, found in held.items() if kind != "safe" for one in found]
    assert sum(risky) >= len(risky) / 2
    assert sum(held["safe"]) <= 1


def test_no_safe_draft_that_the_rules_were_tuned_on_is_marked(measured):
    assert sum(measured["tuned"]["safe"]) == 0


def test_of_thirty_safe_drafts_that_no_rule_was_written_after_at_most_one_is_marked(measured):
    safe = measured["held_out"]["safe"]
    assert sum(safe) <= len(safe) / 30


# Whoever hands something on is asked about these: the text, and what is marked in it.
NAMED = [
    ("I spoke with Mary Kelly and Sean Doyle in Larne.", ["Mary Kelly", "Sean Doyle", "Larne"]),
    ("Then Oluwaseun Adebayo rang.", ["Oluwaseun Adebayo"]),
    ("with S\u00e9amus \u00d3 N\u00e9ill", ["S\u00e9amus \u00d3 N\u00e9ill"]),
    ("Aoife O\u2019Neill and Nuala N\u00ed Bhriain", ["Aoife O\u2019Neill", "Nuala N\u00ed Bhriain"]),
    ("Brigid McAteer was there", ["Brigid McAteer"]),
    ("Se\u0301amus came late", ["Se\u0301amus"]),
    ("Anna-Maria de Vries", ["Anna-Maria de Vries"]),
    ("We met in Newtownards, near Daisy Hill.", ["Newtownards", "Daisy Hill"]),
    ("from Hillsborough to St Columb's College", ["Hillsborough", "St Columb's College"]),
    ("Ballyhenry Primary School was closed", ["Ballyhenry Primary School"]),
    ("I met Cahir and Zdenka at St Mary's.", ["Cahir", "Zdenka", "St Mary's"]),
    ("She moved from the Falls to Saint Brigid's.", ["Falls", "Saint Brigid's"]),
    ("at Laganside Courts in West Belfast", ["Laganside Courts", "West Belfast"]),
]  # fmt: skip

NOBODY = [
    "The Standards of Conduct and Practice of the Northern Ireland Social Care Council",
    "I read about Health and Social Care on WhatsApp and Facebook.",
    "On Monday Morning I began. In September it ended, and in Easter Week too.",
    "What I Learned From My First Year",
    "# Reading and Reflection",
    "The Children Order and the Human Rights Act",
    "Supervision helped. Writing helped. Talking did not.",
    "I WAS ANGRY AND TIRED",
    "My Trust has Guidance on Social Media. Your Record is mine.",
    "Microsoft Teams and Data Protection",
    "I spoke with English and Polish speakers, and Easter was quiet",
    "Falls are common in winter",
    "Her manager moira, in lower case, is missed",
]


@pytest.fixture(scope="module")
def asked(run_module):
    """Each text above with the words in it that may be a person or a place."""
    texts = [text for text, _ in NAMED] + NOBODY
    found = run_module(
        RULES,
        "return given.map((text) => module.findMarksAndNames(text, [])"
        ".map((mark) => [mark.kind, text.slice(mark.start, mark.end)]));",
        texts,
    )
    return dict(zip(texts, found, strict=True))


@pytest.mark.parametrize(("text", "expected"), NAMED, ids=[text for text, _ in NAMED])
def test_neighbouring_capitals_and_places_are_asked_about(asked, text, expected):
    assert asked[text] == [["name", words] for words in expected]


@pytest.mark.parametrize("text", NOBODY)
def test_the_workbook_s_own_terms_headings_and_beginnings_are_not(asked, text):
    assert asked[text] == []


def test_a_post_may_name_a_place_and_still_tell_of_nobody(run_module):
    text = "The hospice tea party in Newcastle was lovely, well done to all volunteers"
    found = run_module(
        RULES, "return [module.findMarks(given, []), module.findMarksAndNames(given, [])];", text
    )
    assert [len(marks) for marks in found] == [0, 1]


PARTS = [
    ("Three weans lifted from a house in Strabane last night", ["weans lifted", "Strabane"]),
    ("Never seen a house as boggin as the one on the Falls today", ["boggin", "Falls"]),
    ("That foster carer in Cookstown is only in it for the money", ["That foster carer", "Cookstown"]),
    ("Big Seamie on my books has the HIV in Derry", ["Big Seamie", "on my books", "Derry"]),
    ("Our team manager is a melter", ["melter"]),
    ("I'm useless with compliments", []),
    ("Big Tom songs on in the car", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), PARTS, ids=[text for text, _ in PARTS])
def test_the_person_the_event_and_the_place_are_each_marked(run_module, text, parts):
    found = run_module(
        RULES,
        "return module.findMarks(given.text, given.signs)"
        ".map((mark) => given.text.slice(mark.start, mark.end));",
        {"text": text, "signs": draft().content["signs"]},
    )
    missed = [part for part in parts if not any(part in words for words in found)]
    assert missed == []
    assert bool(found) == bool(parts)


def test_tone_is_not_asked_about_in_what_is_written_for_oneself(run_module):
    text = "I called them junkies once, and I am ashamed of it."
    found = run_module(
        RULES, "return [module.findMarks(given, []), module.findMarksAndNames(given, [])];", text
    )
    assert [[mark["kind"] for mark in marks] for marks in found] == [["contempt"], []]


def test_marks_never_overlap_whatever_rules_find_them(run_module):
    found = run_module(
        RULES,
        "return given.flatMap((text) => [module.findMarks(text, []), module.findMarksAndNames(text, [])]);",
        [row["text"] for row in drafts()],
    )
    assert any(found)
    for marks in found:
        ends = [0, *(mark["end"] for mark in marks)]
        assert all(mark["start"] >= end for mark, end in zip(marks, ends, strict=False))


@pytest.mark.slow
def test_50_kilobytes_of_what_the_rules_look_for_are_checked_in_a_moment(run_module):
    took = run_module(
        RULES,
        """
        return given.pieces.map((piece) => {
          const text = piece.repeat(Math.ceil(50_000 / piece.length));
          const start = performance.now();
          module.findMarks(text, given.signs);
          module.findMarksAndNames(text, given.signs);
          return performance.now() - start;
        });
        """,
        {"pieces": REPEATED, "signs": draft().content["signs"]},
    )
    most_ms = scaled(3000)
    assert {piece: ms for piece, ms in zip(REPEATED, took, strict=True) if ms > most_ms} == {}


def test_no_pattern_looks_behind_since_older_safaris_could_not_read_the_page():
    sources = {path.name: path.read_text(encoding="utf-8") for path in (FRONT / "identifiers").glob("*.js")}
    assert len(sources) > 5
    assert [name for name, source in sources.items() if re.search(r"\(\?<[!=]", source)] == []


def test_every_rule_and_kind_has_its_words_and_says_what_to_do(run_module):
    source = "".join(path.read_text(encoding="utf-8") for path in (FRONT / "identifiers").glob("*.js"))
    numbers = {"phone", "health_and_care", "nhs"}
    rules = sorted((set(re.findall(r'rule: "(\w+)"', source)) | numbers | {"name", "place"}) - {"phrase"})
    kinds = set(re.findall(r'kind: "(\w+)"', source)) | {sign["kind"] for sign in draft().content["signs"]}
    for words in (draft().words, your_record().words):
        assert {kind for kind in kinds if f"identifiers.kind.{kind}" not in words} == set()
        told = run_module(
            FRONT / "identifiers/words.js",
            "return given.rules.map((rule) => module.reasonFor({rule, reason: ''}, (name) =>"
            " given.words[name] ?? `missing: ${name}`));",
            {"rules": rules, "words": words},
        )
        assert [text for text in told if "missing" in text] == []
        assert [rule for rule, text in zip(rules, told, strict=True) if text.count(".") < 2] == []


def test_nothing_that_the_rules_say_calls_a_text_safe():
    said = json.dumps(
        [text for name, text in draft().words.items() if name.startswith(("draft.", "identifiers."))]
    )
    assert "safe" not in said.lower()
