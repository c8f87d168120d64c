import json
from pathlib import Path

import pytest

import workbook.front
from timeouts import scaled
from workbook.exercises.draft import DraftExercise, draft

RULES = Path(workbook.front.__file__).parent / "identifiers/identifiers.js"
NUMBERS = RULES.with_name("numbers.js")

SIGNS = [
    {"kind": "heated", "phrase": "sick of", "reason": "A hard day?"},
    {"kind": "heated", "phrase": "can't stand", "reason": "Strong words."},
    {"kind": "blanket", "phrase": "they all", "reason": "All of them?"},
    {"kind": "promise", "phrase": "i'll sort it", "reason": "Can you?"},
]


def with_check_digit(nine):
    """A number of ten digits, with the check digit of modulus 11; None where a number has none."""
    check = 11 - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    return None if check == 10 else nine + str(check % 11)


# What each rule marks: a text, and the rules with the words that they mark in it, in order.
HITS = [
    ("Write to aine.kelly+work@example.org.", [("email", "aine.kelly+work@example.org")]),
    ("Ring 028 9024 1234 now", [("phone", "028 9024 1234")]),
    ("(028) 9024-1234", [("phone", "(028) 9024-1234")]),
    ("her mobile is 07700900123.", [("phone", "07700900123")]),
    ("+44 7700 900 123", [("phone", "+44 7700 900 123")]),
    ("0044 28 9024 1234", [("phone", "0044 28 9024 1234")]),
    ("across the border 087 123 4567", [("phone", "087 123 4567")]),
    ("local: 9024 1234", [("phone", "9024 1234")]),
    ("three numbers 5 028 9024 1234", [("phone", "028 9024 1234")]),
    ("H&C No. 399 999 9993", [("health_and_care", "399 999 9993")]),
    ("H&C No. 399 999 9994, with a wrong check digit", [("health_and_care", "399 999 9994")]),
    ("HCN:345-678-9012", [("health_and_care", "345-678-9012")]),
    ("hcn is 3999999990.", [("health_and_care", "3999999990")]),
    ("3999999990 is her H & C number", [("health_and_care", "3999999990")]),
    ("4444444444 on the form", [("nhs", "4444444444")]),
    ("at BT7 1NN", [("postcode", "BT7 1NN")]),
    ("at bt594qx", [("postcode", "bt594qx")]),
    ("over in SW1A 1AA", [("postcode", "SW1A 1AA")]),
    ("NI number AB 12 34 56 C", [("national_insurance", "AB 12 34 56 C")]),
    ("ab123456c", [("national_insurance", "ab123456c")]),
    ("born 14/03/1951", [("date", "14/03/1951")]),
    ("born 1951-03-14", [("date", "1951-03-14")]),
    ("on the 3rd of March, 2024", [("date", "3rd of March, 2024")]),
    ("on March 14th", [("date", "March 14th")]),
    ("on 12 november", [("date", "12 november")]),
    ("on 4 May", [("date", "4 May")]),
    ("It is 10.15, still waiting", [("time", "10.15")]),
    ("at 10:15am", [("time", "10:15am")]),
    ("at 3pm.", [("time", "3pm")]),
    ("14 Rathmullagh Gardens", [("street", "14 Rathmullagh Gardens")]),
    ("her house is off the Falls Road", [("street", "Falls Road")]),
    ("14 abbey road", [("street", "14 abbey road")]),
    ("12 St James Court", [("street", "12 St James Court")]),
    ("on Ward 5 and in room B", [("room", "Ward 5"), ("room", "room B")]),
    ("courtroom 2 was cold", [("room", "courtroom 2")]),
    ("Mrs O'Neill said", [("title", "Mrs O'Neill")]),
    ("Mrs Mary O'Neill. She said", [("title", "Mrs Mary O'Neill")]),
    ("Mr Seán Ó Sé and I", [("title", "Mr Seán Ó Sé")]),
    ("Mr K and Dr Ní Bhriain", [("title", "Mr K"), ("title", "Dr Ní Bhriain")]),
    ("mr smith", [("title", "mr smith")]),
    ("Wee Caoimhe, aged 7, asked", [("age", "Caoimhe, aged 7")]),
    ("Sean (12) and Tom, 9, are home", [("age", "Sean (12)"), ("age", "Tom, 9")]),
    ("a 7-year-old Aoife", [("age", "7-year-old Aoife")]),
    ("a seven year old boy", [("age", "seven year old")]),
    ("see @jane_doe.", [("handle", "@jane_doe")]),
    ("(see www.example.org/a?b=c).", [("web", "www.example.org/a?b=c")]),
    ("https://example.org/x, and more", [("web", "https://example.org/x")]),
    ("example.co.uk has it", [("web", "example.co.uk")]),
    ("SICK  OF this", [("phrase", "SICK  OF")]),
    ("I cant stand it, can\u2019t stand it", [("phrase", "cant stand"), ("phrase", "can\u2019t stand")]),
    ("I\u2019ll sort it.", [("phrase", "I\u2019ll sort it")]),
    ("'they all' do", [("phrase", "they all")]),
]

# What no rule marks, though it comes near.
MISSES = [
    "",
    "Happy birthday to my wonderful mum, 70 today!",
    "open 24/7, all year round",
    "in 2019 2020 and 2021 2022 it was the same",
    "we counted 1000 2000 and 3000 people",
    "it cost £10.50, or €12.30 with the bag",
    "up by 10.5% and 3.14159 in all",
    "ten to one, 10:1, version 1.2.3",
    "Standard 5:9 is about social media",
    "32/01/2020 and 14/13/2020 are no dates",
    "only 3 may attend, and 2 march on",
    "five minutes down the road, 5 minutes down the road",
    "3 people on their way to the County Court",
    "the Family Court and the High Court",
    "a room a bit too small for a ward",
    "MS and pain, miss you all, dr who",
    "January (12), Article (8), Ward, 7, Room, 9.",
    "Belfast, 20 people came",
    "mail me @ home, or a@b",
    "e.g. this, i.e. that, and so on.And on",
    "She was sick. Of course she was.",
    "they, like us all, agree",
    "thick soft theyallow",
    "399 999 9994 has a wrong check digit, and nobody says what it is",
    "the HCN has ten digits, as in 2019 2020",
    "ring Lifeline on 0808 808 8000, or 0300 123 4567",
    "the Lord Mayor and Father Christmas",
    "the fair on the Ormeau Road, and Antrim Castle Gardens",
    "Open day on 4 May at 3pm, all welcome: www.example.org",
    "12345678901234567890 is too long",
    "ab1 2cd is no postcode, and QQ123456C no number",
]

# Texts that make a careless pattern take a time that grows with the square of their length, or worse.
REPEATED = [
    "a", "A", "1", "1 ", "a ", "a.", "a@", "@", "0 ", "-", "1-", "Aa ", "Aa, ", "12 Aa Bb ", "www.", "www...",
    "http://", "a-", "('", "(1)", "Mrs ", "1:", "1.1.", "BT", "sick of ", "they ", "7 year ", "028 9024 ",
    "A1 ", "aged ", "Aa (1", "\n", "\u2019", "12 march ", "a@a.", "1 aa ", "Mr ", "+", "1/1/",
]  # fmt: skip


@pytest.fixture(scope="module")
def marks(run_module):
    """Each text above with the marks that the rules find in it: pairs of a rule and the marked words."""
    texts = [text for text, _ in HITS] + MISSES
    found = run_module(
        RULES,
        "return given.texts.map((text) => module.findMarks(text, given.signs)"
        ".map((mark) => [mark.rule, text.slice(mark.start, mark.end)]));",
        {"texts": texts, "signs": SIGNS},
    )
    return {text: [tuple(mark) for mark in one] for text, one in zip(texts, found, strict=True)}


@pytest.mark.parametrize(("text", "expected"), HITS, ids=[text for text, _ in HITS])
def test_a_rule_marks_just_the_words_that_could_identify(marks, text, expected):
    assert marks[text] == expected


@pytest.mark.parametrize("text", MISSES)
def test_what_only_comes_near_is_not_marked(marks, text):
    assert marks[text] == []


def test_marks_come_in_order_never_overlap_and_carry_their_reason(run_module):
    text = (
        "I'll sort it for Mrs O'Neill, aged 83, of 14 Abbey Road, BT7 1NN. They all know, at 10.15 on 3 May."
    )
    found = run_module(
        RULES, "return module.findMarks(given.text, given.signs);", {"text": text, "signs": SIGNS}
    )
    ends = [0, *(mark["end"] for mark in found)]
    assert all(mark["start"] >= end for mark, end in zip(found, ends, strict=False))
    assert all(mark["end"] > mark["start"] for mark in found)
    reasons = {mark["rule"]: (mark["kind"], mark["reason"]) for mark in found}
    assert reasons["street"] == ("identifying", "")
    assert {"kind": "blanket", "reason": "All of them?"}.items() <= found[-3].items()


@pytest.mark.parametrize(
    ("nine", "rule"),
    [
        ("319999999", None),
        ("320000000", None),
        ("320000001", "health_and_care"),
        ("350123456", "health_and_care"),
        ("399999999", "health_and_care"),
        ("400000000", "nhs"),
        ("499999999", "nhs"),
        ("500000001", None),
        ("600000000", "nhs"),
        ("800000001", None),
    ],
)
def test_health_numbers_are_told_apart_by_their_range(run_module, nine, rule):
    number = with_check_digit(nine)
    assert number is not None, "take another number: this one has no check digit"
    others = [nine + digit for digit in "0123456789" if nine + digit != number]
    found = run_module(RULES, "return given.map((text) => module.findMarks(text, []));", [number, *others])
    assert [mark["rule"] for mark in found[0]] == ([rule] if rule else [])
    assert all(marks == [] for marks in found[1:])


def test_the_check_digit_is_the_one_of_modulus_11(run_module):
    numbers = [f"{n:010d}" for n in range(3_50_000_010, 3_999_999_999, 7_654_321)]
    good = run_module(NUMBERS, "return given.map(module.hasGoodCheckDigit);", numbers)
    assert good == [with_check_digit(number[:9]) == number for number in numbers]
    assert any(good)


@pytest.mark.slow
def test_50_kilobytes_of_anything_are_checked_in_a_moment(run_module):
    took = run_module(
        RULES,
        """
        return given.pieces.map((piece) => {
          const text = piece.repeat(Math.ceil(50_000 / piece.length));
          const start = performance.now();
          module.findMarks(text, given.signs);
          return performance.now() - start;
        });
        """,
        {"pieces": REPEATED, "signs": draft().content["signs"]},
    )
    most_ms = scaled(2000)
    assert {piece: ms for piece, ms in zip(REPEATED, took, strict=True) if ms > most_ms} == {}


def test_every_phrase_of_the_table_is_found_where_it_stands(run_module, content):
    signs = draft().content["signs"]
    found = run_module(
        RULES,
        "return given.map((sign) => module.findMarks(`So: ${sign.phrase}!`, [sign]).length);",
        signs,
    )
    assert [sign["phrase"] for sign, count in zip(signs, found, strict=True) if count != 1] == []
    assert len(signs) == len(content.warning_signs)


def test_the_drafts_on_offer_are_marked_or_not_as_their_notes_say(run_module):
    shown = draft().content
    found = run_module(
        RULES,
        "return given.drafts.map(({ id, text }) => [id, module.findMarks(text, given.signs).length]);",
        shown,
    )
    counts = dict(found)
    assert counts["study-day"] == 0
    assert counts["carers-and-short-breaks"] == 0
    assert counts["computer-says-no"] >= 3
    assert counts["parcels-on-the-step"] >= 2


def test_every_draft_and_phrase_reaches_the_page(content):
    shown = draft().content
    assert [one["id"] for one in shown["drafts"]] == list(content.drafts.ids)
    assert all(one["text"] and one["note"] for one in shown["drafts"])
    assert [sign["phrase"] for sign in shown["signs"]] == [sign.phrase for sign in content.warning_signs]
    assert json.loads(json.dumps(shown)) == shown


def test_there_is_nowhere_for_what_a_learner_types_to_go():
    own = set(DraftExercise.class_trait_names(sync=True)) - {
        "content",
        "english",
        "namespace",
        "words",
        "styles",
    }
    assert {name for name in own if not name.startswith("_")} <= {"layout", "tabbable", "tooltip", "comm"}
    for path in (RULES, RULES.parents[2] / "exercises" / "draft" / "draft.js"):
        source = path.read_text(encoding="utf-8")
        assert not any(way in source for way in ("model", "fetch(", "record", "savedField", "localStorage"))
