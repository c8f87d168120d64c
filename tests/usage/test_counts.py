from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from workbook.usage.counts import add, delete_old, finished_by_week, visits_by_day
from workbook.usage.store import UsageStore
from workbook.usage.tally import Counts, monday

DAY = date(2026, 11, 25)
WEEK = monday(DAY)


def counts(visits=(), finished=()):
    return Counts(Counter(dict(visits)), Counter(dict(finished)))


def delete_all_old(store, days):
    with store.connection(write=True) as connection:
        return delete_old(connection, days, DAY)


def test_counts_of_several_servers_are_summed_up(store, address):
    names = [f"standard-{number}" for number in range(1, 7)]

    def serve(number):
        # Each in another order: servers that wait for each other's rows would never end.
        turned = names[number % 6 :] + names[: number % 6]
        with UsageStore(address) as other:
            for _ in range(5):
                add(other, counts([((DAY, name), 1) for name in turned], [((WEEK, n), 2) for n in turned]))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(serve, range(6)))
    assert visits_by_day(store) == [(DAY, name, 30) for name in names]
    assert finished_by_week(store) == {(WEEK, name): 60 for name in names}


def test_visits_can_be_asked_for_from_a_day_on(store):
    add(store, counts([((DAY - timedelta(1), "start"), 1), ((DAY, "start"), 2), ((DAY, "home"), 3)]))
    assert visits_by_day(store, DAY) == [(DAY, "home", 3), (DAY, "start", 2)]


def test_nothing_to_write_writes_nothing(store):
    add(store, counts())
    assert visits_by_day(store) == []


def test_old_counts_are_deleted_of_finished_standards_by_whole_months(store):
    last = DAY - timedelta(400)
    assert last == date(2025, 10, 21)
    weeks = [date(2025, 9, 29), date(2025, 10, 6), date(2025, 10, 27)]
    add(
        store,
        counts(
            [((last - timedelta(1), "start"), 1), ((last, "start"), 1)], [((week, "s"), 1) for week in weeks]
        ),
    )
    assert delete_all_old(store, 400) == 1 + len(weeks[:1])
    assert visits_by_day(store) == [(last, "start", 1)]
    assert set(finished_by_week(store)) == {(week, "s") for week in weeks[1:]}


def test_with_zero_days_counts_stay_for_ever(store):
    add(store, counts([((date(1990, 1, 1), "start"), 1)], [((date(1990, 1, 1), "s"), 1)]))
    assert delete_all_old(store, 0) == 0
    assert len(visits_by_day(store)) == len(finished_by_week(store)) == 1
