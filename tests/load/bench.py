"""`make bench`: every benchmark of the record, one after the other, as tables."""

import argparse
import sys

from load import exporting, importing, saving, unlocking, writing
from load.table import README, machine, written

FULL = {
    "unlocking": lambda: unlocking.measure(100),
    "writing": lambda: writing.measure(30),
    "saving": lambda: saving.measure(processes=100, rates=(100, 500), seconds=10),
    "exporting": lambda: exporting.measure(reflections=200, rounds=5),
    "importing": lambda: importing.measure(9),
}
QUICK = {
    "unlocking": lambda: unlocking.measure(2),
    "writing": lambda: writing.measure(2),
    "saving": lambda: saving.measure(processes=3, rates=(30,), seconds=0.2),
    "exporting": lambda: exporting.measure(reflections=3, rounds=1),
    "importing": lambda: importing.measure(1),
}


def main():
    """Measure what the command line names, or everything."""
    asked = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    asked.add_argument("name", nargs="*", help=f"one or more of: {', '.join(FULL)}")
    asked.add_argument("--quick", action="store_true", help="tiny counts, to see that everything runs")
    asked.add_argument("--write", action="store_true", help="put the tables into tests/load/README.md")
    given = asked.parse_args()
    if unknown := set(given.name) - set(FULL):
        asked.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    if given.write and (given.name or given.quick):
        asked.error("only a whole run is written")
    tables = []
    for name, measure in (QUICK if given.quick else FULL).items():
        if name in given.name or not given.name:
            print(f"Measuring: {name}", file=sys.stderr)
            tables.append(measure())
            print(tables[-1], flush=True)
    print(machine())
    if given.write:
        README.write_text(written(README.read_text("utf-8"), tables, machine()), "utf-8")


if __name__ == "__main__":
    main()
