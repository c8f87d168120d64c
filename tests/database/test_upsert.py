"""Inserting rows of which some exist already, over SQLite and over PostgreSQL."""

from datetime import date

import pytest
from sqlalchemy import event, select

from database.small_package import words
from workbook.database.upsert import upsert
from workbook.usage.schema import feedback, visits
from workbook.usage.store import UsageStore

DAY, PAGE = date(2026, 12, 1), "practice/boundaries"


def word(number, said):
    return {"number": number, "said": said}


@pytest.fixture
def counts(address, prepared):
    """A store with tables that have a key of several columns, and one besides the primary key."""
    return prepared(UsageStore, address)


def test_a_new_row_is_added_and_one_that_is_there_is_changed(store):
    store.write(1, b"hello")
    with store.connection(write=True) as connection:
        upsert(connection, words, [word(1, b"good-bye"), word(2, b"and")], changed=["said"])
    assert store.read() == {1: b"good-bye", 2: b"and"}


def test_a_row_that_is_there_stays_as_it_is_where_no_column_is_to_change(store):
    store.write(1, b"hello")
    with store.connection(write=True) as connection:
        upsert(connection, words, [word(1, b"good-bye"), word(2, b"and")])
    assert store.read() == {1: b"hello", 2: b"and"}


def test_columns_are_added_up_where_they_are_to_be(counts):
    row = {"day": DAY, "page": PAGE}
    with counts.connection(write=True) as connection:
        for number in (3, 4):
            upsert(connection, visits, [{**row, "visits": number}], added_up=["visits"])
        upsert(connection, visits, [{**row, "page": "start", "visits": 1}], added_up=["visits"])
        found = connection.execute(select(visits.c.page, visits.c.visits).order_by(visits.c.page))
        assert [tuple(one) for one in found] == [(PAGE, 7), ("start", 1)]


def test_a_row_may_be_known_by_another_key_than_the_primary_one(counts):
    row = {"message": b"m" * 16, "day": DAY, "kind": "praise", "page": PAGE, "useful": "", "text": "First."}
    with counts.connection(write=True) as connection:
        upsert(connection, feedback, [row], key=["message"])
        upsert(connection, feedback, [{**row, "text": "Second."}], key=["message"])
        assert connection.execute(select(feedback.c.text)).scalars().all() == ["First."]
        upsert(connection, feedback, [{**row, "text": "Third."}], key=["message"], changed=["text"])
        assert connection.execute(select(feedback.c.text)).scalars().all() == ["Third."]


def test_no_row_at_all_asks_the_database_for_nothing(store):
    asked = []
    with store.connection(write=True) as connection:
        event.listen(connection, "before_cursor_execute", lambda *one: asked.append(one[2]))
        upsert(connection, words, [], changed=["said"])
    assert asked == []


def test_rows_are_written_in_the_order_of_their_keys_so_that_two_servers_never_wait_for_each_other(store):
    written = []
    with store.connection(write=True) as connection:
        event.listen(connection, "before_cursor_execute", lambda *one: written.extend(one[3]))
        upsert(connection, words, [word(3, b"c"), word(1, b"a"), word(2, b"b")], changed=["said"])
    assert [one["number"] if isinstance(one, dict) else one[0] for one in written] == [1, 2, 3]
