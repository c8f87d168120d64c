"""Somebody changes stored data in any way: no wrong text is ever returned, and every change is detected."""

from dataclasses import replace
from datetime import date

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from examples import examples
from record.entries import texts, values_of, written
from record.memory import MemoryStore, Source
from workbook.record.contents import read_manifest
from workbook.record.encryption import Kdf, RecordKeys
from workbook.record.errors import RecordError
from workbook.record.records import Records

CODE = "3AZ2KJZT3TZJK2ZA3AZ2KJ5H"
keys = st.sampled_from(["reflection/one", "plan/1/by"])
picks = st.integers(0, 10_000)
attacks = st.sampled_from(
    [
        "flip_a_bit_of_an_entry",
        "cut_an_entry",
        "swap_two_entries",
        "change_a_version",
        "put_an_older_row_back",
        "put_an_older_row_back_under_the_right_version",
        "put_an_older_manifest_back",
        "put_the_whole_record_back",
        "remove_an_entry",
        "flip_a_bit_of_the_record",
    ]
)


def flipped(data, bit):
    changed = bytearray(data)
    changed[bit // 8 % len(changed)] ^= 1 << bit % 8
    return bytes(changed)


class Adversary(RuleBasedStateMachine):
    """A learner with one device, and somebody who keeps a copy of every row that there ever was.

    `sound` is the state of the tables after which nobody has touched them, `texts` all that was ever written.
    """

    def __init__(self):
        super().__init__()
        self.store = MemoryStore()
        self.all_records = Records(
            self.store, random=Source(), kdf=Kdf(memory=8, iterations=1), today=lambda: date(2026, 11, 22)
        )
        self.record = self.all_records.create(CODE)
        self.device, self.head = {}, 0
        self.texts = {}
        self.old_rows, self.old_manifests, self.old_states = [], [], []
        self.remember()

    @property
    def row(self):
        return self.store.records[self.record.lookup]

    @property
    def rows(self):
        return self.store.entries[self.row.record_id]

    def state(self):
        return self.row, dict(self.rows)

    @property
    def touched(self):
        """Whether the tables are other than after the last save, or as they were before it."""
        return self.state() != self.sound or self.head != self.sound_head

    def remember(self):
        self.sound, self.sound_head = self.state(), self.head
        self.old_rows += [row for row in self.rows.values() if row not in self.old_rows]
        self.old_manifests.append(self.row.manifest)
        self.old_states.append(self.sound)

    def save(self, entries):
        """Save, and say whether that was possible: where nothing unseals, nobody can show a right to."""
        touched = self.touched
        try:
            pushed = self.push(entries)
        except RecordError as problem:
            if problem.reason != "wrong" or not touched:
                raise
            return False
        self.head = max(self.head, pushed.head)
        for one in pushed.entries:
            self.device[one["key"]] = one
        if not touched:
            self.remember()
        return True

    def push(self, entries):
        """Push entries; where the record was put back, push all that the device has."""
        try:
            return self.record.push(entries, self.head)
        except RecordError as problem:
            if problem.reason != "older":
                raise
        everything = self.device | {one["key"]: one for one in entries}
        return self.record.push(everything.values(), self.head, again=True)

    @rule(key=keys, values=st.lists(texts, min_size=1, max_size=3), second=st.integers(0, 59))
    def the_learner_writes(self, key, values, second):
        for value in values:
            new = written(self.device.get(key), key, value, "device", second)
            if self.save([new]):
                self.texts.setdefault(key, []).append(value)

    @rule()
    def the_device_sends_all_that_it_has(self):
        if not self.save(list(self.device.values())):
            return
        pulled = self.record.pull(0, self.head)
        assert {one["key"]: values_of(one) for one in pulled.entries} == {
            key: values_of(one) for key, one in self.device.items()
        }
        if not pulled.damaged and pulled.code_works:
            self.remember()

    @rule(attacks=st.lists(st.tuples(attacks, picks, picks), min_size=1, max_size=3), stays=st.booleans())
    def somebody_changes_what_is_stored(self, attacks, stays):
        for name, one, other in attacks:
            getattr(self, name)(one, other)
        self.read(self.record)
        self.read(None)
        if not stays and self.sound_head == self.head:
            row, rows = self.sound
            self.store.records[self.record.lookup] = row
            self.store.entries[row.record_id] = dict(rows)

    def flip_a_bit_of_an_entry(self, pick, bit):
        row = self.one_of(self.rows.values(), pick)
        if row and row.sealed:
            self.rows[row.slot] = replace(row, sealed=flipped(row.sealed, bit))

    def cut_an_entry(self, pick, length):
        row = self.one_of(self.rows.values(), pick)
        if row:
            self.rows[row.slot] = replace(row, sealed=row.sealed[:length])

    def swap_two_entries(self, pick, other):
        one, two = self.one_of(self.rows.values(), pick), self.one_of(self.rows.values(), other)
        if one and two:
            self.rows[one.slot] = replace(two, slot=one.slot)
            self.rows[two.slot] = replace(one, slot=two.slot)

    def change_a_version(self, pick, step):
        row = self.one_of(self.rows.values(), pick)
        if row:
            self.rows[row.slot] = replace(row, version=row.version + step % 7 - 3)

    def put_an_older_row_back(self, pick, _other):
        row = self.one_of(self.old_rows, pick)
        if row:
            self.rows[row.slot] = row

    def put_an_older_row_back_under_the_right_version(self, pick, _other):
        row = self.one_of(self.old_rows, pick)
        if row and row.slot in self.rows:
            self.rows[row.slot] = replace(row, version=self.rows[row.slot].version)

    def put_an_older_manifest_back(self, pick, _other):
        self.change_record(manifest=self.old_manifests[pick % len(self.old_manifests)])

    def put_the_whole_record_back(self, pick, _other):
        row, rows = self.old_states[pick % len(self.old_states)]
        self.store.records[self.record.lookup] = row
        self.store.entries[row.record_id] = dict(rows)

    def remove_an_entry(self, pick, _other):
        row = self.one_of(self.rows.values(), pick)
        if row:
            del self.rows[row.slot]

    def flip_a_bit_of_the_record(self, pick, bit):
        column = ("manifest", "salt", "wrapped")[pick % 3]
        self.change_record(**{column: flipped(getattr(self.row, column), bit)})

    def change_record(self, **changes):
        self.store.records[self.record.lookup] = replace(self.row, **changes)

    def one_of(self, rows, pick):
        found = sorted(rows, key=lambda row: (row.slot, row.version, row.sealed))
        return found[pick % len(found)] if found else None

    def read(self, record):
        """Read with the device's key, or with the code, and hold what comes to what the learner wrote."""
        touched = self.touched
        try:
            pulled = (record or self.all_records.open(CODE)).pull(0, self.head)
        except RecordError:
            assert touched
            return
        given = {one["key"]: values_of(one) for one in pulled.entries}
        newest = {key: values_of(one) for key, one in self.device.items()}
        if pulled.damaged or not pulled.code_works:
            assert touched
        else:
            assert given == newest
        if self.manifest_lists_all():
            assert given.items() <= newest.items()
        for key, values in given.items():
            assert set(map(repr, values)) <= set(map(repr, self.texts[key]))

    def manifest_lists_all(self):
        """Whether the manifest is there and whole. Without it nobody can tell which of two texts is newer."""
        manifest = read_manifest(RecordKeys(self.row.record_id, self.record.key), self.row)
        return manifest is not None and manifest.versions.keys() >= self.rows.keys()


TestAdversary = Adversary.TestCase
TestAdversary.settings = settings(max_examples=examples(100), stateful_step_count=20, deadline=None)
