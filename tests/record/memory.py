"""A store in memory, for tests that change stored data: one transaction at a time, rolled back on errors."""

import copy
from collections import Counter
from contextlib import contextmanager
from hashlib import sha256

from workbook.record.errors import RecordError


class Source:
    """Gives bytes that differ from call to call, the same in every run, and counts the calls by length."""

    def __init__(self):
        self.calls = Counter()

    def __call__(self, n):
        self.calls[n] += 1
        return sha256(f"{n} {self.calls[n]}".encode()).digest()[:n]


class MemoryStore:
    """What a vault uses of `store.Store`: `records` by look-up id, `entries` by record id and slot.

    `fails_after` is after how many writes there is no room left; None for never. `free` and `used` are the
    bytes of the disk and of the database.
    """

    def __init__(self):
        self.records = {}
        self.entries = {}
        self.tombstones = {}
        self.generation = "first"
        self.count = 0
        self.writes = 0
        self.fails_after = None
        self.free, self.used = None, 0

    @contextmanager
    def transaction(self, *, write):
        before = (
            copy.copy(self.records),
            copy.deepcopy(self.entries),
            copy.copy(self.tombstones),
            self.count,
        )
        try:
            yield MemoryRows(self, write)
        except BaseException:
            self.records, self.entries, self.tombstones, self.count = before
            raise


class MemoryRows:
    def __init__(self, store, write):
        self.store = store
        self.write = write

    def writing(self):
        assert self.write, "this transaction is for reading"
        self.store.writes += 1
        if self.store.fails_after is not None:
            self.store.fails_after -= 1
            if self.store.fails_after < 0:
                raise RecordError("full")

    def by_lookup(self, lookup):
        return self.store.records.get(lookup)

    def add_record(self, row):
        self.writing()
        if row.lookup in self.store.records:
            raise RecordError("busy")
        self.store.records[row.lookup] = row
        self.store.entries.setdefault(row.record_id, {})

    def change_record(self, row):
        self.writing()
        self.store.records[row.lookup] = row

    def remove_record(self, record_id):
        self.writing()
        self.store.records = {
            key: row for key, row in self.store.records.items() if row.record_id != record_id
        }
        self.store.entries.pop(record_id, None)

    def tombstone(self, mark):
        return self.store.tombstones.get(mark)

    def put_tombstone(self, mark, reason, _day):
        self.writing()
        self.store.tombstones[mark] = reason

    def generation(self):
        return self.store.generation

    def entries(self, record_id, slots=None):
        stored = self.store.entries.get(record_id, {})
        return [row for slot, row in sorted(stored.items()) if slots is None or slot in slots]

    def put_entry(self, record_id, row):
        self.writing()
        self.store.entries.setdefault(record_id, {})[row.slot] = row

    def size(self, record_id):
        return sum(len(row.sealed) for row in self.store.entries.get(record_id, {}).values())

    def free_bytes(self):
        return self.store.free

    def used_bytes(self):
        return self.store.used

    def count_entries(self, record_id):
        return len(self.store.entries.get(record_id, {}))

    def failures(self, _minutes):
        return self.store.count

    def note_failure(self):
        self.writing()
        self.store.count += 1
