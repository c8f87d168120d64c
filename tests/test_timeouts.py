"""Time-outs grow with the load, and waiting is for the thing."""

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
