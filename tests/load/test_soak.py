"""Twelve seconds of the soak test, and its verdict; `make soak` runs all of it."""

import os

import pytest

from load.soak import MOST_GROWTH, Told, run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="The soak counts forked kernels.")


def readings(*mib):
    return Told(memory=list(enumerate(mib)))


def test_memory_that_climbs_is_growth_and_memory_that_wavers_is_none():
    assert readings(*range(100, 200)).growth() > MOST_GROWTH
    assert abs(readings(*[100, 104] * 50).growth()) < MOST_GROWTH


def test_people_come_and_go_and_leave_no_kernel_and_no_memory(monkeypatch):
    monkeypatch.setenv("WORKBOOK_SOAK_MINUTES", "0.2")
    told, left, code = run()
    assert told.faults == []
    assert told.visits > 10
    assert (left, code) == (0, 0)
    assert told.growth() < MOST_GROWTH
