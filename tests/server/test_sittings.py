"""What the home page offers for the time that a learner has: which units, and how long they take."""

from pathlib import Path

import pytest

from widget_host.pages.metadata import Page, PageIndex, PageUnit
from workbook.server.branding import course_listing
from workbook.server.sittings import in_fives, sittings_in

ROOT = Path(__file__).parents[2]


def page(*units, part="standards"):
    made = tuple(PageUnit(f"Unit {number}", 10 + number, calls) for number, calls in enumerate(units, 1))
    return Page("one.ipynb", "one", "Standard 1: One", part, 1, 30, "", units=made)


def test_a_unit_is_offered_that_has_a_scenario_and_something_to_keep():
    alone = (("scenario", "short"),)
    full = (("confidence", "one"), ("scenario", "long"))
    read = (("standard", "one"),)
    (found,) = sittings_in([page(alone, full, read)])
    assert found.as_data() == {
        "page": "one",
        "title": "Standard 1",
        "anchor": "Unit-2",
        "minutes": 12,
        "situations": ("long",),
    }


def test_a_page_of_another_part_and_a_page_without_units_offer_none():
    full = (("reflection", "one"), ("scenario", "long"))
    assert sittings_in([page(), page(full, part="practice")]) == ()


@pytest.mark.parametrize(("minutes", "said"), [(0, 5), (4, 5), (5, 5), (7, 10), (12.5, 15), (48, 50)])
def test_minutes_are_said_in_fives_and_never_less_than_it_takes(minutes, said):
    assert in_fives(minutes) == said


def test_every_standard_of_the_workbook_has_units_of_about_a_quarter_of_an_hour():
    pages = PageIndex(ROOT / "notebooks", listing=course_listing()).pages()
    found = sittings_in(pages)
    assert {one.page.name for one in found} == {f"standard-{number}" for number in range(1, 7)}
    assert all(10 <= one.unit.minutes <= 20 for one in found)
