from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import BigInteger, Date, Integer, LargeBinary, String, Text

from usage.sent import sent
from workbook.usage import feedback_rows
from workbook.usage.feedback_rows import KeptMessage, messages, put, remove
from workbook.usage.message import RefusedError, read_message
from workbook.usage.schema import feedback, metadata
from workbook.usage.store import UsageStore

DAY = date(2026, 11, 23)


def message(number=1, **changes):
    return read_message(sent(number, **changes))


def test_a_message_is_kept_with_its_day_and_nothing_else_of_when_it_came(store):
    put(store, message(kind="idea"), DAY)
    assert messages(store) == [KeptMessage(1, DAY, "idea", "standard-5", "very", "It helped.")]


def test_no_column_can_hold_a_time_an_address_or_a_person():
    columns = {column.name for table in metadata.tables.values() for column in table.columns}
    assert columns == {
        *("number", "message", "day", "kind", "page", "useful", "text"),
        *("visits", "week", "standard", "finished"),
    }
    types = {type(column.type) for table in metadata.tables.values() for column in table.columns}
    assert types == {Integer, BigInteger, LargeBinary, Date, String, Text}, "none of them tells a time of day"
    assert feedback.c.message.type.length == 16, "a random number, and no address beside it"


def test_the_same_message_sent_again_is_kept_once(store):
    for _ in range(2):
        put(store, message(), DAY)
    assert [one.number for one in messages(store)] == [1]


def test_the_same_message_from_two_servers_at_once_is_kept_once(store, address):
    def again(_):
        with UsageStore(address) as other:
            put(other, message(), DAY)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(again, range(8)))
    assert len(messages(store)) == 1


def test_many_servers_lose_nothing(store, address):
    def one(number):
        with UsageStore(address) as other:
            put(other, message(number, text=f"Line {number}"), DAY)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(40)))
    assert sorted(kept.text for kept in messages(store)) == sorted(f"Line {number}" for number in range(40))


def test_a_full_box_takes_no_more_but_knows_what_it_holds(store, monkeypatch):
    monkeypatch.setattr(feedback_rows, "MOST", 1)
    put(store, message(1), DAY)
    put(store, message(1), DAY)
    with pytest.raises(RefusedError, match="full"):
        put(store, message(2), DAY)
    assert len(messages(store)) == 1


def test_what_is_shown_can_be_narrowed_by_day_and_page(store):
    put(store, message(1, page="start"), date(2026, 11, 1))
    put(store, message(2, page="start"), DAY)
    put(store, message(3), DAY)
    assert [one.number for one in messages(store, since=DAY)] == [2, 3]
    assert [one.number for one in messages(store, page="start")] == [1, 2]
    assert [one.number for one in messages(store, since=DAY, page="start")] == [2]


def test_deleted_messages_are_gone_and_their_numbers_are_not_given_again(store):
    for number in (1, 2):
        put(store, message(number), DAY)
    assert remove(store, [2]) == set()
    put(store, message(3), DAY)
    assert [one.number for one in messages(store)] == [1, 3]


def test_where_one_number_is_missing_none_is_deleted(store):
    put(store, message(), DAY)
    assert remove(store, [1, 9]) == {9}
    assert len(messages(store)) == 1


def test_a_deleted_message_leaves_no_byte_in_sqlites_file_or_its_log(store):
    put(store, message(text="A word that is not to stay"), DAY)
    remove(store, [1])
    if store.file is None:
        return
    store.close()
    assert all(b"not to stay" not in path.read_bytes() for path in store.file.parent.iterdir())
