"""Learners' pages for the robustness tests of the record: their requests, alone and by the hundred."""

import itertools
import json
import os
import sqlite3
import time
from datetime import date

from record.entries import entry
from workbook.record.encryption import Kdf
from workbook.record.records import Records
from workbook.record.rpc_handler import RpcHandler
from workbook.record.store import Store

KEYS = 12
FRAMES = ("what", "so_what", "now_what")
# Irish, Hebrew, Arabic, an emoji of several signs, combining marks, NUL, half a sign, text turned round.
SIGNS = (
    "Scr\u00edobh m\u00e9 \u00e9. \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 "
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 e\u0301\u0323 \0 \ud83d \u202eback\u202c "
)
_PLENTY = SIGNS * 100


class Page:
    """A learner's page, as far as its messages go: `page.ask("open", code=...)`, then `page.push([...])`.

    `timeout` is how long its kernel waits for a database that another holds; `today` is its kernel's day;
    `light` makes codes that are quick to open, for tests that are not about them.
    """

    def __init__(self, address, *, timeout=10.0, today=None, light=False):
        self._timeout = timeout
        self._options = {"kdf": Kdf(memory=8, iterations=1)} if light else {}
        if today:
            self._options["today"] = lambda: date.fromisoformat(today)
        self._store = None
        self._numbers = itertools.count(1)
        self.access = {}
        self.handler = RpcHandler(
            {"WORKBOOK_DATABASE": str(address)}, sleep=lambda _seconds: None, make_records=self._records
        )

    def _records(self, address):
        self._store = Store(address, timeout=self._timeout)
        self._store.check()
        return Records(self._store, **self._options)

    def ask(self, ask, **more):
        """Ask for something of the record that the page has open, and give the reply."""
        message = {"type": "record", "id": next(self._numbers), "ask": ask, **self.access, **more}
        return self.answered(message)

    def answered(self, message):
        """Give the reply to one message, put together where it comes as a text."""
        reply, files = self.handler.answer(message)
        assert not files
        return json.loads(reply["text"]) if "text" in reply else reply

    def enter(self, ask, code):
        """Ask to "create", "open" or "recode", and go on with that record. Gives the reply."""
        reply = self.ask(ask, code=code)
        if reply["ok"]:
            self.access = {"record": reply["record"], "key": reply["key"]}
        return reply

    def push(self, *entries):
        return self.ask("push", entries=list(entries))

    def pull(self):
        """All entries by their keys; fails where something is damaged."""
        reply = self.ask("pull", since=0)
        assert reply["ok"], reply["reason"]
        assert (reply["damaged"], reply["code_works"]) == (0, True)
        return {one["key"]: one for one in reply["entries"]}

    def close(self):
        if self._store:
            self._store.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def text_of(name, number):
    """A text that only one save of one writer has, of any length up to some thousand signs."""
    return f"{name} wrote {number}: {_PLENTY[: number * 7919 % 3001]}"


def saved_of(name, key, number):
    """The entry of one save."""
    return entry(key, text_of(name, number), client=name, seq=number, second=number % 60)


def save_until_killed(report, *, address, access, name, new_code, recodes_at):
    """Save three entries together over and over, and change the code once on the way; tell what was kept."""
    page = Page(address, light=True)
    page.access = access
    report("ready")
    for number in itertools.count(1):
        if number == recodes_at:
            assert page.enter("recode", new_code)["ok"]
            report("recoded")
        keys = [f"{name}/{part}" for part in FRAMES]
        reply = page.push(*(saved_of(name, key, number) for key in keys))
        assert reply["ok"], reply["reason"]
        report("saved", number)


def save_steadily(report, *, address, code, name, begins, seconds, every, patience):
    """Save under a code of one's own for so long, each text under the next of some keys; tell what was kept.

    `begins` is a moment of the machine's monotonic clock; where the machine is behind, it goes on for some
    seconds of `patience` more. What is refused is sent again, as a page does.
    """
    page = Page(address)
    while not (reply := page.enter("create", code))["ok"]:
        report("refused", reply["reason"])
    report("created")
    for number in itertools.count(1):
        at = begins + number * every
        if at > begins + seconds or time.monotonic() > begins + seconds + patience:
            break
        time.sleep(max(0.0, at - time.monotonic()))
        one = saved_of(name, f"reflection/{number % KEYS}", number)
        while not (reply := page.push(one))["ok"]:
            report("refused", reply["reason"])
        report("saved", number)
    report("done")


def write_beside(report, *, address, code, name, count):
    """Write in an entry that others write in too, so many times, in turn with hearing of them."""
    page = Page(address)
    page.enter("open", code)
    seen = {}
    for number in range(1, count + 1):
        one = saved_of(name, "reflection/shared", number)
        # What another tab wrote is left beside one's own, until the learner picks.
        others = [version for version in seen.get("others", []) if version["client"] != name]
        first = {key: part for key, part in seen.items() if key not in ("key", "others", "seen")}
        if first and first["client"] != name:
            others.append(first)
        one |= {"others": others, "seen": seen.get("seen", {}) | {name: number}}
        reply = page.push(one)
        assert reply["ok"], reply["reason"]
        (seen,) = reply["entries"]
    report("done")


def hold_database(report, *, path):
    """Keep a file of SQLite's from all other writers, until killed."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    report("held", os.getpid())
    time.sleep(600)
