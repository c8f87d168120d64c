"""What the home page offers for the time that a learner has: which units, and how long they take."""

from pathlib import Path

import pytest

from widget_host.pages.metadata import Page, PageIndex, PageUnit
from workbook.cli.branding import situations_of
from workbook.content import load
from workbook.server.branding import course_listing
from workbook.server.sittings import in_fives, sittings_in
from workbook.server.situations import Situation, Situations

ROOT = Path(__file__).parents[2]
KNOWN = Situations(
    tuple(
        Situation(name, name, minutes, "hospital", "messages", "one", 0)
        for name, minutes in (("short", 4), ("long", 9))
    )
)


def page(*units, minutes=30, part="standards"):
    made = tuple(PageUnit(f"Unit {number}", calls) for number, calls in enumerate(units, 1))
    return Page("one.ipynb", "one", "Standard 1: One", part, 1, minutes, "", units=made)


def test_a_unit_is_offered_with_a_scenario_and_something_to_keep_and_takes_its_share_of_the_page():
    alone = (("scenario", "short"),)
    full = (("confidence", "one"), ("scenario", "long"))
    read = (("standard", "one"),)
    (found,) = sittings_in(KNOWN, [page(alone, full, read)])
    # 30 minutes less those of the scenarios, 13, are for the two units with more than a scenario.
    assert found.as_data() == {
        "page": "one",
        "title": "Standard 1",
        "anchor": "Unit-2",
        "minutes": 9 + 9,
        "situations": ("long",),
    }


def test_a_page_of_another_part_and_a_page_without_units_offer_none():
    full = (("reflection", "one"), ("scenario", "long"))
    assert sittings_in(KNOWN, [page(), page(full, part="practice")]) == ()


@pytest.mark.parametrize(("minutes", "said"), [(0, 5), (4, 5), (5, 5), (7, 10), (12.5, 15), (48, 50)])
def test_minutes_are_said_in_fives_and_never_less_than_it_takes(minutes, said):
    assert in_fives(minutes) == said


def test_every_standard_of_the_workbook_has_units_of_about_a_quarter_of_an_hour():
    pages = PageIndex(ROOT / "notebooks", listing=course_listing()).pages()
    found = sittings_in(situations_of(load(ROOT / "data", "en")), pages)
    assert {one.page.name for one in found} == {f"standard-{number}" for number in range(1, 7)}
    assert all(10 <= one.minutes <= 20 for one in found)
