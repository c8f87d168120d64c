"""How large a record may be, and what is saved when space is scarce."""

import pytest

from record.entries import entry
from record.memory import MemoryStore
from record.test_records import CHEAP, CODE, OTHER_CODE, TODAY, reason, records_of
from workbook.record.limits import RecordLimits
from workbook.record.records import Records
from workbook.record.rpc_handler import RpcHandler
from workbook.record.store import Store

MIB = 2**20


def limited(store, **limits):
    return Records(store, kdf=CHEAP, today=lambda: TODAY, limits=RecordLimits(**limits))


def text(key, size, number=1):
    """An entry with so many bytes of text."""
    return entry(key, "w" * size, seq=number)


@pytest.fixture
def memory():
    return MemoryStore()


def test_one_record_does_not_fill_the_disk(store):
    record = limited(store, record=1).create(CODE)
    refused = []
    for number in range(40):
        refused += [reason(record.push, [text(f"key/{number}", 100_000)])] if number >= 10 else []
        if number < 10:
            record.push([text(f"key/{number}", 100_000)])
    assert refused == ["quota"] * 30
    with store.transaction(write=False) as rows:
        row = rows.by_lookup(record.lookup)
        assert MIB * 0.9 < rows.size(row.record_id) <= MIB
    assert len(record.pull().entries) == 10


def test_a_record_that_is_full_can_be_made_smaller_and_then_grow_again(memory):
    record = limited(memory, record=1).create(CODE)
    for number in range(10):
        record.push([text(f"key/{number}", 100_000)])
    assert reason(record.push, [text("more", 100_000)]) == "quota"
    record.push([text("key/0", 10, number=2)])
    record.push([text("more", 100_000)])
    assert {one["key"] for one in record.pull().entries} >= {"key/0", "more"}


@pytest.mark.parametrize(
    ("limits", "why"),
    [({"record": 2}, "quota"), ({"low_disk": 500}, "scarce")],
    ids=["a new limit", "little disk"],
)
def test_what_makes_a_record_smaller_is_kept_also_where_it_is_still_too_large(memory, limits, why):
    record = limited(memory, record=4).create(CODE)
    for number in range(3):
        record.push([text(f"key/{number}", 900_000)])
    memory.free = 499 * MIB
    now = limited(memory, **limits).resume(record.lookup, record.key)
    now.push([text("key/0", 800_000, number=2)])
    assert reason(now.push, [text("key/0", 900_000, number=3)]) == why
    assert len(now.pull().entries) == 3


def test_a_learner_is_told_long_before_a_record_is_full(memory):
    record = limited(memory, record=1).create(CODE)
    told = []
    for number in range(10):
        record.push([text(f"key/{number}", 100_000)])
        told.append(record.pull(number).nearly_full)
    assert told == [False] * 8 + [True] * 2


def test_without_a_limit_any_record_is_kept(memory):
    record = limited(memory, record=0).create(CODE)
    for number in range(15):
        record.push([text(f"key/{number}", 2_000_000)])
    assert not record.pull().nearly_full


@pytest.mark.parametrize(
    ("limits", "free", "used"),
    [({"low_disk": 500}, 499 * MIB, 0), ({"database": 100}, None, 101 * MIB)],
    ids=["little disk", "a large database"],
)
def test_where_room_is_scarce_it_is_kept_for_the_records_that_there_are(memory, limits, free, used):
    records = limited(memory, **limits)
    record = records.create(CODE)
    memory.free, memory.used = free, used
    assert reason(records.create, OTHER_CODE) == "scarce"
    record.push([text("a", 500_000)])
    assert reason(record.push, [text("b", 700_000)]) == "scarce"
    assert [one["key"] for one in record.pull().entries] == ["a"]
    memory.free, memory.used = 501 * MIB, 0
    records.create(OTHER_CODE)
    record.push([text("b", 700_000)])


def test_the_limits_are_those_that_the_server_tells_its_kernels(new_address):
    address = new_address()
    with Store(address) as store:
        store.prepare()
    told = {"WORKBOOK_DATABASE": address, "WORKBOOK_RECORD_SIZE": "1", "WORKBOOK_LOW_DISK": "0"}
    handler = RpcHandler(told)

    def ask(**parts):
        return handler.answer({"type": "record", "id": 1, **parts})[0]

    made = ask(ask="create", code=CODE)
    whose = {"record": made["record"], "key": made["key"]}
    assert ask(ask="push", **whose, entries=[text("a", 900_000)])["ok"]
    assert ask(ask="push", **whose, entries=[text("b", 900_000)])["reason"] == "quota"
    assert ask(ask="pull", **whose, since=0)["nearly_full"] is True


@pytest.mark.parametrize("given", ["", "x", "-1", "1.5", "nan", "²"])
def test_what_is_no_number_is_taken_as_usual(given):
    assert RecordLimits.read({"WORKBOOK_RECORD_SIZE": given}) == RecordLimits()


def test_the_real_disk_and_the_real_size_are_asked(store):
    records = limited(store, low_disk=2**40)
    if store.file is None:
        records.create(CODE)
    else:
        assert reason(records.create, CODE) == "scarce"
    with store.transaction(write=False) as rows:
        assert rows.used_bytes() > 10_000
        assert (rows.free_bytes() is None) == (store.file is None)


def test_a_vault_by_itself_has_the_usual_limits(memory):
    assert records_of(memory).limits == RecordLimits(record=20)
