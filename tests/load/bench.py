"""`make bench`: every benchmark of the record, workshops, plans, kernels, hosting and serving, as tables."""

import argparse
import sys
from pathlib import Path

import forked_kernels
import widget_host
from load import exporting, hosting, importing, kernels, planning, saving, unlocking, workshop, writing
from load.serving import run as serving
from load.table import README, machine, written

FULL = {
    "unlocking": lambda: [unlocking.measure(100)],
    "writing": lambda: [writing.measure(30)],
    "saving": lambda: [saving.measure(processes=100, rates=(100, 500), seconds=10)],
    "exporting": lambda: [exporting.measure(reflections=200, rounds=5)],
    "importing": lambda: [importing.measure(9)],
    "workshop": lambda: workshop.measure(counts=(10, 100, 300), idle=300, seconds=60, kernels=20),
    "planning": lambda: planning.measure(seconds=60, learners=10, saves=50),
    "kernels": lambda: [kernels.measure(rounds=15, notebooks=10)],
    "hosting": lambda: [hosting.measure(rounds=9, open_pages=8)],
    "serving": lambda: serving.measure(serving.Plan()),
}
QUICK = {
    "unlocking": lambda: [unlocking.measure(2)],
    "writing": lambda: [writing.measure(2)],
    "saving": lambda: [saving.measure(processes=3, rates=(30,), seconds=0.2)],
    "exporting": lambda: [exporting.measure(reflections=3, rounds=1)],
    "importing": lambda: [importing.measure(1)],
    "workshop": lambda: workshop.measure(counts=(20,), idle=3, seconds=1, kernels=1, settles_s=2),
    "planning": lambda: planning.measure(seconds=1, learners=1, saves=2, settles_s=2),
    "kernels": lambda: [kernels.measure(rounds=1, notebooks=1)],
    "hosting": lambda: [hosting.measure(rounds=1, open_pages=1)],
    "serving": lambda: serving.measure(serving.QUICK),
}
PARTS = ("serving", "workshop", "planning", "kernels", "hosting")
# Where the tables of a part stand that has a README of its own.
READMES = {
    "kernels": Path(forked_kernels.__file__).with_name("README.md"),
    "hosting": Path(widget_host.__file__).with_name("README.md"),
}


def main():
    """Measure what the command line lists, or everything."""
    asked = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    asked.add_argument("name", nargs="*", help=f"one or more of: {', '.join(FULL)}")
    asked.add_argument("--quick", action="store_true", help="tiny counts, to see that everything runs")
    asked.add_argument("--write", action="store_true", help="put the tables into the READMEs")
    given = asked.parse_args()
    if unknown := set(given.name) - set(FULL):
        asked.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    if given.write and (given.quick or given.name not in ([], *([part] for part in PARTS))):
        asked.error(f"what is written is a whole run, or all of one of: {', '.join(PARTS)}")
    tables = {}
    for name, measure in (QUICK if given.quick else FULL).items():
        if name in given.name or not given.name:
            print(f"Measuring: {name}", file=sys.stderr)
            found = measure()
            tables.setdefault(name if name in PARTS else "measured", []).extend(found)
            print(*found, sep="\n", flush=True)
    print(machine())
    if given.write:
        for part, of_part in tables.items():
            readme = READMES.get(part, README)
            readme.write_text(written(readme.read_text("utf-8"), of_part, machine(), part), "utf-8")


if __name__ == "__main__":
    main()
