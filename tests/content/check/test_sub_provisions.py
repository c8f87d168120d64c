"""Numbers of parts of standards: what counts as one, and what only looks like one."""

import pytest

from workbook.content.check.wording import Numbers, sub_provisions

SIX = Numbers(
    frozenset({"5:9"}),
    ("Code 5.8", "Professional Standard 5.6"),
    standards=tuple("123456"),
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("This is 5.9 in short.", ["5.9"]),
        ("See 5:4 and 5:9.", ["5:4"]),
        ("Standard 3.2 asks for it.", ["3.2"]),
        ("provision 2:1", ["2:1"]),
        ("Standards 5:9 and 5:12", ["5:12"]),
        ("(1:1)", ["1:1"]),
        ("According to 5:4", ["5:4"]),
        ("Code 5.7", ["5.7"]),
        ("rule 10.30", ["10.30"]),
        ("6:13, 4:2; 3.1", ["6:13", "4:2", "3.1"]),
        ("It ends with 5.4.", ["5.4"]),
        ("Standard 5:9:", []),
    ],
)
def test_a_number_that_reads_as_a_part_of_a_standard_is_found(text, numbers):
    assert list(sub_provisions(text, SIX)) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "Standard 5:9 is quoted word for word.",
        "It came at 10:30, Sunday, 23:40.",
        "At 5:15 on a Friday, or Sunday, 5:10.",
        "Between 4:10 and 6:20 in the evening.",
        "He rang at 3:30pm and at 5:05.",
        "on 5.9.2019 or 5.9.19",
        "Python 3.11, WCAG 2.2, SCORM 1.2, version 5.2 and 0.5.13",
        "It cost \u00a33.50, or $5.9, or \u20ac1.2.",
        "2.5 hours, 1.5 million, 3.2 miles, 5.4% and 4.5 per cent",
        "Scotland's Code 5.8 and Social Work England's Professional Standard 5.6",
        "Standard 5. 12 people said so.",
        "Standard 5: 3 scenarios",
        "In 2019. 5 people",
        "Steps: 1. Read. 2. Talk.",
        "page 12.5 or 7.4 or 5.30",
        "https://example.org/5.4/a",
    ],
)
def test_times_dates_prices_versions_and_other_regulators_are_left_alone(text):
    assert list(sub_provisions(text, SIX)) == []


@pytest.mark.parametrize("text", ["See 5:4.", "Standard 3.2 asks for it.", "provision 2:1"])
def test_a_course_may_let_every_number_be(text):
    assert list(sub_provisions(text, Numbers(free=True, standards=SIX.standards))) == []


def test_a_bare_number_counts_only_where_there_is_such_a_standard():
    assert list(sub_provisions("In 5:4 and in 2:1.", Numbers(standards=("1", "2")))) == ["2:1"]


def test_what_the_course_names_is_what_may_be_named(small):
    small.edit("tips", 2, why="See 1:4 for this.")
    assert small.only_fault().message.endswith("Those that may be given: 5:9.")
    small.edit("course", 9, text="5:9; 1:4")
    assert small.check().faults == ()
    small.edit("course", 9, text="any")
    assert small.check().faults == ()


def test_official_wording_that_a_publisher_has_filled_in_may_give_numbers(small):
    small.edit("standards", 2, wording="You must see 1:2 and 5:4.")
    small.edit("provisions", 2, number="1:7", text_kind="wording", text="'You must, see 1:8.'")
    assert small.check().faults == ()


def test_a_provision_s_number_belongs_to_its_standard(small):
    small.edit("provisions", 2, number="2:7", text_kind="wording")
    assert small.only_fault().type == "provision-number"


def test_the_times_at_which_requests_arrive_are_left_alone(small):
    small.edit("requests", 2, time="Sunday, 5:10")
    assert small.check().faults == ()
