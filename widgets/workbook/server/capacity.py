"""Estimates how many servers, how much memory and how many cores a number of learners needs.

Here: the arithmetic, its assumptions, and the measured figures that it uses (`capacity_figures.json`, which
says for each what was measured, on which machine, and by which benchmark). Not here: how an estimate is shown
(see `workbook.cli.capacity`), and the measurements themselves (see `tests/load`).
"""

import json
import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from widget_host.errors import ServeError
from widget_host.kernels.admission_queue import KEPT_FREE, KERNEL_MIB

__all__ = [
    "BUSY",
    "PAGE_EVERY_MIN",
    "ROOM",
    "SAVES_A_MIN",
    "SPARE",
    "CapacityEstimate",
    "Measurement",
    "Needs",
    "figures",
    "make_plan",
]

PAGE_EVERY_MIN = 5
"""Minutes after which a learner opens the next page: an assumption."""
SAVES_A_MIN = 6
"""Saves per minute of each learner who is present: an assumption, since most spend some of the time reading.
"""
ROOM = 30
"""Learners in a workshop: an assumption."""
BUSY = 0.5
"""The planned utilisation of the cores."""
SPARE = 1
"""Spare servers, so that one can be stopped."""

_FIGURES = Path(__file__).with_name("capacity_figures.json")
_MEASURED = re.compile(r"([\d,]*\.?\d+)(?: (\w+))?")
_IN = {"": 1.0, "s": 1.0, "ms": 0.001, "MiB": 1.0, "kB": 1000.0}
# The most connections that one server opens: one per thread that answers its kernels (see `rpc_handlers`),
# and its own.
_CONNECTIONS = 30
_MIB_IN_GIB = 1024
_MIN_S = 60


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measured figure: `measured` as given in tests/load/README.md, with its table, row and column.

    `row` is the beginning of the row, `bench` the benchmark that measures it, and `on` the machine on which
    it was measured.
    """

    name: str
    what: str
    measured: str
    on: str
    bench: str
    table: str
    row: tuple[str, ...]
    column: str

    @property
    def value(self) -> float:
        """The figure in seconds, MiB or bytes, or as a plain number."""
        found = _MEASURED.fullmatch(self.measured)
        if found is None:
            raise ValueError(f"{self.name}: {self.measured!r} is no figure.")
        return float(found[1].replace(",", "")) * _IN[found[2] or ""]


@dataclass(frozen=True, slots=True)
class Needs:
    """The load to plan for.

    `learners` (1 or more) is the number who use the workbook, of whom the share `peak` (above 0, up to 1) is
    present at the busiest moment, having arrived within `minutes` (above 0). `workshops` run at the same
    moment. A server has `memory_gib` and `cores`, each above 0.
    """

    learners: int
    peak: float
    minutes: float = 20
    workshops: int = 0
    memory_gib: float = 8
    cores: int = 2

    def check(self) -> None:
        """Raise ServeError, saying what to give, if a value can't be used for planning."""
        least = {"learners": (self.learners, 1), "workshops": (self.workshops, 0), "cores": (self.cores, 1)}
        for name, (value, smallest) in least.items():
            if value < smallest:
                raise ServeError(f"--{name} {value} is too few. Give {smallest} or more.")
        if not 0 < self.peak <= 1:
            raise ServeError(
                f"--peak {self.peak:g} is not a share. Give one above 0 and up to 1: 0.1 is one in ten."
            )
        if not (math.isfinite(self.minutes) and self.minutes > 0):
            raise ServeError(f"--minutes {self.minutes:g} is not a time. Give a number above 0.")
        if not (math.isfinite(self.memory_gib) and self.memory_gib > 0):
            raise ServeError(f"--per-server-memory {self.memory_gib:g} is not a size. Give a number of GiB.")


@dataclass(frozen=True, slots=True)
class CapacityEstimate:
    """The estimate. Rates are per second, memory is in MiB, `busy_cores` is the number in use at the peak.

    `servers` are needed, plus `spare`. `servers_by` gives the number that each constraint alone would
    require: memory, cores, people (the most that were measured on one server), and votes.
    """

    present: int
    in_workshops: int
    openings_a_s: float
    saves_a_s: float
    busy_cores: float
    memory_mib: float
    likely_memory_mib: float
    mbit_a_s: float
    places: int
    servers: int
    spare: int
    servers_by: dict[str, int]
    database_cores: int
    database_connections: int
    database_measured: bool

    @property
    def all_servers(self) -> int:
        """The number of servers, including the spare ones."""
        return self.servers + self.spare


@cache
def figures() -> dict[str, Measurement]:
    """Return the measured figures by name."""
    rows: list[dict[str, Any]] = json.loads(_FIGURES.read_text(encoding="utf-8"))
    return {row["name"]: Measurement(**{**row, "row": tuple(row["row"])}) for row in rows}


def make_plan(needs: Needs) -> CapacityEstimate:
    """Return the estimate; raises ServeError if the load can't be planned for.

    Everybody present at the peak is assumed to write, so each of them has a process. In a minute each
    accounts for `1 / minutes` arrivals and `1 / PAGE_EVERY_MIN` page changes (Little's law: arrivals are the
    number of people present divided by the time that they stay), and `SAVES_A_MIN` saves.

        cores in use = openings a second * opening_core + people * kernel_core + saves a second * save_core
                       + people in workshops * room_core + servers * server_core
        memory       = people * KERNEL_MIB + people in workshops * room_memory, and each server's own

    Cores are planned to be busy for the share `BUSY`: in a queue with one server, random arrivals and random
    service (M/M/1), work then waits on average as long as it takes, rho / (1 - rho) = 1; beyond that waiting
    grows steeply (L. Kleinrock, Queueing Systems, volume 1, 1975). Memory is the amount that the server
    itself counts for a process, and `KEPT_FREE` of it stays free (see `admission_queue`). No server gets more
    people than were measured on one, and one spare server is planned (N+1).
    """
    needs.check()
    value = {name: figure.value for name, figure in figures().items()}
    load = _Load.of(needs, value)
    usable = _usable_mib(needs.memory_gib, value["server_memory"])
    servers_by = _servers_by(needs, load, usable, value)
    servers = max(servers_by.values())
    own_mib = servers * value["server_memory"]
    return CapacityEstimate(
        present=load.present,
        in_workshops=load.rooms,
        openings_a_s=load.openings,
        saves_a_s=load.saves,
        busy_cores=load.cores + servers * value["server_core"] / _MIN_S,
        memory_mib=load.memory_mib / (1 - KEPT_FREE) + own_mib,
        likely_memory_mib=load.present * value["kernel_memory"] + load.rooms * value["room_memory"] + own_mib,
        mbit_a_s=load.openings * value["opening_bytes"] * 8 / 1e6,
        places=int(min(usable / KERNEL_MIB, value["most_present"])),
        servers=servers,
        spare=SPARE,
        servers_by=servers_by,
        database_cores=math.ceil(load.saves * value["database_core"] / BUSY),
        database_connections=(servers + SPARE) * _CONNECTIONS,
        database_measured=load.saves <= value["most_saves"],
    )


@dataclass(frozen=True, slots=True)
class _Load:
    """The load at the peak: requests per second, busy cores, and counted MiB."""

    present: int
    rooms: int
    openings: float
    saves: float
    cores: float
    memory_mib: float

    @classmethod
    def of(cls, needs: Needs, value: dict[str, float]) -> "_Load":
        """Return the load, calculated from the measured figures."""
        # Rounded first: as a binary fraction, 0.07 of 100 learners would be a little more than 7.
        present = math.ceil(round(needs.learners * needs.peak, 6))
        rooms = needs.workshops * ROOM
        openings = present * (1 / needs.minutes + 1 / PAGE_EVERY_MIN) / _MIN_S
        saves = present * SAVES_A_MIN / _MIN_S
        waiting = (present * value["kernel_core"] + rooms * value["room_core"]) / _MIN_S
        cores = openings * value["opening_core"] + saves * value["save_core"] + waiting
        return cls(
            present, rooms, openings, saves, cores, present * KERNEL_MIB + rooms * value["room_memory"]
        )


def _usable_mib(memory_gib: float, own_mib: float) -> float:
    """Return a server's memory for people in MiB; raises ServeError if it is not enough for one."""
    usable = (memory_gib * _MIB_IN_GIB - own_mib) * (1 - KEPT_FREE)
    if usable < KERNEL_MIB:
        least = (own_mib + KERNEL_MIB / (1 - KEPT_FREE)) / _MIB_IN_GIB
        raise ServeError(
            f"A server with {memory_gib:g} GiB has no memory left for learners. Give --per-server-memory "
            f"{math.ceil(least * 10) / 10:g} or more."
        )
    return usable


def _servers_by(needs: Needs, load: _Load, usable_mib: float, value: dict[str, float]) -> dict[str, int]:
    """Return how many servers each constraint alone would require."""
    cores = needs.cores * BUSY - value["server_core"] / _MIN_S
    return {
        "memory": math.ceil(load.memory_mib / usable_mib),
        "cores": math.ceil(load.cores / cores),
        "people": math.ceil(load.present / value["most_present"]),
        "votes": math.ceil(load.rooms / value["most_votes"]),
    }
