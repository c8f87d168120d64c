"""`make bench`: every benchmark of the record, workshops and serving, one after the other, as tables."""

import argparse
import sys

from load import exporting, importing, saving, unlocking, workshop, writing
from load.serving import run as serving
from load.table import README, machine, written

FULL = {
    "unlocking": lambda: [unlocking.measure(100)],
    "writing": lambda: [writing.measure(30)],
    "saving": lambda: [saving.measure(processes=100, rates=(100, 500), seconds=10)],
    "exporting": lambda: [exporting.measure(reflections=200, rounds=5)],
    "importing": lambda: [importing.measure(9)],
    "workshop": lambda: workshop.measure(counts=(10, 100, 300), idle=300, seconds=60, kernels=20),
    "serving": lambda: serving.measure(serving.Plan()),
}
QUICK = {
    "unlocking": lambda: [unlocking.measure(2)],
    "writing": lambda: [writing.measure(2)],
    "saving": lambda: [saving.measure(processes=3, rates=(30,), seconds=0.2)],
    "exporting": lambda: [exporting.measure(reflections=3, rounds=1)],
    "importing": lambda: [importing.measure(1)],
    "workshop": lambda: workshop.measure(counts=(20,), idle=3, seconds=1, kernels=1, settles_s=2),
    "serving": lambda: serving.measure(serving.QUICK),
}
PARTS = ("serving", "workshop")


def main():
    """Measure what the command line names, or everything."""
    asked = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    asked.add_argument("name", nargs="*", help=f"one or more of: {', '.join(FULL)}")
    asked.add_argument("--quick", action="store_true", help="tiny counts, to see that everything runs")
    asked.add_argument("--write", action="store_true", help="put the tables into tests/load/README.md")
    given = asked.parse_args()
    if unknown := set(given.name) - set(FULL):
        asked.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    if given.write and (given.quick or given.name not in ([], *([part] for part in PARTS))):
        asked.error("what is written is a whole run, or all of serving, or all of workshop")
    tables = {}
    for name, measure in (QUICK if given.quick else FULL).items():
        if name in given.name or not given.name:
            print(f"Measuring: {name}", file=sys.stderr)
            found = measure()
            tables.setdefault(name if name in PARTS else "measured", []).extend(found)
            print(*found, sep="\n", flush=True)
    print(machine())
    if given.write:
        text = README.read_text("utf-8")
        for part, of_part in tables.items():
            text = written(text, of_part, machine(), part)
        README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
