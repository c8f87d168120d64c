from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.usage.weeks import Span, spans

# The Mondays of November 2026.
WEEKS = [date(2026, 11, day) for day in (2, 9, 16, 23, 30)]
LATER = date(2027, 3, 1)


def shown(numbers, today=LATER, since=None):
    """What is shown of one standard's weeks in November, as (day of the month, is it the rest, number)."""
    found = spans({(week, "s"): n for week, n in zip(WEEKS, numbers, strict=False) if n}, today, since)
    return [(span.first.day, span.rest, span.number) for span in found]


def test_a_week_of_five_is_shown_and_smaller_ones_are_added_up():
    assert shown([5, 4, 9, 2]) == [(2, False, 5), (2, True, 6), (16, False, 9)]


def test_a_rest_of_less_than_five_is_not_told_exactly():
    assert shown([7, 1]) == [(2, False, 7), (2, True, None)]
    assert shown([1]) == shown([4]) == [(2, True, None)]


def test_a_rest_is_that_of_all_weeks_of_the_month_so_that_no_single_one_can_be_told():
    (rest,) = spans({(WEEKS[1], "s"): 2, (WEEKS[4], "s"): 3}, LATER)
    assert rest == Span(date(2026, 11, 2), date(2026, 12, 6), "s", rest=True, number=5)


@pytest.mark.parametrize(("today", "weeks"), [(date(2026, 11, 8), []), (date(2026, 11, 9), [(2, False, 9)])])
def test_a_week_is_shown_once_it_is_over(today, weeks):
    assert shown([9], today) == weeks


@pytest.mark.parametrize(("today", "rest"), [(date(2026, 12, 6), []), (date(2026, 12, 7), [(2, True, None)])])
def test_the_rest_of_a_month_is_shown_once_its_last_week_is_over(today, rest):
    assert shown([1], today) == rest


def test_small_weeks_of_two_standards_or_two_months_are_not_mixed():
    finished = {(WEEKS[0], "a"): 4, (WEEKS[0], "b"): 4, (WEEKS[0] - timedelta(7), "a"): 4}
    assert {span.number for span in spans(finished, LATER)} == {None}


def test_asking_for_a_part_of_the_time_leaves_out_weeks_and_months_whole():
    numbers = [6, 2, 7, 3]
    whole = shown(numbers)
    assert shown(numbers, since=date(2026, 11, 10)) == [one for one in whole if one != (2, False, 6)]
    assert shown(numbers, since=date(2026, 12, 1)) == []


numbers = st.lists(st.integers(0, 9), min_size=5, max_size=5)
days = st.dates(date(2026, 11, 1), date(2027, 1, 31))


@given(numbers, days, st.none() | days)
def test_no_number_under_five_is_ever_shown(weeks, today, since):
    assert all(number is None or number >= 5 for _, _, number in shown(weeks, today, since))


@given(numbers, days, days, st.none() | days)
def test_what_was_shown_once_does_not_change(weeks, day, later, since):
    day, later = sorted((day, later))
    assert set(shown(weeks, day, since)) <= set(shown(weeks, later))


@given(numbers, days)
def test_what_is_shown_of_the_running_week_and_month_does_not_tell_that_somebody_finished_today(weeks, today):
    more = [number + (week <= today < week + timedelta(7)) for week, number in zip(WEEKS, weeks, strict=True)]
    assert shown(weeks, today) == shown(more, today)
