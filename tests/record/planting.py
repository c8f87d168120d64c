"""Small records for the store's tests, as if they were encrypted."""

from dataclasses import replace
from datetime import date

import pytest

from workbook.record.errors import RecordError
from workbook.record.store import EntryRow, RecordRow, Store

DAY = date(2026, 11, 22)


def record(number=1, last_used=DAY, **changes):
    """One record, different for each number."""
    parts = {
        "record_id": number.to_bytes(16, "big"),
        "lookup": number.to_bytes(32, "big"),
        "kdf": "{}",
        "salt": b"salt",
        "wrapped": b"wrapped",
        "manifest": b"manifest",
        "last_used": last_used,
    }
    return RecordRow(**{**parts, **changes})


def entry(number=1, version=1, sealed=b"sealed"):
    """One entry, in another slot for each number."""
    return EntryRow(number.to_bytes(16, "big"), version, sealed)


def plant(store, *planted):
    """Put records into a store, each with as many entries: `plant(store, (record(), 3))`."""
    with store.transaction() as rows:
        for row, entries in planted:
            rows.add_record(row)
            for number in range(entries):
                rows.put_entry(row.record_id, entry(number, sealed=bytes(row.record_id) * 40))


def reason(work, *arguments, **named):
    """Why the work can't be done."""
    with pytest.raises(RecordError) as told:
        work(*arguments, **named)
    return told.value.reason


def count_up(address, times):
    """Read a record and write it with a number one higher, so many times; `wrapped` holds the number."""
    with Store(address, timeout=250) as store:  # about what is lost, not how long a busy machine takes
        for _ in range(times):
            with store.transaction() as rows:
                row = rows.by_lookup(record().lookup)
                rows.change_record(replace(row, wrapped=str(int(row.wrapped) + 1).encode()))


def write_until(address, enough):
    """Save all three entries of a record over and over, each time with the number that the record has."""
    with Store(address) as store:
        number = 0
        while not enough.is_set():
            number += 1
            with store.transaction() as rows:
                rows.change_record(record(wrapped=str(number).encode()))
                for place in range(3):
                    rows.put_entry(record().record_id, entry(place, version=number))


def hold(address, held, enough):
    """Keep a record from all others, until it is enough."""
    with Store(address) as store, store.transaction() as rows:
        rows.by_lookup(record().lookup)
        held.set()
        enough.wait()
