from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from examples import examples
from record.entries import entry, texts, values_of, written
from record.memory import MemoryStore
from workbook.record.code import new_code
from workbook.record.contents import AGE, MOST_ENTRIES
from workbook.record.encryption import BUCKET, Kdf, RecordKeys
from workbook.record.errors import RecordError
from workbook.record.merge import MOST_OTHERS
from workbook.record.records import Records
from workbook.record.rows import EntryRow

CODE = "3AZ2KJZT3TZJK2ZA3AZ2KJ5H"
OTHER_CODE = "ZYXWVTSRQPNMKJHGFEDCBARR"
CHEAP = Kdf(memory=8, iterations=1)
TODAY = date(2026, 11, 22)


def reason(ask, *arguments, **named):
    with pytest.raises(RecordError) as refusal:
        ask(*arguments, **named)
    return refusal.value.reason


def records_of(store, today=TODAY):
    return Records(store, kdf=CHEAP, today=lambda: today)


@pytest.fixture
def memory():
    return MemoryStore()


@pytest.fixture
def records(memory):
    return records_of(memory)


@pytest.fixture
def record(records):
    """A record with three entries, saved one after the other."""
    record = records.create(CODE)
    for number in (1, 2, 3):
        record.push([entry(f"reflection/{number}", f"Text {number}")])
    return record


def row_of(memory, record):
    return memory.records[record.lookup]


def rows_of(memory, record):
    return memory.entries[row_of(memory, record).record_id]


def slot_of(memory, record, key):
    return RecordKeys(row_of(memory, record).record_id, record.key).slot(key)


def put(memory, record, key, **changes):
    """Change what is stored of an entry."""
    slot = slot_of(memory, record, key)
    rows_of(memory, record)[slot] = replace(rows_of(memory, record)[slot], **changes)


def put_record(memory, record, **changes):
    memory.records[record.lookup] = replace(row_of(memory, record), **changes)


def flipped(data, at=0):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def texts_in(pulled):
    return {found["key"]: values_of(found) for found in pulled.entries}


ALL = {"reflection/1": ["Text 1"], "reflection/2": ["Text 2"], "reflection/3": ["Text 3"]}
BUT_TWO = {"reflection/1": ["Text 1"], "reflection/3": ["Text 3"]}


# A record and its code, over each engine


def test_what_was_saved_is_there_for_whoever_has_the_code(store):
    made = records_of(store).create(CODE)
    assert made.head == 0
    assert made.push([entry("a", "one"), entry("b", "two")]).head == 1
    opened = records_of(store).open(CODE)
    assert (opened.lookup, opened.key, opened.head) == (made.lookup, made.key, 1)
    pulled = opened.pull()
    assert texts_in(pulled) == {"a": ["one"], "b": ["two"]}
    assert (pulled.head, pulled.damaged, pulled.code_works) == (1, 0, True)


def test_a_changed_code_opens_what_the_old_one_opened_and_the_old_one_nothing(store):
    records = records_of(store)
    old = records.create(CODE)
    old.push([entry("a", "one")])
    old.push([entry("b", "two")])
    new = old.recode(OTHER_CODE)
    assert (new.head, new.damaged) == (3, 0)
    assert new.key != old.key
    assert texts_in(records.open(OTHER_CODE).pull()) == {"a": ["one"], "b": ["two"]}
    assert reason(records.open, CODE) == reason(old.pull) == reason(old.push, []) == "changed"
    assert reason(old.delete) == "changed"
    assert texts_in(new.pull(since=1)) == {"b": ["two"]}


def test_nothing_is_left_of_a_deleted_record(store):
    records = records_of(store)
    record = records.create(CODE)
    record.push([entry("a", "one")])
    assert record.delete() == 0
    with store.connection(write=False) as connection:
        assert [
            connection.execute(sql(f"select count(*) from {table}")).scalar()
            for table in ("records", "entries")
        ] == [0, 0]
    assert reason(records.open, CODE) == reason(record.pull) == reason(record.push, []) == "deleted"


def test_a_code_of_one_course_opens_nothing_in_another_in_the_same_database(store):
    """The course without a namespace is the one whose records were there before there were any."""
    courses = {name: Records(store, kdf=CHEAP, namespace=name) for name in ("", "onecourse", "othercourse")}
    made = {name: records.create(new_code()) for name, records in courses.items()}
    codes = {name: new_code() for name in courses}
    for name, record in made.items():
        record.push([entry("reflection/1", f"Words of {name}")])
        record.recode(codes[name])
    for name, records in courses.items():
        assert texts_in(records.open(codes[name]).pull()) == {"reflection/1": [f"Words of {name}"]}
        for other in codes.keys() - {name}:
            assert reason(records.open, codes[other]) == "unknown"


def test_a_code_that_opens_nothing_is_counted(store):
    records = records_of(store)
    assert reason(records.open, CODE) == "unknown"
    assert reason(records.open, OTHER_CODE) == "unknown"
    assert records.failures() == 2


def test_no_word_is_in_the_database_and_every_size_is_a_bucket(new_store):
    store = new_store("sqlite")
    record = records_of(store).create(CODE)
    record.push(
        [entry("reflection/grievance", "grievance " * n, question="grievance") for n in range(60)][-1:]
    )
    with store.transaction(write=False) as rows:
        row = rows.by_lookup(record.lookup)
        sealed = [row.manifest] + [one.sealed for one in rows.entries(row.record_id)]
    assert all((len(one) - 12 - 16) % BUCKET == 0 for one in sealed)
    store.forget()
    stored = b"".join(path.read_bytes() for path in store.file.parent.iterdir())
    for word in (b"grievance", b"reflection", b"standard-1", b"What", CODE.encode(), record.key):
        assert word not in stored


def test_a_reflection_of_two_hundred_kilobytes_is_kept(new_store):
    text = "\U0001f469\u200d\u2695\ufe0f\0\u05d0\u0301\ud800 " * 12_000
    record = records_of(new_store("sqlite")).create(CODE)
    record.push([entry("a", text)])
    assert texts_in(record.pull()) == {"a": [text]}


# Saving


@settings(max_examples=examples(30))
@given(texts, texts)
def test_whatever_is_written_comes_back(one, other):
    record = records_of(MemoryStore()).create(CODE)
    record.push([entry("a", one, words=other)])
    (found,) = record.pull().entries
    assert (found["value"], found["words"]) == (one, other)


def test_what_two_devices_wrote_apart_is_kept_side_by_side(records):
    handler = records.create(CODE)
    phone = records.open(CODE)
    handler.push([entry("a", "at the handler", client="desk", second=1)])
    saved = phone.push([entry("a", "on the bus", client="phone", second=2)])
    assert [values_of(one) for one in saved.entries] == [["on the bus", "at the handler"]]
    assert texts_in(handler.pull()) == {"a": ["on the bus", "at the handler"]}


def test_a_save_that_is_repeated_changes_nothing(records, memory):
    record = records.create(CODE)
    first = record.push([entry("a", "one")])
    writes = memory.writes
    assert record.push([entry("a", "one")]) == first
    assert memory.writes == writes


def test_two_states_of_one_entry_in_one_save_are_merged(records):
    record = records.create(CODE)
    (saved,) = record.push([entry("a", "one", client="x"), entry("a", "two", client="y")]).entries
    assert sorted(values_of(saved)) == ["one", "two"]


def test_a_pull_gives_what_was_saved_since(record):
    assert texts_in(record.pull(since=1)) == {"reflection/2": ["Text 2"], "reflection/3": ["Text 3"]}
    assert texts_in(record.pull(since=3)) == {}
    assert record.pull(since=3).head == 3


@pytest.mark.parametrize("broken", [None, {}, {**entry("b"), "seq": 0}], ids=str)
def test_a_save_is_kept_all_or_not_at_all(records, broken):
    record = records.create(CODE)
    assert reason(record.push, [entry("a"), broken]) == "unreadable"
    assert record.pull().entries == []


def test_a_save_that_the_disk_has_no_room_for_leaves_what_was_there(record, memory):
    for writes in range(3):
        memory.fails_after = writes
        changed = [written(one, one["key"], "new", "desk", 5) for one in record.pull().entries[:2]]
        assert reason(record.push, changed) == "full"
        memory.fails_after = None
        pulled = record.pull()
        assert (texts_in(pulled), pulled.damaged, pulled.head) == (ALL, 0, 3)


def test_more_versions_than_an_entry_may_have_are_refused_and_lose_nothing(records):
    record = records.create(CODE)
    apart = [entry("a", str(number), client=f"c{number}") for number in range(MOST_OTHERS + 1)]
    record.push(apart)
    assert reason(record.push, [entry("a", "one more", client="another")]) == "big"
    assert len(values_of(record.pull().entries[0])) == MOST_OTHERS + 1


def test_more_entries_than_a_record_may_have_are_refused(records):
    record = records.create(CODE)
    assert reason(record.push, [entry(f"k{number}") for number in range(MOST_ENTRIES + 1)]) == "quota"
    assert record.pull().entries == []


# Codes


def test_a_record_is_made_once_however_often_it_is_asked_for(record, records):
    again = records.create(CODE)
    assert (again.lookup, again.key, again.head) == (record.lookup, record.key, 3)
    assert texts_in(again.pull()) == ALL


def test_a_change_of_code_may_be_repeated_when_its_answer_was_lost(record):
    first = record.recode(OTHER_CODE)
    again = record.recode(OTHER_CODE)
    assert (again.lookup, again.key) == (first.lookup, first.key)
    assert texts_in(again.pull()) == ALL


def test_a_change_of_code_to_the_same_code_gives_another_key(record, records):
    new = record.recode(CODE)
    assert new.key != record.key
    assert texts_in(records.open(CODE).pull()) == ALL
    assert reason(record.pull) == "wrong"


def test_a_change_of_code_that_is_interrupted_leaves_the_old_one_as_it_was(record, records, memory):
    for writes in range(5):
        memory.fails_after = writes
        assert reason(record.recode, OTHER_CODE) == "full"
        memory.fails_after = None
        assert texts_in(records.open(CODE).pull()) == ALL
        assert record.pull().damaged == 0
        assert reason(records.open, OTHER_CODE) == "unknown"


def test_the_key_of_another_record_opens_and_deletes_nothing(record, records, memory):
    other = records.resume(record.lookup, records.create(OTHER_CODE).key)
    before = dict(rows_of(memory, record))
    asked = [(other.pull,), (other.push, [entry("a")]), (other.recode, CODE), (other.delete,)]
    assert [reason(*ask) for ask in asked] == ["wrong"] * 4
    assert rows_of(memory, record) == before


def test_nobody_without_the_key_writes_over_a_record_whose_manifest_is_damaged(record, records, memory):
    put_record(memory, record, manifest=flipped(row_of(memory, record).manifest))
    stranger = records.resume(record.lookup, bytes(32))
    assert reason(stranger.push, [entry("a")]) == reason(stranger.delete) == "wrong"


def test_keys_are_not_shown(record):
    assert repr(record) == "OpenRecord(head=0, damaged=0)"
    assert "Text" not in repr(record.pull())
    assert "Text" not in repr(record.push([entry("a", "Text")]))


# The day of the last use


def last_used(memory, record):
    return row_of(memory, record).last_used


@pytest.mark.parametrize(
    "use",
    [
        lambda records, _record: records.open(CODE),
        lambda records, record: records.resume(record.lookup, record.key).pull(),
        lambda records, record: records.resume(record.lookup, record.key).push([]),
        lambda records, record: records.resume(record.lookup, record.key).push([entry("new")]),
    ],
    ids=["open", "pull", "push of nothing", "push"],
)
def test_the_day_of_the_last_use_is_kept_and_never_goes_back(record, memory, use):
    use(records_of(memory, date(2026, 11, 23)), record)
    assert last_used(memory, record) == date(2026, 11, 23)
    use(records_of(memory, date(2020, 1, 1)), record)
    assert last_used(memory, record) == date(2026, 11, 23)


def test_a_change_of_code_with_a_clock_set_back_keeps_the_day(record, memory):
    old = records_of(memory, date(2020, 1, 1)).resume(record.lookup, record.key)
    assert last_used(memory, old.recode(OTHER_CODE)) == TODAY


def test_a_record_is_written_to_once_a_day_for_being_read(record, memory):
    tomorrow = records_of(memory, date(2026, 11, 23)).resume(record.lookup, record.key)
    writes = memory.writes
    tomorrow.pull()
    tomorrow.pull()
    assert memory.writes == writes + 1


@pytest.mark.usefixtures("record")
def test_a_record_can_be_read_where_nothing_can_be_written(memory):
    memory.fails_after = 0
    tomorrow = records_of(memory, date(2026, 11, 23))
    assert texts_in(tomorrow.open(CODE).pull()) == ALL
    assert reason(tomorrow.open, OTHER_CODE) == "unknown"


# Rows that were changed


def swap(memory, record):
    rows = rows_of(memory, record)
    one, two = (slot_of(memory, record, f"reflection/{number}") for number in (1, 2))
    rows[one], rows[two] = replace(rows[two], slot=one), replace(rows[one], slot=two)


def replay(memory, record):
    before = rows_of(memory, record)[slot_of(memory, record, "reflection/2")]
    (two,) = [one for one in record.pull().entries if one["key"] == "reflection/2"]
    record.push([written(two, "reflection/2", "Newer", "desk", 5)])
    rows_of(memory, record)[before.slot] = before


def move(memory, record):
    other = records_of(memory).create(OTHER_CODE)
    rows = rows_of(memory, record)
    slot = slot_of(memory, record, "reflection/2")
    rows_of(memory, other)[slot] = rows.pop(slot)
    pulled = other.pull()
    assert (pulled.entries, pulled.damaged) == ([], 1)


def sealed_of(memory, record):
    return rows_of(memory, record)[slot_of(memory, record, "reflection/2")].sealed


CHANGES = {
    "a changed byte": lambda m, r: put(m, r, "reflection/2", sealed=flipped(sealed_of(m, r), 100)),
    "a truncated row": lambda m, r: put(m, r, "reflection/2", sealed=sealed_of(m, r)[:-BUCKET]),
    "an empty row": lambda m, r: put(m, r, "reflection/2", sealed=b""),
    "a higher version": lambda m, r: put(m, r, "reflection/2", version=3),
    "a lower version": lambda m, r: put(m, r, "reflection/2", version=1),
    "a version below nothing": lambda m, r: put(m, r, "reflection/2", version=-5),
    "a removed row": lambda m, r: rows_of(m, r).pop(slot_of(m, r, "reflection/2")),
    "an older version put back": replay,
    "a row moved to another record": move,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_row_that_was_changed_is_refused_and_the_rest_is_given(record, memory, change):
    change(memory, record)
    pulled = record.pull()
    assert texts_in(pulled) == BUT_TWO
    assert pulled.damaged == 1
    assert record.pull(since=3).damaged == 1


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_row_that_was_changed_is_mended_by_the_next_save_of_its_entry(record, memory, change):
    entries = record.pull().entries
    change(memory, record)
    record.push(entries)
    pulled = record.pull()
    assert pulled.damaged == 0
    assert [values_of(one)[-1] for one in sorted(pulled.entries, key=lambda one: one["key"])] == [
        "Text 1",
        "Text 2",
        "Text 3",
    ]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_code_leaves_behind_what_can_t_be_read_and_says_how_much(record, memory, change):
    change(memory, record)
    new = record.recode("ZZZZZZZZZZZZZZZZZZZZZZNP")
    assert new.damaged == 1
    pulled = new.pull()
    assert (texts_in(pulled), pulled.damaged) == (BUT_TWO, 0)


def test_rows_that_were_swapped_are_both_refused(record, memory):
    swap(memory, record)
    pulled = record.pull()
    assert (texts_in(pulled), pulled.damaged) == ({"reflection/3": ["Text 3"]}, 2)


def test_a_row_that_never_belonged_to_the_record_is_counted(record, memory):
    stray = EntryRow(bytes(range(16)), 1, bytes(540))
    rows_of(memory, record)[stray.slot] = stray
    pulled = record.pull()
    assert (texts_in(pulled), pulled.damaged) == (ALL, 1)


@pytest.mark.parametrize(
    "manifest", [b"", b"x" * 11, bytes(540), None], ids=["gone", "cut", "zeros", "a byte"]
)
def test_without_its_manifest_a_record_is_still_read_and_the_next_save_makes_it_again(
    record, memory, manifest
):
    put_record(
        memory,
        record,
        manifest=flipped(row_of(memory, record).manifest, 50) if manifest is None else manifest,
    )
    put(memory, record, "reflection/2", sealed=b"")
    pulled = records_of(memory).open(CODE).pull()
    assert (texts_in(pulled), pulled.damaged, pulled.head) == (BUT_TWO, 2, 3)
    assert record.pull(since=9).head == 9
    assert record.push([entry("new", "Text")]).head == 4
    pulled = record.pull(since=3)
    assert (texts_in(pulled), pulled.damaged, pulled.code_works) == ({"new": ["Text"]}, 3, False)
    record.push([entry(key, *values) for key, values in ALL.items()])
    assert (texts_in(record.pull()), record.pull().damaged) == ({**ALL, "new": ["Text"]}, 0)
    assert record.recode(OTHER_CODE).pull().code_works


def test_an_older_row_is_noticed_also_where_the_manifest_was_lost_and_began_anew(record, memory):
    before = rows_of(memory, record)[slot_of(memory, record, "reflection/2")]
    (two,) = [one for one in record.pull().entries if one["key"] == "reflection/2"]
    newer = written(two, "reflection/2", "Newer", "desk", 5)
    record.push([newer])
    rows_of(memory, record)[before.slot] = before
    put_record(memory, record, manifest=b"")
    record.push([entry("new")])
    assert record.pull().damaged == 3
    record.push([newer])
    assert texts_in(record.pull())["reflection/2"] == ["Newer"]
    assert record.pull().damaged == 2


def test_an_empty_record_without_its_manifest_is_its_owner_s_still(records, memory):
    record = records.create(CODE)
    put_record(memory, record, manifest=b"")
    assert record.pull().damaged == 1
    assert record.push([]).head == 0
    assert record.pull().damaged == 0


def test_an_older_manifest_is_noticed_and_hides_nothing(record, memory):
    before = row_of(memory, record).manifest
    record.push([entry("reflection/4", "Text 4")])
    put_record(memory, record, manifest=before)
    pulled = record.pull()
    assert texts_in(pulled) == {**ALL, "reflection/4": ["Text 4"]}
    assert pulled.damaged == 1
    assert reason(record.pull, since=4) == "older"


def test_a_whole_record_that_was_put_back_is_noticed_by_whoever_saw_it_later(record, memory):
    before, entries = row_of(memory, record), dict(rows_of(memory, record))
    record.push([entry("reflection/4", "Text 4")])
    memory.records[record.lookup], memory.entries[before.record_id] = before, entries
    assert record.pull(since=3).damaged == 0
    assert reason(record.pull, since=4) == "older"
    assert reason(record.pull, since=0, seen_head=4) == "older"


def test_a_device_that_saw_later_brings_a_record_that_was_put_back_up_to_date(record, memory):
    before, entries = row_of(memory, record), dict(rows_of(memory, record))
    record.push([entry("reflection/4", "Text 4")])
    held = record.pull().entries
    memory.records[record.lookup], memory.entries[before.record_id] = before, entries
    # Told as often as it is asked: an answer can be lost.
    assert reason(record.push, [entry("new")], 4) == reason(record.push, [entry("new")], 4) == "older"
    assert record.push(held, 4, again=True).head == AGE
    pulled = record.pull(since=AGE - 1, seen_head=AGE)
    assert texts_in(pulled) == {"reflection/4": ["Text 4"]}
    assert pulled.damaged == 0


def test_every_other_device_finds_out_that_a_record_was_put_back_and_loses_nothing(record, memory):
    before, entries = row_of(memory, record), dict(rows_of(memory, record))
    record.push([entry("reflection/4", "Text 4", client="phone")])
    record.push([entry("reflection/5", "Text 5", client="desk")])
    memory.records[record.lookup], memory.entries[before.record_id] = before, entries
    phone = record.push([entry("reflection/4", "Text 4", client="phone")], 4, again=True).head
    record.push([entry("reflection/6", "Text 6", client="phone")], phone)
    # The handler has seen the head that the phone has not, and all that it has is what it brings.
    assert reason(record.pull, since=5) == reason(record.push, [], 5) == "older"
    handler = record.push([entry("reflection/5", "Text 5", client="desk")], 5, again=True).head
    assert texts_in(record.pull()).keys() >= {"reflection/4", "reflection/5", "reflection/6"}
    # The phone, for its part, has nothing to send again.
    assert texts_in(record.pull(since=phone)) == {"reflection/5": ["Text 5"], "reflection/6": ["Text 6"]}
    assert handler // AGE == phone // AGE == 1


@pytest.mark.parametrize("column", ["kdf", "salt", "wrapped"])
def test_a_lock_that_was_changed_is_told_while_a_device_still_has_the_key(record, records, memory, column):
    stored = getattr(row_of(memory, record), column)
    put_record(memory, record, **{column: stored + " " if column == "kdf" else flipped(stored)})
    assert reason(records.open, CODE) == "damaged"
    pulled = record.pull()
    assert (texts_in(pulled), pulled.damaged, pulled.code_works) == (ALL, 0, False)
    record.push([entry("reflection/4", "Text 4")])
    assert not record.pull().code_works
    assert record.recode(OTHER_CODE).pull().code_works
    assert texts_in(records.open(OTHER_CODE).pull()) == {**ALL, "reflection/4": ["Text 4"]}


@given(st.data())
@settings(max_examples=examples(150))
def test_any_byte_that_is_stored_and_changed_is_noticed(data):
    memory = MemoryStore()
    records = records_of(memory)
    record = records.create(CODE)
    record.push([entry("a", "one"), entry("b", "two")])
    row, rows = row_of(memory, record), rows_of(memory, record)
    column = data.draw(
        st.sampled_from(
            ["record_id", "lookup", "kdf", "salt", "wrapped", "manifest", "slot", "version", "sealed"]
        )
    )
    slot = data.draw(st.sampled_from(sorted(rows)))
    owner = row if column in type(row).__slots__ else rows[slot]
    stored = getattr(owner, column)
    as_bytes = (
        stored.to_bytes(8, "big") if column == "version" else stored.encode() if column == "kdf" else stored
    )
    changed = bytearray(as_bytes)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    back = {"version": lambda b: int.from_bytes(b, "big", signed=True), "kdf": lambda b: b.decode("latin-1")}
    new = replace(owner, **{column: back.get(column, bytes)(bytes(changed))})
    if owner is row:
        del memory.records[row.lookup]
        memory.records[new.lookup] = new
        memory.entries[new.record_id] = memory.entries.pop(row.record_id)
    else:
        del rows[slot]
        rows[new.slot] = new
    if column == "lookup":
        assert reason(record.pull) == "unknown"
        return
    pulled = record.pull()
    assert pulled.damaged or not pulled.code_works
    assert texts_in(pulled).items() <= {"a": ["one"], "b": ["two"]}.items()
    with suppress(RecordError):
        assert texts_in(records.open(CODE).pull()).items() <= {"a": ["one"], "b": ["two"]}.items()
