"""Devices that write, save, sync and lose answers in any order: nothing stored is lost."""

from datetime import date

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from examples import examples
from record.entries import texts, written
from record.memory import MemoryStore, Source
from workbook.record.code import new_code
from workbook.record.encryption import Kdf
from workbook.record.errors import RecordError
from workbook.record.merge import canonical, merge, versions_of
from workbook.record.records import Records

KEYS = ("reflection/one", "plan/1/by")
devices = st.integers(0, 2)
seconds = st.integers(0, 59)
keys = st.sampled_from(KEYS)


def names(entry):
    return {(version["client"], version["seq"]) for version in versions_of(entry)}


class Device:
    """One browser: what it holds, what it has not yet seen acknowledged, and how to get at the record."""

    def __init__(self, record):
        self.record = record
        self.held = {}
        self.unsent = set()
        self.head = 0

    def take_in(self, entries):
        for one in entries:
            mine = self.held.get(one["key"])
            self.held[one["key"]] = merge(mine, one) if mine else one


class Devices(RuleBasedStateMachine):
    """`replaced` has, for each version, those that its writer had in view when writing over them."""

    def __init__(self):
        super().__init__()
        self.random = Source()
        self.records = Records(
            MemoryStore(),
            random=self.random,
            kdf=Kdf(memory=8, iterations=1),
            today=lambda: date(2026, 11, 22),
        )
        self.code = new_code(self.random)
        self.records.create(self.code)
        self.devices = [Device(self.records.open(self.code)) for _ in range(3)]
        self.replaced = {}
        self.stored = set()
        self.acknowledged = set()

    def write_over(self, at, key, value, second, keep):
        device = self.devices[at]
        before = device.held.get(key)
        new = written(before, key, value, f"{key} {at}", second, keep=keep)
        name = (f"{key} {at}", new["seen"][f"{key} {at}"])
        self.replaced[name] = names(before) - names(new) if before else set()
        device.held[key] = new
        device.unsent.add(key)

    @rule(at=devices, key=keys, value=texts, second=seconds)
    def write(self, at, key, value, second):
        before = self.devices[at].held.get(key)
        self.write_over(at, key, value, second, before["others"] if before else ())

    @rule(at=devices, key=keys, which=st.integers(0, 9), second=seconds)
    def settle(self, at, key, which, second):
        before = self.devices[at].held.get(key)
        if before:
            found = versions_of(before)
            self.write_over(at, key, found[which % len(found)]["value"], second, ())

    @rule(at=devices, everything=st.booleans(), answer_arrives=st.booleans())
    def push(self, at, everything, answer_arrives):
        device = self.devices[at]
        sent = [device.held[key] for key in (device.held if everything else device.unsent)]
        pushed = self.reach(device, lambda: device.record.push(sent, device.head))
        for one in sent:
            self.stored |= names(one)
        if answer_arrives:
            device.take_in(pushed.entries)
            device.unsent.clear()
            self.acknowledged |= {name for one in sent for name in names(one)}

    @rule(at=devices)
    def pull(self, at):
        device = self.devices[at]
        pulled = self.reach(device, lambda: device.record.pull(device.head))
        assert pulled.damaged == 0
        device.take_in(pulled.entries)
        device.head = pulled.head

    @rule(at=devices)
    def change_the_code(self, at):
        device = self.devices[at]
        code = new_code(self.random)
        device.record = self.reach(device, lambda: device.record.recode(code))
        self.code = code

    @rule(at=devices)
    def begin_again_on_another_device(self, at):
        self.devices[at].held = {key: self.devices[at].held[key] for key in self.devices[at].unsent}
        self.devices[at].head = 0

    def reach(self, device, ask):
        """Ask for something; where the code was changed meanwhile, the learner types the new one first."""
        try:
            return ask()
        except RecordError as problem:
            if problem.reason != "changed":
                raise
        device.record = self.records.open(self.code)
        return ask()

    def outlived(self):
        """What is not replaced by anything that reached the store."""
        gone, ahead = set(), list(self.stored)
        while ahead:
            new = self.replaced[ahead.pop()] - gone
            gone |= new
            ahead.extend(new)
        return self.stored - gone

    @invariant()
    def the_store_holds_all_that_nothing_has_replaced(self):
        pulled = self.records.open(self.code).pull()
        found = set().union(*(names(one) for one in pulled.entries))
        assert pulled.damaged == 0
        assert found == self.outlived()
        assert self.acknowledged <= self.stored

    def teardown(self):
        for _ in range(2):
            for at in range(3):
                self.push(at, everything=True, answer_arrives=True)
                self.pull(at)
        held = [{key: canonical(one) for key, one in sorted(device.held.items())} for device in self.devices]
        assert held[0] == held[1] == held[2]


TestDevices = Devices.TestCase
TestDevices.settings = settings(max_examples=examples(60), stateful_step_count=30, deadline=None)
