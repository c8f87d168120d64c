"""How long it takes to make a document of 200 reflections, in each format."""

import time

from load.table import Table, ms, percentile, times
from record.documents.asking import entry, request
from workbook.record.documents import make

FORMATS = ("docx", "pdf", "md", "csv", "json")
WORDS = "I asked the carer before I wrote anything down, and we agreed on the words. " * 6


def measure(*, reflections, rounds):
    """Make each document so many times; the first time imports what the format needs."""
    asked = request(*(_reflection(number) for number in range(reflections)))
    taken = {name: [] for name in FORMATS}
    sizes = {}
    for _ in range(rounds + 1):
        for name in FORMATS:
            began = time.perf_counter()
            sizes[name] = len(make(name, asked).data)
            taken[name].append(time.perf_counter() - began)
    base = percentile(taken["json"][1:], 0.5)
    rows = [
        (
            name,
            ms(first),
            ms(percentile(later, 0.5)),
            ms(max(later)),
            times(percentile(later, 0.5), base),
            f"{sizes[name] / 1000:,.0f} kB",
        )
        for name, (first, *later) in taken.items()
    ]
    columns = ("Format", "The first", "p50 after it", "Slowest after it", "Beside json", "Size")
    note = f"{rounds} times each after the first, in turn; 450 letters in each reflection."
    return Table(f"Export of {reflections} reflections", columns, rows, note)


def _reflection(number):
    frame = ("what", "so_what", "now_what")[number % 3]
    standard = f"standard-{number % 2 + 1}"
    text = f"{number}: {WORDS}"
    return entry(f"reflection/{number}", text, standard=standard, page=standard, frame=frame)
