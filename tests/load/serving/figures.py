"""The measurements of each server as a list of figures, each with a name, a unit and a comparison.

All of them are better the smaller they are. A figure that could not be measured is None.
"""

from dataclasses import dataclass

from load.serving.content import MAIN, STOCK
from load.table import percentile

COUNTS = (30, 100, 300)
_WHERE = {
    f"{network}/{cache}": f"{words}, {cache} cache"
    for network, words in (("local", "local"), ("slow", "1.6 Mbit/s"))
    for cache in ("cold", "warm")
}
_STAGES = {
    "first_byte": "first byte",
    "text": "text visible",
    "widgets": "widgets visible",
    "usable": "exercise usable",
}


@dataclass(frozen=True)
class Figure:
    """One figure: the table it stands in, what it is called there, its unit, and where it is found."""

    table: str
    title: str
    unit: str
    path: tuple[str, ...]

    @property
    def key(self):
        """Its name in the results."""
        return "/".join(self.path)

    def of(self, found):
        """Its value in what was measured of a server: the middle one of several, or None."""
        for name in self.path:
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, list):
            known = [value for value in found if value is not None]
            # One that never came is no shorter wait than the others.
            return percentile(known, 0.5) if known and len(known) == len(found) else None
        return found


def shown(value, unit):
    """A figure for a person."""
    if value is None:
        return "none"
    if unit == "s":
        return f"{value * 1000:.0f} ms" if value < 0.995 else f"{value:.1f} s"
    if unit == "core s":
        return f"{value:.3f} s"
    if unit == "MiB":
        mib = value / 2**20
        return f"{max(mib, 0):.2f} MiB" if mib < 9.95 else f"{mib:.0f} MiB"
    return f"{value / 1000:,.0f} kB" if unit == "kB" else f"{value:,.0f}"


def ratio(base, value):
    """How many times better a figure is than another, as text; nothing where that can't be said."""
    if base is None or value is None or base <= 0:
        return ""
    if value <= base / 1000:
        return "over 1,000 x"
    return f"{base / value:,.1f} x" if base / value < 99.5 else f"{base / value:,.0f} x"


def _without_browser():
    table = "One visitor at a time"
    yield Figure(table, f"First byte, `{MAIN}`", "s", ("one", MAIN, "first_byte"))
    yield Figure(table, f"Usable without a browser, `{MAIN}`", "s", ("one", MAIN, "usable"))
    yield Figure(table, f"Usable without a browser, `{STOCK}`", "s", ("one", STOCK, "usable"))
    yield Figure(table, "Usable without a browser, the middle one of all pages", "s", ("pages",))
    yield Figure(table, "A core's time for a visit", "core s", ("cpu",))
    yield Figure(table, "Memory of a learner who writes", "MiB", ("wrote",))
    yield Figure(table, "Memory of a learner who only reads", "MiB", ("read",))


def _herds():
    table = "A herd within one second"
    for name, counts in ((MAIN, COUNTS), (STOCK, COUNTS[:1])):
        for count in counts:
            where = ("herds", f"{name}/{count}")
            title = f"{count} to `{name}`"
            yield Figure(table, f"{title}, median", "s", (*where, "median"))
            yield Figure(table, f"{title}, 95th of 100", "s", (*where, "p95"))
            yield Figure(table, f"{title}, last", "s", (*where, "last"))
            yield Figure(table, f"{title}, failed", "", (*where, "failed"))
            yield Figure(table, f"{title}, blank", "", (*where, "blank"))


def _browser():
    for name in (MAIN, STOCK):
        table = f"In Chromium, `{name}`"
        for where, words in _WHERE.items():
            for stage, what in _STAGES.items():
                title = f"{what[0].upper()}{what[1:]}, {words}"
                yield Figure(table, title, "s", ("browser", f"{name}/{where}", stage))
        if name == MAIN:
            for stage in ("text", "usable"):
                yield Figure(
                    table, f"Turning to the next page, {_STAGES[stage]}", "s", ("browser", "turn", stage)
                )
        yield Figure(table, "Bytes of a first visit", "kB", ("loaded", name, "bytes"))
        yield Figure(table, "Requests of a first visit", "", ("loaded", name, "requests"))


FIGURES = (*_without_browser(), *_herds(), *_browser())
"""Every figure, in the order of the tables."""
