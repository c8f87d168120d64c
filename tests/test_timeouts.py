"""Timeouts grow with the load, and tests wait for conditions."""

import ast
import asyncio
from pathlib import Path

import pytest

import timeouts
from timeouts import MOST, scaled, wait_until, wait_until_async


@pytest.fixture
def machine(monkeypatch):
    """A machine with two cores and a load: `machine(6)`."""

    def make(busy, cores=2):
        monkeypatch.setattr(timeouts, "_busy", lambda: busy)
        monkeypatch.setattr(timeouts, "_cores", lambda: cores)

    return make


@pytest.mark.parametrize(("busy", "within"), [(0, 10), (2, 20), (6, 40), (1000, 10 * MOST)])
def test_a_time_out_grows_with_the_load_for_each_core_and_has_a_bound(machine, busy, within):
    machine(busy)
    assert scaled(10) == within


def test_the_share_of_a_container_counts_as_its_cores(monkeypatch, tmp_path):
    (tmp_path / "cpu.max").write_text("50000 100000\n")
    monkeypatch.setattr(timeouts, "_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr(timeouts, "_busy", lambda: 1)
    assert scaled(10) == 30


def test_a_load_that_has_just_begun_counts(monkeypatch, tmp_path):
    (tmp_path / "loadavg").write_text("0.00 0.00 0.00 9/512 4711\n")
    monkeypatch.setattr(timeouts, "_LOAD", tmp_path / "loadavg")
    monkeypatch.setattr(timeouts.psutil, "getloadavg", lambda: (0.0, 0.0, 0.0))
    monkeypatch.setattr(timeouts, "_cores", lambda: 4)
    assert scaled(10) == 30


def test_waiting_ends_with_what_the_condition_gave():
    looks = iter([None, "", "here"])
    assert wait_until(lambda: next(looks), every=0) == "here"


def test_waiting_takes_the_load_that_comes_meanwhile_into_account(monkeypatch, machine):
    now = [0.0]
    monkeypatch.setattr(timeouts.time, "monotonic", lambda: now[0])

    def look():
        now[0] += 8
        machine(6)
        return now[0] > 30

    machine(0)
    assert wait_until(look, 10, every=0)


def test_waiting_in_vain_says_for_what(machine):
    machine(0)
    with pytest.raises(AssertionError, match=r"no answer: not within 0 s"):
        wait_until(lambda: False, 0, what=lambda: "no answer")


def test_a_fault_that_means_not_yet_is_told_when_the_time_is_over(machine):
    machine(0)

    def refused():
        raise ConnectionRefusedError("by the server")

    with pytest.raises(AssertionError) as told:
        wait_until(refused, 0, ignoring=(OSError,))
    assert str(told.value.__cause__) == "by the server"
    with pytest.raises(ConnectionRefusedError):
        wait_until(refused, 0)


def test_the_event_loop_goes_on_while_one_waits():
    async def both():
        done = []
        asyncio.get_running_loop().call_later(0, done.append, "done")
        return await wait_until_async(lambda: done, every=0)

    assert asyncio.run(both()) == ["done"]


# Who may let a time pass, and why: there is nothing that they could wait for.
MAY_REST = {
    "timeouts.py": "between two looks",
    "autoreload.py": "between two looks at the package's files",
    "load": "people who come and go at their own pace, and the quiet in which something is measured",
    "browser/widget_host/beside_stock.py": "stock Voila says of nothing that it has come to rest",
    "browser/visitors.py": "visitors who arrive one after another",
    "browser/widget_host/test_connection.py": "an outage has a length; that nothing is said has no moment",
    "record/test_withstand.py": "a kernel is killed at any moment",
    "record/withstand_savers.py": "people who write at their own pace; a program that never ends",
    "server/deploy/test_recipe.py": "people who write at their own pace",
    "server/learner.py": "transports close a moment after their connection, and tell nobody",
    "server/http/test_logs.py": "what a line breaks is in nobody's sight from here",
    "server/test_many_visits.py": "between two looks whether everything stands still",
    "widget_host/http/test_shutdown.py": "what never comes to its end",
    "workshop/real_room.py": "a line that breaks at any moment",
    "workshop/live/test_registry.py": "counts are pushed once a second; a slow disk; a timer that goes down",
    "workshop/live/test_websocket.py": "slower than the limit for one line",
    "workshop/storage/test_watch.py": "a file is missing for longer than the watch takes to look",
    "workshop/test_withstand.py": "people who misbehave at a pace",
}


def rests(source):
    """The lines on which a program waits for a time to pass."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("sleep", "wait_for_timeout")
        # A turn of the event loop takes no time.
        and not (node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value == 0)
    ]


def test_nobody_waits_for_a_time_to_pass_who_could_wait_for_the_thing():
    folder = Path(timeouts.__file__).parent
    paths = [path.relative_to(folder) for path in folder.rglob("*.py") if "node_modules" not in path.parts]
    resting = {
        "load" if path.parts[0] == "load" else path.as_posix()
        for path in paths
        if rests((folder / path).read_text(encoding="utf-8"))
    }
    assert resting == set(MAY_REST)


def clocks(source):
    """The lines on which a time that passed has to be less than a figure that knows nothing of the load."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Compare)
        and any(
            clock in ast.unparse([node.left, *node.comparators][-2])
            for clock in ("monotonic()", "perf_counter()", "time.time()")
        )
        and isinstance(node.comparators[-1], ast.Constant)
    ]


def test_what_has_to_be_quick_is_given_longer_where_the_machine_is_busy():
    folder = Path(timeouts.__file__).parent
    found = [
        f"{path.relative_to(folder)}, line {line}"
        for path in folder.rglob("*.py")
        if "node_modules" not in path.parts
        for line in clocks(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_a_limit_that_knows_nothing_of_the_load_is_noticed():
    bare = "assert time.monotonic() - began < 3\nassert 0 < time.perf_counter() - began < 1"
    assert clocks(f"{bare}\nassert time.monotonic() - began < scaled(3)") == [1, 2]


# Here a time-out is what is tested, or part of a measurement.
MAY_GIVE_UP = ("load", "database", "record", "workshop/test_parallel.py", "workshop/storage/test_watch.py")


def bare(source):
    """The lines on which a time-out is a figure that knows nothing of the load."""
    return [
        node.value.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.keyword)
        and node.arg in ("timeout", "connect_timeout", "request_timeout")
        and (
            (isinstance(node.value, ast.Constant) and (node.value.value or 0) >= 1)
            or (isinstance(node.value, ast.Name) and node.value.id.isupper())
        )
    ]


def test_every_time_out_grows_with_the_load():
    folder = Path(timeouts.__file__).parent
    found = [
        f"{path.relative_to(folder)}, line {line}"
        for path in folder.rglob("*.py")
        if "node_modules" not in path.parts
        and not path.relative_to(folder).as_posix().startswith(MAY_GIVE_UP)
        for line in bare(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_a_time_out_that_does_not_grow_is_noticed():
    assert bare("a(timeout=20)\nb(timeout=SLOW_MS)\nc(timeout=scaled(20))\nd(timeout=None)") == [1, 2]


def test_a_rest_is_noticed():
    assert rests("import time\ntime.sleep(1)\npage.wait_for_timeout(500)\nawait asyncio.sleep(0)") == [2, 3]


@pytest.mark.slow
def test_the_limit_of_a_whole_test_grows_too(pytester, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(timeouts.__file__).parent))
    pytester.makeconftest(
        "import timeouts\npytest_plugins = ['timeouts']\n"
        "timeouts._busy, timeouts._cores = lambda: 6.0, lambda: 2.0\n"
    )
    pytester.makepyfile(
        "import signal\ndef test_one():\n    assert 200 < signal.getitimer(signal.ITIMER_REAL)[0] <= 400\n"
    )
    pytester.runpytest_subprocess("--timeout=100", "--timeout-method=signal").assert_outcomes(passed=1)
