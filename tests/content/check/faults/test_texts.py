"""Faults of texts, one by one: what learners would see literally, and what may belong to a real person."""

import pytest

from content.planting import Planted, assert_told

LONG = "Then it rains. " * 100


def draft(text, **more):
    """Plant a text in the drafts, which are stories."""
    return lambda w: w.edit("drafts", 2, text=text, **more)


def told(kind, text, says=""):
    return Planted(kind, draft(text), "drafts.csv", 2, "text", says=says)


PLANTED = [
    told("html-in-text", "It is <b>late</b>.", "'<b>'"),
    told("html-in-text", "One<br/>two", "A line break in the cell"),
    told("html-in-text", "A link: <a href='https://example.org/'>here", "learners would see"),
    told("html-in-text", "Tea&nbsp;and cake", "'&nbsp;'"),
    told("formula-in-text", "=1+1", "a formula"),
    told("formula-in-text", "+ a good idea"),
    told("formula-in-text", "- a good idea"),
    told("formula-in-text", "@everyone come along", "Begin the text with a letter"),
    told("formula-in-text", "\u200b=1+1"),
    told("made-by-spreadsheet", "13-Jul-23", "a date"),
    told("made-by-spreadsheet", "05/07/2023"),
    told("made-by-spreadsheet", "2023-07-13 00:00:00", "such as 13 July 2023"),
    told("made-by-spreadsheet", "45120"),
    told("made-by-spreadsheet", "1.23E+11", "a shortened number"),
    told("made-by-spreadsheet", "TRUE", "TRUE or FALSE"),
    Planted(
        "made-by-spreadsheet",
        lambda w: w.edit("reading", 2, published="05/07/2023"),
        "reading.csv",
        2,
        "published",
        says="format the column as text".capitalize(),
    ),
    Planted("made-by-spreadsheet", lambda w: w.edit("drafts", 2, id="01-Mar"), "drafts.csv", 2, "id"),
    Planted(
        "made-by-spreadsheet",
        lambda w: w.edit("choices", 2, also_standard="01-Mar"),
        "choices.csv",
        2,
        "also_standard",
    ),
    Planted(
        "too-long-text",
        lambda w: w.edit("choices", 2, choice=LONG),
        "choices.csv",
        2,
        "choice",
        says="1,499 characters, and this column has room for 500",
    ),
    told("real-number", "Ring me on 028 9032 1234."),
    told("real-number", "My number is 07712 345678", "Ofcom"),
    told("real-number", "It is (028) 9032 1234, all day", "'(028) 9032 1234'"),
    told("real-number", "Try +44 7712 345 678 or +44 (0)7700 900123", "'+44 7712 345 678'"),
    told("real-number", "Ring +353 1 234 5678"),
    told("real-address", "She lives at 14 Malone Road."),
    told("real-address", "Send it to BT7 1NN, please", "'BT7 1NN'"),
    told("real-address", "He is back at 3a The Old Mill Lane", "BT59 1AA"),
    told("real-contact", "Write to jane.doe@gmail.com", "'jane.doe@gmail.com'"),
    told("real-contact", "It is on https://www.belfastlive.co.uk/news.", "example.org"),
    Planted(
        "real-number",
        lambda w: w.add_cell("Ring Siobhan on 07712 345678.", kind="markdown"),
        "standard-1.ipynb",
        6,
    ),
]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_fault_is_told_with_its_place_and_what_to_do(small, planted):
    assert_told(small, planted)


@pytest.mark.parametrize(
    "text",
    [
        "5 < 6, and 7 > 6; <name> & <place> & so on &",
        "-5",
        "I asked = I was told - at last",
        "a@b and @c",
        "13 July 2023",
        "23:40",
        "He was 45120 steps away",
        "404",
        "Ring 028 9649 6012, 07700 900123, 01632 960555 or +44 (0)20 7946 0999",
        "Ring 999, 101 or 0800 1111",
        "H&C No. 399 999 9993, born 14/03/1951, seen 01-02-2023 at 10.15",
        "the lady at 14 Rathmullagh Gardens, BT59 4QX",
        "3 High Court judges, 12 Angry Men",
        "Write to jane@example.org or jane@school.example, or see www.example.com/a",
        "See https://example.org/text and https://www.example.org.",
    ],
)
def test_what_a_text_may_hold_is_no_fault(small, text):
    small.edit("drafts", 2, text=text)
    assert small.check().faults == ()


def test_a_website_that_is_one_of_the_course_s_sources_may_be_named(small):
    small.edit("reading", 2, address="https://www.niscc.info/standards")
    small.edit("drafts", 2, text="See https://niscc.info/.")
    assert small.check().faults == ()


def test_tables_about_real_bodies_may_say_how_these_are_reached(small):
    small.edit("advisers", 2, good_for="Ring 028 9032 1234, or write to help@niscc.info.")
    assert small.check().faults == ()


def test_a_page_may_say_how_a_publisher_is_reached(small):
    small.add_cell("Ring 028 9032 1234, or write to help@niscc.info at 14 Malone Road.", kind="markdown")
    assert small.check().faults == ()


def test_texts_of_a_translation_are_looked_at_too(small):
    (small.data / "ga").mkdir()
    small.put("ga/drafts.csv", f"id,title,text\na-draft,<b>Dréacht</b>,{LONG}\n")
    assert [(one.type, one.column) for one in small.check().faults] == [
        ("too-long-text", "text"),
        ("html-in-text", "title"),
    ]
