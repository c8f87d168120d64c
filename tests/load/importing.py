"""How long importing the record takes in fresh interpreters, compared with pandas."""

import importlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

from load.table import Table, ms, times
from record.fork_server import ForkServer

_SCRIPT = """
import json, sys, time

taken = {}

def timed(name, work):
    began = time.process_time()
    work()
    taken[name] = time.process_time() - began

def pandas():
    import pandas

def page():
    import workbook
    workbook.reflection, workbook.keeping

def record():
    import workbook.record.rpc_handler

timed("pandas", pandas)
timed("page", page)
before = [name for name in sys.modules if name.split(".")[0] in ("sqlalchemy", "cryptography")]
of_record = [name for name in sys.modules if name.startswith("workbook.record.")]
before += [name for name in of_record if not name.startswith("workbook.record.ui")]
timed("record", record)
print(json.dumps([taken, sorted(before)]))
"""


def measure(rounds):
    """Import everything in so many fresh interpreters, after one that leaves the compiled modules behind."""
    with tempfile.TemporaryDirectory() as compiled:
        found = [_fresh(compiled) for _ in range(rounds + 1)][1:]
    middle = {name: statistics.median(taken[name] for taken, _ in found) for name in found[0][0]}
    middle["forked"] = statistics.median(_forked(rounds))
    early = found[0][1]
    names = {
        "pandas": "pandas itself",
        "page": "The exercises of a page, where pandas is loaded",
        "record": "The record (the handler and all it imports), where a page is loaded",
        "forked": "The record in a kernel that was forked, as `workbook serve` does on Linux",
    }
    rows = [(names[name], ms(value), times(value, middle["pandas"])) for name, value in middle.items()]
    note = (
        f"Time of a core, medians of {rounds} fresh interpreters. Before its first message about the record, "
        f"a page has imported {len(early)} modules of it or for it{': ' if early else ''}{', '.join(early)}."
    )
    return Table("Import of the record", ("What", "Median", "Beside pandas"), rows, note)


def import_handler(report):
    """Import the record, and report how long that took."""
    began = time.process_time()
    importlib.import_module("workbook.record.rpc_handler")
    report(time.process_time() - began)


def _forked(rounds):
    with ForkServer(__name__, "workbook.record.rpc_handler") as fork_server:
        return [fork_server.start(import_handler).reports()[0][0] for _ in range(rounds)]


def _fresh(compiled):
    """Import in a fresh interpreter, which finds and leaves compiled modules in a folder."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)
