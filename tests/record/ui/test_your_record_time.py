import pytest

from record.ui.record_page import entry, in_node, time_entry, version

SPENT = "page.timeSpent(entries, known).map((one) => ({ ...one, minutes: page.minutesOf(one) }))"


def test_days_and_devices_are_added_up(tmp_path):
    entries = [
        time_entry("standard-1", "phone", {"2026-07-01": 5, "2026-07-03": 7}),
        time_entry("standard-1", "laptop", {"2026-07-01": 20}),
    ]
    [spent] = in_node(tmp_path, entries, SPENT)
    assert spent["minutes"] == spent["measured"] == 32
    assert spent["days"] == ["2026-07-01", "2026-07-03"]
    assert spent["path"] == "" or spent["path"] == "standard-1.ipynb"


def test_where_two_tabs_counted_a_day_apart_the_longer_count_holds(tmp_path):
    entries = [
        time_entry("standard-1", "a", {"2026-07-01": 5}, others=[version({"2026-07-01": 9, "2026-07-02": 1})])
    ]
    [spent] = in_node(tmp_path, entries, SPENT)
    assert spent["minutes"] == 10


@pytest.mark.parametrize(("given", "minutes"), [(90, 90), (0, 0), ("", 5), (-1, 5), (2.5, 5), ("90", 5)])
def test_the_learner_s_own_minutes_go_first_and_an_empty_field_takes_them_back(tmp_path, given, minutes):
    entries = [
        entry("minutes/standard-1", given, kind="minutes"),
        time_entry("standard-1", "a", {"2026-07-01": 5}),
    ]
    [spent] = in_node(tmp_path, entries, SPENT)
    assert spent["minutes"] == minutes
    assert spent["measured"] == 5


def test_a_page_with_an_answer_and_no_time_can_be_given_some_and_the_plan_is_no_page(tmp_path):
    entries = [
        entry("reflection/a", page="standard-2"),
        entry("plan/1/change", kind="plan", page="record"),
        time_entry("gone", "a", {"2026-07-01": 3}),
    ]
    spent = in_node(tmp_path, entries, SPENT)
    assert [(one["page"], one["minutes"]) for one in spent] == [("gone", 3), ("standard-2", 0)]
    assert spent[0]["title"] == "A page"


@pytest.mark.parametrize("days", [None, "x", {"2026-07-01": "many"}, {"someday": 5}, {"2026-07-01": -5}])
def test_what_is_no_time_adds_none(tmp_path, days):
    [spent] = in_node(tmp_path, [time_entry("standard-1", "a", days)], SPENT)
    assert spent["minutes"] == 0
