"""What a publisher does with the database of records: counting and deleting old ones."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from record.planting import DAY, plant, record
from workbook.record.admin import RecordStats, expire, last_expired_day, stats

DAYS = st.dates(date(1990, 1, 1), date(2200, 1, 1))


def contents(store):
    """Everything that is kept."""
    with store.connection(write=False) as connection:
        return {
            table: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))]
            for table in ("records", "entries")
        }


# Counting


def test_stats_are_counts_alone(store):
    ages = (0, 29, 30, 364, 365, 366)
    plant(store, *((record(age + 1, last_used=DAY - timedelta(days=age)), 2) for age in ages))
    found = stats(store, DAY)
    assert (found.records, found.entries) == (6, 12)
    assert (found.used_in_30_days, found.used_in_365_days) == (2, 4)
    assert found.size > 1000
    assert set(RecordStats.__slots__) == {"records", "entries", "used_in_30_days", "used_in_365_days", "size"}


# Expiring


@pytest.mark.parametrize(
    ("last_used", "months", "last_kept"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 28), 1, date(2025, 2, 28)),
        (date(2025, 2, 28), 1, date(2025, 3, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 11, 22), 24, date(2026, 11, 22)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(1976, 11, 22), 600, date(2026, 11, 22)),
    ],
)
def test_a_record_is_kept_to_the_last_day_of_its_months(last_used, months, last_kept):
    assert last_expired_day(last_kept, months) < last_used
    assert last_expired_day(last_kept + timedelta(days=1), months) >= last_used


@given(DAYS, st.integers(1, 600))
def test_a_day_later_never_expires_less(today, months):
    assert last_expired_day(today, months) <= last_expired_day(today + timedelta(days=1), months) < today


def test_expiring_deletes_what_was_not_used_for_that_time_and_nothing_else(store):
    days = [date(2024, 11, 20), date(2024, 11, 21), date(2024, 11, 22), date(2026, 1, 1)]
    plant(store, *((record(number, last_used=day), 2) for number, day in enumerate(days)))
    assert expire(store, 0, DAY) == 0
    assert expire(store, 24, DAY, dry_run=True) == 2
    assert stats(store, DAY).records == 4
    assert expire(store, 24, DAY) == 2
    assert expire(store, 24, DAY) == 0
    assert [row[-1] for row in contents(store)["records"]] in (days[2:], [str(day) for day in days[2:]])
    assert stats(store, DAY).entries == 4


def test_an_expired_record_leaves_no_byte_in_the_file_or_its_log(new_store):
    store = new_store()
    plant(store, (record(1, manifest=b"<sealed words>"), 0), (record(2, last_used=date.max), 1))
    assert expire(store, 1, date(2027, 1, 1)) == 1
    assert all(b"<sealed words>" not in path.read_bytes() for path in store.file.parent.iterdir())


def test_a_clock_that_was_set_back_expires_nothing(store):
    plant(store, (record(last_used=DAY), 1))
    assert expire(store, 1, date(1970, 1, 2)) == 0
