"""What a record survives: power cuts, killed kernels, database problems, crowds, any text.

All of it goes through the handler, as a page's messages do. What one store or one vault does is tested beside
these; here are real processes and real files.
"""

import json
import os
import random
import sqlite3
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from database.disks import kinds_of_full_disk, limit_of_size, mounted, unmounted
from record.entries import as_sent, entry, values_of
from record.fork_server import MISSING, ForkServer
from record.withstand_savers import (
    FRAMES,
    KEYS,
    SIGNS,
    Page,
    hold_database,
    save_steadily,
    save_until_killed,
    text_of,
    write_beside,
)
from workbook.record.code import new_code

pytestmark = pytest.mark.skipif(os.name != "posix", reason=MISSING)

# A cut may also come between a save and its answer, or in a change of code; many are sure to show that too.
FEW_POWER_CUTS, POWER_CUTS = 20, 200
CROWD, CROWD_S = 100, 60
SMALL_CROWD, SMALL_CROWD_S = 20, 5
PATIENCE_S = 20
DISK, BALLAST = 4_000_000, 3_000_000


@pytest.fixture(scope="module")
def fork_server():
    with ForkServer(save_steadily.__module__) as running:
        yield running


@pytest.fixture
def new_page(new_store):
    """Open pages of one database, `new_page(address)`; without an address, of a new one in SQLite."""
    made = []

    def make(address=None, **options):
        made.append(Page(address or new_store().file, **options))
        return made[-1]

    yield make
    for page in made:
        page.close()


@pytest.fixture
def file(new_store):
    """The file of a database that is ready for records, and that nobody has open."""
    store = new_store()
    store.close()
    return store.file


# Power cuts


def opened(file, code):
    """A page of a new kernel that has opened a record, or None where the code opens none."""
    page = Page(file, light=True)
    reply = page.enter("open", code)
    if reply["ok"]:
        return page
    page.close()
    assert reply["reason"] == "unknown"
    return None


def cut(fork_server, chance, file, access, run):
    """Kill a kernel that saves, at any moment. Gives the last code that it took, and the saves it told of."""
    new, recodes_at = new_code(), chance.choice([0, 1, 2, 3])
    child = fork_server.start(
        save_until_killed,
        address=str(file),
        access=access,
        name=f"run {run}",
        new_code=new,
        recodes_at=recodes_at,
    )
    said = [child.report() for _ in range(chance.choice([1, 1, 2, 3, 4]))]
    time.sleep(chance.uniform(0, 0.03))
    child.kill()
    said += child.reports()
    return new, ["recoded"] in said, max((one[1] for one in said if one[0] == "saved"), default=0)


def check_run(found, run, acknowledged):
    """Check what one kernel saved, and give its last save: the last that it told of, or one more."""
    numbers = {one["seq"] for key, one in found.items() if key.startswith(f"run {run}/")} or {0}
    assert len(numbers) == 1, "of what was saved together, a part is there"
    (number,) = numbers
    assert acknowledged <= number <= acknowledged + 1
    return number


@pytest.mark.parametrize("cuts", [FEW_POWER_CUTS, pytest.param(POWER_CUTS, marks=pytest.mark.slow)])
def test_whatever_was_acknowledged_is_there_after_power_cuts(fork_server, file, cuts):
    seed = random.randrange(10**9)
    print(f"The seed of the power cuts: {seed}")
    chance = random.Random(seed)
    code, saves, texts, late, recoded = new_code(), 0, {}, 0, 0
    with Page(file, light=True) as page:
        assert page.enter("create", code)["ok"]
        access = page.access
    for run in range(cuts):
        new, was_told, acknowledged = cut(fork_server, chance, file, access, run)
        with sqlite3.connect(file) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
        page = opened(file, new)
        assert page or not was_told
        code, recoded = (new, recoded + 1) if page else (code, recoded)
        with page or opened(file, code) as page:
            found, access = page.pull(), page.access
        number = check_run(found, run, acknowledged)
        if number:
            texts |= {f"run {run}/{part}": as_sent(text_of(f"run {run}", number)) for part in FRAMES}
        assert {key: one["value"] for key, one in found.items()} == texts
        saves, late = saves + acknowledged, late + number - acknowledged
    print(f"{saves} saves were acknowledged, {late} more were kept; the code was changed {recoded} times.")
    assert saves
    if cuts == POWER_CUTS:
        assert saves > cuts / 2
        assert late
        assert recoded


# Many kernels


def crowd(fork_server, address, count, seconds, *, every=1.0, patience=PATIENCE_S):
    """Start kernels that each save under a code of their own; gives them, with their codes and names."""
    begins = time.monotonic() + 1
    started = []
    for number in range(count):
        name, code = f"kernel {number}", new_code()
        child = fork_server.start(
            save_steadily,
            address=str(address),
            code=code,
            name=name,
            begins=begins + number * every / count,
            seconds=seconds,
            every=every,
            patience=patience,
        )
        started.append((name, code, child))
    return started


def check_crowd(kernels, new_page, address, *, killed=()):
    """Check that all that the kernels were told is kept is there; gives how much that was."""
    total, refused = 0, 0
    reader = new_page(address)
    for name, code, child in kernels:
        said = child.reports()
        numbers = [one[1] for one in said if one[0] == "saved"]
        refused += sum(one[0] == "refused" for one in said)
        assert name in killed or said[-1] == ["done"]
        if ["created"] not in said:
            assert name in killed
            continue
        reader.access = {}
        assert reader.enter("open", code)["ok"]
        check_saves(name, numbers, reader.pull())
        total += len(numbers)
    print(f"{total} saves of {len(kernels)} kernels were acknowledged, {refused} were refused first.")
    return total


def check_saves(name, numbers, found):
    last = {f"reflection/{number % KEYS}": number for number in numbers}
    assert last.keys() <= found.keys()
    for key, one in found.items():
        assert one["seq"] >= last.get(key, 1), "an acknowledged text is gone"
        assert one["seq"] <= max(numbers, default=0) + 1
        assert values_of(one) == [as_sent(text_of(name, one["seq"]))]


@pytest.mark.slow
def test_kernels_that_are_killed_take_nothing_of_others_along(fork_server, store, new_page):
    address = store.address
    kernels = crowd(fork_server, address, 8, 3, every=0.05, patience=240)
    chance = random.Random()
    killed = {name for name, _, _ in kernels[::2]}
    for name, _, child in kernels:
        if name in killed:
            assert child.report() == ["created"]
    for name, _, child in kernels:
        if name in killed:
            time.sleep(chance.uniform(0, 0.5))
            child.kill()
    assert check_crowd(with_created(kernels, killed), new_page, address, killed=killed) >= 4 * 60


def with_created(kernels, heard):
    """The kernels, with what those said that were heard already."""

    class Heard:
        def __init__(self, child):
            self.reports = lambda: [["created"], *child.reports()]

    return [(name, code, Heard(child) if name in heard else child) for name, code, child in kernels]


@pytest.mark.alone
@pytest.mark.timeout(600)
@pytest.mark.slow
def test_of_a_hundred_kernels_that_save_at_once_for_a_minute_nothing_is_lost(fork_server, file, new_page):
    kernels = crowd(fork_server, file, CROWD, CROWD_S)
    assert check_crowd(kernels, new_page, file) > CROWD


@pytest.mark.slow
def test_of_kernels_that_save_at_once_over_postgresql_nothing_is_lost(fork_server, new_store, new_page):
    address = new_store("postgresql").address
    kernels = crowd(fork_server, address, SMALL_CROWD, SMALL_CROWD_S, every=0.25)
    assert check_crowd(kernels, new_page, address) > SMALL_CROWD


def test_tabs_that_write_in_one_reflection_at_once_leave_each_its_text(fork_server, store, new_page):
    page, code = new_page(store.address), new_code()
    assert page.enter("create", code)["ok"]
    names = [f"tab {number}" for number in range(4)]
    tabs = [
        fork_server.start(write_beside, address=store.address, code=code, name=name, count=25)
        for name in names
    ]
    assert [tab.reports() for tab in tabs] == [[["done"]]] * 4
    found = page.pull()["reflection/shared"]
    assert sorted(values_of(found)) == sorted(as_sent(text_of(name, 25)) for name in names)


# A database in trouble


def ask_for_everything(page, *entries):
    """The answers to a page if nothing can be written: a reason for each kind of request."""
    replies = [
        page.push(*entries),
        page.ask("create", code=new_code()),
        page.ask("recode", code=new_code()),
        page.ask("delete"),
    ]
    assert not any(reply["ok"] for reply in replies)
    assert {name for reply in replies for name in reply} == {"type", "id", "ok", "reason"}
    return {reply["reason"] for reply in replies}


def test_a_page_is_told_that_the_database_is_busy_and_saves_when_it_is_not(fork_server, file, new_page):
    page = new_page(file, timeout=0.2)
    page.enter("create", new_code())
    assert page.push(entry("a", "kept"))["ok"]
    holder = fork_server.start(hold_database, path=str(file))
    assert holder.report() == ["held", holder.pid]
    waiting = entry("a", "kept, and more", seq=2)
    assert ask_for_everything(page, waiting) == {"busy"}
    assert page.pull()["a"]["value"] == "kept"
    holder.kill()
    assert holder.reports() == []
    assert page.push(waiting)["ok"]
    assert page.pull()["a"]["value"] == "kept, and more"


@contextmanager
def nobody():
    """Be a user for whom file modes apply, unlike root."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(mine)


def test_a_page_is_told_that_the_database_is_read_only_and_saves_when_it_is_not(new_store, new_page):
    with tempfile.TemporaryDirectory(prefix="wb_withstand_") as folder:
        file = Path(folder) / "records.sqlite"
        code, waiting = new_code(), entry("b", "not yet kept")
        new_store(address=file).close()
        with Page(file) as page:
            page.enter("create", code)
            assert page.push(entry("a", "kept"))["ok"]
            access = page.access
        Path(folder).chmod(0o555)
        file.chmod(0o444)
        with nobody(), Page(file) as page:
            page.access = access
            assert ask_for_everything(page, waiting) == {"closed"}
        Path(folder).chmod(0o755)
        file.chmod(0o644)
        page = new_page(file)
        page.access = access
        assert page.push(waiting)["ok"]
        assert {key: one["value"] for key, one in page.pull().items()} == {"a": "kept", "b": "not yet kept"}


@pytest.fixture(params=kinds_of_full_disk())
def scarce(request, tmp_path):
    """A folder, and a block in which it has room for a megabyte alone."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param == "limit":
        yield folder, partial(limit_of_size, DISK - BALLAST)
        return
    assert mounted(folder, DISK)

    @contextmanager
    def ballast():
        heavy = folder / "ballast"
        heavy.write_bytes(bytes(BALLAST))
        try:
            yield
        finally:
            heavy.unlink()

    yield folder, ballast
    unmounted(folder)


def test_a_page_is_told_that_the_disk_is_full_and_saves_when_there_is_room(scarce, new_store):
    folder, little_room = scarce
    file = folder / "records.sqlite"
    new_store(address=file).close()
    with Page(file) as page:
        assert page.enter("create", new_code())["ok"]
        texts = {f"reflection/{number}": os.urandom(20_000).hex() for number in range(50)}
        kept = {}
        with little_room():
            for key, text in texts.items():
                reply = page.push(entry(key, text))
                if not reply["ok"]:
                    break
                kept[key] = text
            assert (reply["reason"], 3 < len(kept) < 40) == ("full", True)
            assert page.push(entry(key, text))["reason"] == "full"
            assert {key: one["value"] for key, one in page.pull().items()} == kept
        assert page.push(entry(key, text))["ok"]
        assert {key: one["value"] for key, one in page.pull().items()} == {**kept, key: text}


# Clocks and devices


def test_what_is_written_after_the_clock_was_set_back_is_what_stays(new_page, file):
    here, code = new_page(file, today="2026-11-22"), new_code()
    here.enter("create", code)
    assert here.push(entry("a", "before"), entry("b", "untouched"))["ok"]
    back = new_page(file, today="2020-01-01")
    head = back.enter("open", code)["head"]
    later = entry("a", "after", seq=2, updated="2020-01-01T00:00:00Z")
    assert back.push(later)["ok"]
    changed = here.ask("pull", since=head)
    assert [values_of(one) for one in changed["entries"]] == [["after"]]
    # A device that hears of both, in whatever order, has the later text too.
    assert here.push(entry("a", "before"))["entries"] == changed["entries"]


def test_two_devices_that_wrote_apart_both_get_both_texts_and_what_was_picked(new_page, file):
    phone, laptop, code = new_page(file), new_page(file), new_code()
    phone.enter("create", code)
    phone.push(entry("a", "first", client="phone"))
    laptop.enter("open", code)
    seen = laptop.pull()["a"]["seen"]
    phone.push(entry("a", "on the bus", client="phone", seq=2, second=1))
    apart = entry("a", "at the handler", client="laptop", second=2, seen={**seen, "laptop": 1})
    (both,) = laptop.push(apart)["entries"]
    assert values_of(both) == ["at the handler", "on the bus"] == values_of(phone.pull()["a"])
    picked = entry("a", "on the bus", client="phone", seq=3, second=3, seen={"phone": 3, "laptop": 1})
    assert phone.push(picked)["ok"]
    assert values_of(laptop.pull()["a"]) == ["on the bus"]


def test_a_device_whose_code_was_changed_elsewhere_is_told_and_goes_on_with_the_new_one(new_page, file):
    phone, laptop, code, new = new_page(file), new_page(file), new_code(), new_code()
    phone.enter("create", code)
    laptop.enter("open", code)
    assert phone.enter("recode", new)["ok"]
    waiting = entry("a", "written under the old code")
    assert laptop.push(waiting)["reason"] == "changed"
    laptop.enter("open", new)
    assert laptop.push(waiting)["ok"]
    assert phone.pull()["a"]["value"] == "written under the old code"


# Any text

SAMPLES = {
    "all sorts": SIGNS,
    "right to left": "\u202b\u05e0\u05db\u05ea\u05d1 \u05de\u05d9\u05de\u05d9\u05df \u2067"
    "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645\u2069\u202c ",
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466\U0001f3f4\U000e0067\U000e007f",
    "combining marks": "e\u0301\u0323\u0327\u20dd\u0488a\u0300\u0300\u0300",
    "controls": "plain words, and NUL \0 \x01\x1b\x7f\x85\u2028\u2029\ufeff\ufffe\uffff ",
    "halves of signs": "a \ud83d b \ude00 c \udbff d ",
}


def units(text):
    """A text as a browser has it: UTF-16, halves of signs and all."""
    return text.encode("utf-16-le", "surrogatepass")


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_a_reflection_of_200_kilobytes_comes_back_as_it_was(sample, new_page, file):
    times = 200_000 // len(sample.encode("utf-8", "surrogatepass")) + 1
    text = as_sent(sample * times)
    here, there, code = new_page(file), new_page(file), new_code()
    here.enter("create", code)
    assert in_parts(here, entry("a", text))["ok"]
    there.enter("open", code)
    assert units(there.pull()["a"]["value"]) == units(text)


def in_parts(page, one):
    """Push an entry as the browser does with a long one: cut anywhere, also through the middle of a sign."""
    message = {"type": "record", "id": 900, "ask": "push", **page.access, "entries": [one]}
    whole = units(json.dumps(message, ensure_ascii=False))
    size = 2 * 33_333
    parts = [whole[at : at + size].decode("utf-16-le", "surrogatepass") for at in range(0, len(whole), size)]
    for at, part in enumerate(parts):
        sent = {"type": "record", "id": 900, "part": at, "parts": len(parts), "text": part}
        if at < len(parts) - 1:
            assert page.handler.answer(sent) == ({}, [])
    return page.answered(sent)
