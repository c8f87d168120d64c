"""How long a learner waits for a record of 50 entries: with its code, and with a device's key."""

import tempfile
import time
from pathlib import Path

from load.table import Table, ms, percentile, times
from record.entries import entry
from record.withstand_savers import Page
from workbook.record.code import new_code
from workbook.record.store import Store

ENTRIES = 50
WORDS = "I asked the carer before I wrote anything down, and we agreed on the words. " * 6


def measure(rounds):
    """Open one record in three ways, in turn, so many times."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "records.sqlite"
        with Store(file) as store:
            store.prepare()
        code = new_code()
        with Page(file) as page:
            page.enter("create", code)
            assert page.push(*(entry(f"reflection/{number}", WORDS) for number in range(ENTRIES)))["ok"]
            ways = {
                "With the recovery code": lambda: (page.enter("open", code), page.pull()),
                "With the device's key": page.pull,
                "With the device's key, first message of a kernel": lambda: _first(file, page.access),
            }
            taken = {name: [] for name in ways}
            for _ in range(rounds):
                for name, way in ways.items():
                    began = time.perf_counter()
                    way()
                    taken[name].append(time.perf_counter() - began)
    base = percentile(taken["With the device's key"], 0.5)
    rows = [
        (name, ms(percentile(found, 0.5)), ms(percentile(found, 0.99)), times(percentile(found, 0.5), base))
        for name, found in taken.items()
    ]
    return Table(
        f"To unlock a record of {ENTRIES} entries",
        ("How", "p50", "p99", "Beside the device's key"),
        rows,
        f"{rounds} times each, in turn. The code costs more on purpose: that is what makes guessing slow.",
    )


def _first(file, access):
    with Page(file) as page:
        page.access = access
        page.pull()
