"""The command `workbook capacity`: estimates the servers for a number of learners, as a table or as JSON.

Here: the options and the output. Not here: the arithmetic and the figures (see `server.capacity`).
"""

import json
import math
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

import click

from workbook.cli.shared import Number, counted, reported_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.server.capacity import CapacityEstimate, Needs

__all__ = ["capacity"]

_MOST_LEARNERS = 100_000_000
_MOST_WORKSHOPS = 100_000
_MOST_CORES = 1024
_WIDTH, _NAME = 80, 34
_MIB_IN_GIB = 1024
_REASONS = {
    "memory": "memory",
    "cores": "processor time",
    "people": "no more people on a server than were measured",
    "votes": "no more votes at once than were measured",
}


class _Options(TypedDict):
    """The command's options."""

    learners: int
    peak: float
    minutes: float
    workshops: int
    per_server_memory: float
    cores: int
    form: Literal["table", "json"]


class _Amount(click.ParamType[float]):
    """A number that may have a fraction, with a readable message for other values."""

    name = "number"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number."""
        try:
            found = float(str(value))
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            self.fail(f"{str(value)!r} is not a number. Give one like 0.5 or 20.", param, ctx)
        return found


@click.command()
@click.option(
    "--learners",
    type=Number("a number of learners", _MOST_LEARNERS, least=1),
    required=True,
    help="How many learners have the workbook.",
)
@click.option(
    "--peak",
    type=_Amount(),
    required=True,
    help="Share of them who are there at the busiest moment: 0.1 is one in ten.",
)
@click.option(
    "--minutes",
    type=_Amount(),
    default=20,
    show_default=True,
    help="Minutes over which they arrive: 1 for a class that begins together.",
)
@click.option(
    "--workshops",
    type=Number("a number of workshops", _MOST_WORKSHOPS),
    default=0,
    show_default=True,
    help="How many workshops run at the same time, with 30 learners each.",
)
@click.option(
    "--per-server-memory",
    type=_Amount(),
    default=8,
    show_default=True,
    metavar="GIB",
    help="Memory of one server, in GiB.",
)
@click.option(
    "--cores",
    type=Number("a number of cores", _MOST_CORES, least=1),
    default=2,
    show_default=True,
    help="Cores of one server.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="A table to read, or JSON.",
)
def capacity(**options: Unpack[_Options]) -> None:
    """Work out the servers that so many learners need. Memory and cores rest on measured figures."""
    with reported_errors():
        from workbook.server.capacity import Needs, make_plan  # noqa: PLC0415 - see the docstring of `cli`

        needs = Needs(
            learners=options["learners"],
            peak=options["peak"],
            minutes=options["minutes"],
            workshops=options["workshops"],
            memory_gib=options["per_server_memory"],
            cores=options["cores"],
        )
        made = make_plan(needs)
    click.echo(_as_json(needs, made) if options["form"] == "json" else "\n".join(_lines(needs, made)))


def _as_json(needs: "Needs", made: "CapacityEstimate") -> str:
    from workbook.server.capacity import figures  # noqa: PLC0415

    whole: dict[str, Any] = {
        "needs": asdict(needs),
        "plan": {**asdict(made), "all_servers": made.all_servers},
        "assumes": _assumptions(),
        "figures": [asdict(one) for one in figures().values()],
    }
    return json.dumps(whole, indent=2)


def _lines(needs: "Needs", made: "CapacityEstimate") -> "Iterator[str]":
    """Yield the lines of the table, none wider than 80 characters."""
    from workbook.server.capacity import figures  # noqa: PLC0415

    yield from _part("To plan for", _asked(needs, made))
    yield from _part("Needed", _needed(needs, made))
    yield from _part("Database (PostgreSQL)", _database(made))
    yield "What this assumes"
    for assumption in _assumptions():
        yield from textwrap.wrap(assumption, _WIDTH, initial_indent="  - ", subsequent_indent="    ")
    yield ""
    yield "Measured (tables in tests/load/README.md)"
    found = figures().values()
    for bench, on in dict.fromkeys((one.bench, one.on) for one in found):
        yield f"  {bench} on {on}"
        for one in found:
            if (one.bench, one.on) == (bench, on):
                yield f"    {one.what:<62}{one.measured:>10}"


def _part(title: str, rows: list[tuple[str, str]]) -> "Iterator[str]":
    yield title
    for name, value in rows:
        lines = textwrap.wrap(value, _WIDTH - _NAME - 2)
        yield f"  {name:<{_NAME}}{lines[0]}"
        for line in lines[1:]:
            yield f"  {'':<{_NAME}}{line}"
    yield ""


def _asked(needs: "Needs", made: "CapacityEstimate") -> list[tuple[str, str]]:
    return [
        ("Learners", f"{needs.learners:,}"),
        ("There at the busiest moment", f"{made.present:,}, who come within {needs.minutes:g} minutes"),
        ("In workshops besides", f"{made.in_workshops:,}"),
        ("Pages opened a second", f"{made.openings_a_s:.2f}"),
        ("Saves a second", f"{made.saves_a_s:.1f}"),
        ("Sent a second, at most", f"{made.mbit_a_s:.2f} Mbit"),
    ]


def _needed(needs: "Needs", made: "CapacityEstimate") -> list[tuple[str, str]]:
    most = max(made.servers_by, key=lambda name: made.servers_by[name])
    servers = f"{made.all_servers}: {made.servers} to carry the peak, and {made.spare} spare"
    each = f"{needs.memory_gib:g} GiB and {counted(needs.cores, 'core', 'cores')}"
    total = made.all_servers * needs.memory_gib
    return [
        ("Servers", servers),
        ("What decides their number", _REASONS[most]),
        ("Each of them", f"{each}, for up to {made.places:,} people at once"),
        ("Memory in all", f"{total:g} GiB"),
        ("of it needed at the peak", f"{_gib(made.memory_mib)}, and {_gib(made.likely_memory_mib)} likely"),
        ("Cores in all", f"{made.all_servers * needs.cores:,}"),
        ("of them busy at the peak", f"{made.busy_cores:.2f}"),
    ]


def _database(made: "CapacityEstimate") -> list[tuple[str, str]]:
    rows = [
        ("Cores", str(made.database_cores)),
        ("Connections to allow", f"{made.database_connections:,}"),
    ]
    if not made.database_measured:
        rows.append(("Note", "No measurement reached so many saves a second. Try it first."))
    return rows


def _assumptions() -> list[str]:
    from widget_host.kernels.admission_queue import KEPT_FREE, KERNEL_MIB  # noqa: PLC0415
    from workbook.server.capacity import BUSY, PAGE_EVERY_MIN, ROOM, SAVES_A_MIN  # noqa: PLC0415

    return [
        "Everybody who is there writes, and so has a process of their own. Someone who only reads takes "
        "next to nothing.",
        f"They open a page every {PAGE_EVERY_MIN} minutes and save {SAVES_A_MIN} times a minute. A workshop "
        f"has {ROOM} learners.",
        f"A process is counted as {KERNEL_MIB} MiB, as the server counts it, and {KEPT_FREE:.0%} of the "
        f"memory stays free. Cores are busy for {BUSY:.0%} of the time.",
        "One server may stop, and the others carry all. A server is one `workbook serve`; several can be on "
        "one machine that has the memory and the cores.",
        "Servers run Linux, where processes are forked. The database is on a machine of its own.",
        "The figures come from single runs on one machine. On another processor, times "
        "may be half or twice as long. Measure on yours with `make bench` before you buy.",
    ]


def _gib(mib: float) -> str:
    return f"{mib / _MIB_IN_GIB:.1f} GiB"
