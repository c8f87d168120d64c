"""Measures every server, one after the other, on this machine: `make bench ARGS="serving"`."""

import asyncio
import json
import signal
import sys
import time
from dataclasses import dataclass

from load.serving import browser, herd, rivals, servers, usage
from load.serving.content import MAIN, ROOT, STOCK, names
from load.serving.report import tables

OUT = ROOT / "tests" / "out"


@dataclass(frozen=True)
class Plan:
    """How much is measured: visits, rounds in a browser, learners who stay, herds and their longest time."""

    visits: int = 9
    pages: bool = True
    rounds: int = 3
    slow_rounds: int = 1
    learners: int = 30
    herds: tuple[tuple[str, int], ...] = ((MAIN, 30), (MAIN, 100), (MAIN, 300), (STOCK, 30))
    herd_limit_s: float = 180.0
    cpu_visits: int = 10


QUICK = Plan(
    2, pages=False, rounds=1, slow_rounds=0, learners=3, herds=((MAIN, 3),), herd_limit_s=60, cpu_visits=2
)


def measure(plan, kinds=(*servers.KINDS, servers.LIMIT)):
    """Measure the servers that are named, and give the tables. What was found is also kept in tests/out."""
    if set(kinds) & {servers.SOLARA, servers.MARIMO}:
        rivals.ensure(say)
    found = {}
    # Being told to end has to stop the servers as Ctrl-C does.
    told = signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended before everything was measured."))
    place = servers.Servers()
    try:
        for kind in kinds:
            began = time.monotonic()
            found[kind] = {"herds": {}}
            try:
                _one_server(place, kind, plan, found[kind])
            except (
                Exception
            ) as problem:  # what is missing is shown as such, and the others are still measured
                say(f"{kind}: {type(problem).__name__}: {problem}")
            say(f"{kind}: done in {time.monotonic() - began:.0f} s")
    finally:
        place.close()
        signal.signal(signal.SIGTERM, told)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "bench-serving.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    return tables(found)


def say(words):
    """Print the progress for the person who waits."""
    print(f"  {time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def _one_server(place, kind, plan, found):
    """All figures of one server. It is started again for each herd, so that none finds what another left."""
    with _Started(place, kind) as server:
        _solo(server, plan, found)
        with browser.chromium() as chromium:
            # nginx has the pages alone, without what they load.
            if chromium and kind != servers.LIMIT:
                measured = browser.measure(chromium, server, plan.rounds, plan.slow_rounds, say)
                found["browser"] = _by_stage(measured)
                found["loaded"] = {name: browser.loaded(chromium, server, name) for name in (MAIN, STOCK)}
    for name, count in plan.herds:
        skipped = _too_much(found, name, count, plan)
        if skipped:
            found["herds"][f"{name}/{count}"] = herd.Herd(count, skipped=skipped).figures() | _NOT_TRIED
            continue
        say(f"{kind}: a herd of {count} to {name}")
        with _Started(place, kind) as server:
            run(herd.one_by_one(server, name, 1))
            usage.settle(server)
            done = run(herd.together(server, name, count, plan.herd_limit_s))
            found["herds"][f"{name}/{count}"] = done.figures()
            say(f"{kind}: {found['herds'][f'{name}/{count}']}")


_NOT_TRIED = {"failed": None, "blank": None}


def _solo(server, plan, found):
    """One visitor at a time, and those who stay."""
    say(f"{server.kind}: one visitor at a time")
    found["one"] = {}
    for name in (MAIN, STOCK):
        run(herd.one_by_one(server, name, 1))
        done = run(herd.one_by_one(server, name, plan.visits))
        usage.settle(server)
        never = [None] * done.failed
        found["one"][name] = {"first_byte": done.first_bytes + never, "usable": done.served + never}
        found["one"][name] |= {"blank": done.blank, "faults": done.faults}
    if plan.pages:
        done = [run(herd.one_by_one(server, name, 1)) for name in names()]
        found["pages"] = [second for one in done for second in one.served or [None]]
        usage.settle(server)
    found["cpu"] = run(herd.cpu_of_visits(server, MAIN, plan.cpu_visits))
    say(f"{server.kind}: memory of {plan.learners} learners")
    found["read"], found["wrote"] = run(herd.memory_of_learners(server, MAIN, plan.learners))
    usage.settle(server)


def run(doing):
    """Run something asynchronous from start to end."""
    return asyncio.run(doing)


def _by_stage(measured):
    """Lists of visits as lists of figures."""
    return {
        where: {stage: [one[stage] for one in visits] for stage in visits[0]}
        for where, visits in measured.items()
    }


def _too_much(found, name, count, plan):
    """Why a herd can't be measured here, judging by what smaller ones took; "" if it can."""
    needed = count * max(found["wrote"], 0)
    free = usage.free_bytes() - usage.KEPT_FREE
    if needed > free:
        return f"left out, since it would take {needed / 2**30:.0f} of {free / 2**30:.0f} GiB of memory"
    smaller = [
        herd for where, herd in found["herds"].items() if where.startswith(f"{name}/") and herd.get("last")
    ]
    if smaller:
        last = max(smaller, key=lambda one: one["wanted"])
        projected = last["last"] * count / last["wanted"]
        if projected > plan.herd_limit_s:
            return f"left out, since the last would wait {projected:.0f} s"
    return ""


class _Started:
    """A server while it is measured: started, at rest, stopped."""

    def __init__(self, place, kind):
        self._place, self._kind = place, kind

    def __enter__(self):
        self._server = self._place.start(self._kind)
        try:
            usage.settle(self._server)
        except BaseException:
            self._server.stop()
            raise
        return self._server

    def __exit__(self, *_):
        left = self._server.stop()
        if left:
            say(f"{self._kind}: {left} of its processes had to be ended")
