"""Somebody changes what is stored, in any way and order: no wrong text is ever given, and all is noticed."""

from dataclasses import replace
from datetime import date

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from record.entries import texts, values_of, written
from record.memory import MemoryStore
from workbook.record.contents import read_manifest
from workbook.record.errors import RecordError
from workbook.record.seal import Kdf, Keys
from workbook.record.vault import Vault

CODE = "3AZ2KJZT3TZJK2ZA3AZ2KJ5H"
keys = st.sampled_from(["reflection/one", "reflection/two", "plan/1/by"])
picks = st.integers(0, 10_000)


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
        self.vault = Vault(self.store, kdf=Kdf(memory=8, iterations=1), today=lambda: date(2026, 11, 22))
        self.record = self.vault.create(CODE)
        self.device, self.head = {}, 0
        self.texts = {}
        self.old_rows, self.old_manifests = [], []
        self.remember()

    @property
    def row(self):
        return self.store.records[self.record.lookup]

    @property
    def rows(self):
        return self.store.entries[self.row.record_id]

    def state(self):
        return self.row, dict(self.rows)

    def remember(self):
        self.sound, self.sound_head = self.state(), self.head
        self.old_rows += [row for row in self.rows.values() if row not in self.old_rows]
        self.old_manifests.append(self.row.manifest)

    def save(self, entries):
        untouched = self.state() == self.sound
        pushed = self.record.push(entries, self.head)
        self.head = max(self.head, pushed.head)
        for one in pushed.entries:
            self.device[one["key"]] = one
        if untouched:
            self.remember()

    @rule(key=keys, value=texts, second=st.integers(0, 59))
    def the_learner_writes(self, key, value, second):
        new = written(self.device.get(key), key, value, "device", second)
        self.device[key] = new
        self.texts.setdefault(key, []).append(value)
        self.save([new])

    @rule()
    def the_device_sends_all_that_it_has(self):
        self.save(list(self.device.values()))
        pulled = self.record.pull(0, self.head)
        assert {one["key"]: values_of(one) for one in pulled.entries} == {
            key: values_of(one) for key, one in self.device.items()
        }
        if not pulled.damaged and pulled.code_works:
            self.remember()

    @rule(pick=picks, bit=picks)
    def a_bit_of_an_entry_is_flipped(self, pick, bit):
        if self.rows:
            row = sorted(self.rows.values(), key=lambda row: row.slot)[pick % len(self.rows)]
            if row.sealed:
                self.rows[row.slot] = replace(row, sealed=flipped(row.sealed, bit))

    @rule(pick=picks, length=picks)
    def an_entry_is_cut(self, pick, length):
        if self.rows:
            row = sorted(self.rows.values(), key=lambda row: row.slot)[pick % len(self.rows)]
            self.rows[row.slot] = replace(row, sealed=row.sealed[:length])

    @rule(pick=picks, other=picks)
    def two_entries_are_swapped(self, pick, other):
        slots = sorted(self.rows)
        if slots:
            one, two = slots[pick % len(slots)], slots[other % len(slots)]
            first, second = self.rows[one], self.rows[two]
            self.rows[one], self.rows[two] = replace(second, slot=one), replace(first, slot=two)

    @rule(pick=picks, step=st.integers(-3, 3))
    def a_version_is_changed(self, pick, step):
        if self.rows:
            row = sorted(self.rows.values(), key=lambda row: row.slot)[pick % len(self.rows)]
            self.rows[row.slot] = replace(row, version=row.version + step)

    @rule(pick=picks)
    def an_older_row_is_put_back(self, pick):
        if self.old_rows:
            row = self.old_rows[pick % len(self.old_rows)]
            self.rows[row.slot] = row

    @rule(pick=picks)
    def an_older_manifest_is_put_back(self, pick):
        self.change_record(manifest=self.old_manifests[pick % len(self.old_manifests)])

    @rule(pick=picks)
    def an_entry_is_removed(self, pick):
        if self.rows:
            del self.rows[sorted(self.rows)[pick % len(self.rows)]]

    @rule(column=st.sampled_from(["manifest", "salt", "wrapped"]), bit=picks)
    def a_bit_of_the_record_is_flipped(self, column, bit):
        self.change_record(**{column: flipped(getattr(self.row, column), bit)})

    def change_record(self, **changes):
        self.store.records[self.record.lookup] = replace(self.row, **changes)

    @rule()
    def all_is_put_right_again(self):
        row, rows = self.sound
        if self.sound_head == self.head:
            self.store.records[self.record.lookup] = row
            self.store.entries[row.record_id] = dict(rows)

    @rule(from_the_code=st.booleans())
    def the_record_is_read(self, from_the_code):
        touched = self.state() != self.sound
        try:
            record = self.vault.open(CODE) if from_the_code else self.record
            pulled = record.pull(0, self.head)
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
        manifest = read_manifest(Keys(self.row.record_id, self.record.key), self.row)
        return manifest is not None and manifest.versions.keys() >= self.rows.keys()


TestAdversary = Adversary.TestCase
TestAdversary.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
