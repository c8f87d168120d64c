import csv
import errno
import io
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from usage.sent import sent
from workbook.usage import feedback_csv as store
from workbook.usage.feedback_csv import COLUMNS, add
from workbook.usage.message import RefusedError, read_message

DAY = date(2026, 11, 23)
PATIENCE_S = 5.0
SAID = read_message(sent(1))


def numbered(number):
    return number.to_bytes(16, "big")


def keep(message, table, patience_s=PATIENCE_S):
    add(message, table, DAY, patience_s)


class HalfWritten(io.FileIO):
    """A file on a disk that has room for nine more bytes."""

    def write(self, data):
        return super().write(data[:9])


@pytest.fixture
def table(tmp_path):
    return tmp_path / "deep" / "feedback.csv"


def rows(table):
    with table.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_message_becomes_a_row_with_its_day(table):
    keep(SAID, table)
    says = {"kind": "comment", "page": "standard-5", "useful": "very", "text": "It helped."}
    assert rows(table) == [{"day": "2026-11-23", "message": f"{1:032x}", **says}]
    assert tuple(rows(table)[0]) == COLUMNS


def test_the_same_message_sent_again_is_kept_once(table):
    keep(SAID, table)
    keep(SAID, table)
    assert len(rows(table)) == 1


@pytest.mark.skipif(os.name != "posix", reason="The mode of a file says who may read it on Unix alone.")
def test_a_new_table_is_for_its_owner_alone(table):
    keep(SAID, table)
    assert stat.S_IMODE(table.stat().st_mode) == 0o600


def test_the_row_is_on_the_disk_before_the_answer(table, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_size))
    keep(SAID, table)
    assert synced == [table.stat().st_size]


def test_many_writers_at_once_lose_nothing_and_mix_nothing(table):
    said = [replace(SAID, message=numbered(n), text=f"Line {n}\nand more, " * 50) for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: keep(one, table), said))
    assert sorted(row["text"] for row in rows(table)) == sorted(one.text for one in said)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT], ids=["disk", "quota"])
def test_a_full_disk_is_refused_and_leaves_the_table_as_it_was(table, monkeypatch, number):
    keep(SAID, table)
    before = table.read_bytes()

    def fail(_descriptor):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(RefusedError, match="full"):
        keep(replace(SAID, message=numbered(2)), table)
    assert table.read_bytes() == before


def test_a_row_that_fits_only_in_part_is_refused_and_taken_back(table, monkeypatch):
    keep(SAID, table)
    before = table.read_bytes()
    monkeypatch.setattr(
        "builtins.open", lambda path, _mode, opener, **_: HalfWritten(path, "a+", opener=opener)
    )
    with pytest.raises(RefusedError, match="full"):
        keep(replace(SAID, message=numbered(2)), table)
    monkeypatch.undo()
    assert table.read_bytes() == before


@pytest.mark.parametrize("place", ["a folder", "below a file", "a name with a NUL"])
def test_a_table_that_cannot_be_opened_is_refused(tmp_path, place):
    (tmp_path / "file").touch()
    paths = {
        "a folder": tmp_path,
        "below a file": tmp_path / "file" / "feedback.csv",
        "a name with a NUL": tmp_path / "feed\0back.csv",
    }
    with pytest.raises(RefusedError, match="closed"):
        keep(SAID, paths[place])


def test_a_table_that_another_program_holds_is_refused_in_time(table):
    fcntl = pytest.importorskip("fcntl", reason="The test holds the table as a Unix program would.")
    keep(SAID, table)
    with table.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(RefusedError, match="closed"):
            keep(replace(SAID, message=numbered(2)), table, patience_s=0.1)


def test_a_row_that_a_power_cut_left_unfinished_costs_only_itself(table):
    keep(SAID, table)
    with table.open("ab") as file:
        file.write(b'"2026-11-22","cut","idea","","","Half a sen')
    keep(replace(SAID, message=numbered(2)), table)
    assert [row["message"] for row in rows(table)] == [f"{1:032x}", "cut", f"{2:032x}"]


def test_a_table_that_has_grown_too_big_takes_no_more(table, monkeypatch):
    keep(SAID, table)
    monkeypatch.setattr(store, "_BIGGEST", 10)
    with pytest.raises(RefusedError, match="full"):
        keep(replace(SAID, message=numbered(2)), table)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "\uff1d"])
def test_what_a_spreadsheet_would_take_for_a_formula_is_made_harmless(table, start):
    keep(replace(SAID, text=f"{start}1+1"), table)
    assert rows(table)[0]["text"] == f"'{start}1+1"
