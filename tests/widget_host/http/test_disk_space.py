"""What is known about disk space for records, and what is said when there is little."""

import math

import pytest

from widget_host.http import disk_space
from widget_host.http.disk_space import FullError, Storage

MIB = 2**20


class Disk:
    """A disk with as much room as the test says, a clock that it sets, and what is looked at."""

    def __init__(self, monkeypatch, folder, low_mib=500):
        self.free, self.now = 10_000 * MIB, 0.0
        monkeypatch.setattr(disk_space.shutil, "disk_usage", lambda _: self)
        self.storage = Storage(folder, low_mib, lambda: self.now)
        self.room, self.low = self.storage.checks()

    def fails(self, check):
        try:
            check.works()
        except FullError:
            return True
        return False


@pytest.fixture
def disk(monkeypatch, tmp_path):
    return Disk(monkeypatch, tmp_path)


def test_little_room_is_a_warning_before_there_is_none(disk):
    assert (disk.fails(disk.low), disk.fails(disk.room)) == (False, False)
    disk.free = 499 * MIB
    assert (disk.fails(disk.low), disk.fails(disk.room)) == (True, False)
    disk.free = 0
    assert (disk.fails(disk.low), disk.fails(disk.room)) == (True, True)
    assert (disk.low.warns, disk.room.warns) == (True, False)
    assert disk.low.watched
    assert disk.room.watched


def test_a_save_without_room_is_believed_until_another_finds_some(disk):
    disk.storage.heard("full")
    assert disk.fails(disk.room)
    disk.storage.heard("failed")
    assert disk.fails(disk.room)
    disk.storage.heard("saved")
    assert not disk.fails(disk.room)


def test_a_save_without_room_is_forgotten_where_nobody_saves_for_long(disk):
    disk.storage.heard("full")
    disk.now = 601
    assert not disk.fails(disk.room)


def test_of_a_database_elsewhere_what_saves_say_is_known(monkeypatch):
    disk = Disk(monkeypatch, None)
    disk.free = 0
    assert math.isnan(disk.storage.free_bytes())
    assert (disk.fails(disk.low), disk.fails(disk.room)) == (False, False)
    disk.storage.heard("full")
    assert disk.fails(disk.room)


def test_without_a_threshold_nothing_is_low(monkeypatch, tmp_path):
    disk = Disk(monkeypatch, tmp_path, low_mib=0)
    disk.free = 0
    assert not disk.fails(disk.low)
