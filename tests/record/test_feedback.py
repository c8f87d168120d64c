import csv
import errno
import io
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.record import feedback as store
from workbook.record.feedback import (
    COLUMNS,
    LIMIT,
    Feedback,
    RefusedError,
    feedback_file,
    keep,
    read_message,
)

SAID = Feedback(client="abc", seq=1, useful="very", helped="It did.", ideas="Group chats")


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


def message(**changes):
    return {"client": "abc", "seq": 1, "useful": "", "helped": "Words", "ideas": "", **changes}


def test_a_message_becomes_a_row_with_the_time_that_is_returned(table):
    at = keep(SAID, table)
    assert rows(table) == [
        {"at": at, "client": "abc", "seq": "1", "useful": "very", "helped": "It did.", "ideas": "Group chats"}
    ]
    assert tuple(rows(table)[0]) == COLUMNS


def test_the_same_message_sent_again_is_kept_once_and_has_its_first_time(table, monkeypatch):
    first = keep(SAID, table)
    monkeypatch.setattr(store, "datetime", None)  # a second row would need the time, and fail
    assert keep(SAID, table) == first
    assert len(rows(table)) == 1


def test_a_further_message_of_the_same_form_is_another_row(table):
    keep(SAID, table)
    keep(replace(SAID, seq=2), table)
    keep(replace(SAID, client="xyz"), table)
    assert [(row["client"], row["seq"]) for row in rows(table)] == [("abc", "1"), ("abc", "2"), ("xyz", "1")]


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
    said = [replace(SAID, client=f"c{n}", helped=f"Line {n}\nand more, " * 50) for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: keep(one, table), said))
    assert sorted(row["helped"] for row in rows(table)) == sorted(one.helped for one in said)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT], ids=["disk", "quota"])
def test_a_full_disk_is_refused_and_leaves_the_table_as_it_was(table, monkeypatch, number):
    keep(SAID, table)
    before = table.read_bytes()

    def fail(_descriptor):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(RefusedError, match="full"):
        keep(replace(SAID, seq=2), table)
    assert table.read_bytes() == before


def test_a_row_that_fits_only_in_part_is_refused_and_taken_back(table, monkeypatch):
    keep(SAID, table)
    before = table.read_bytes()
    monkeypatch.setattr(
        "builtins.open", lambda path, _mode, opener, **_: HalfWritten(path, "a+", opener=opener)
    )
    with pytest.raises(RefusedError, match="full"):
        keep(replace(SAID, seq=2), table)
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


def test_a_table_that_another_program_holds_is_refused_in_time(table, monkeypatch):
    fcntl = pytest.importorskip("fcntl", reason="The test holds the table as a Unix program would.")
    keep(SAID, table)
    monkeypatch.setattr(store, "_PATIENCE", 0.1)
    with table.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(RefusedError, match="closed"):
            keep(replace(SAID, seq=2), table)


def test_a_row_that_a_power_cut_left_unfinished_costs_only_itself(table):
    keep(SAID, table)
    with table.open("ab") as file:
        file.write(b'"2026-11-22T14:05:33Z","cut","1","","Half a sen')
    keep(replace(SAID, seq=2), table)
    assert [(row["client"], row["seq"]) for row in rows(table)] == [("abc", "1"), ("cut", "1"), ("abc", "2")]


def test_a_table_that_has_grown_too_big_takes_no_more(table, monkeypatch):
    keep(SAID, table)
    monkeypatch.setattr(store, "_BIGGEST", 10)
    with pytest.raises(RefusedError, match="full"):
        keep(replace(SAID, seq=2), table)


def test_what_a_spreadsheet_would_take_for_a_formula_is_made_harmless(table):
    keep(replace(SAID, helped="=1+1"), table)
    assert rows(table)[0]["helped"] == "'=1+1"


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_is_written_comes_back(tmp_path_factory, helped, ideas):
    table = tmp_path_factory.mktemp("feedback") / "feedback.csv"
    said = read_message(message(helped=helped, ideas=ideas, useful="some"))
    keep(said, table)
    kept = list(csv.reader(io.StringIO(table.read_text(encoding="utf-8-sig"), newline="")))
    assert len(kept) == 2
    assert [cell.removeprefix("'") for cell in kept[1][4:]] == [
        text.removeprefix("'") for text in (said.helped, said.ideas)
    ]
    assert "\0" not in said.helped + said.ideas


def test_signs_that_nobody_can_see_and_broken_ones_are_left_out():
    said = read_message(message(helped="A\0B\x07C\r\nD\ud800", ideas=" x "))
    assert (said.helped, said.ideas) == ("ABC\nD?", "x")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"helped": "x" * (LIMIT + 1)}, "long"),
        ({"helped": "\0 \n"}, "empty"),
        ({"helped": None}, "unreadable"),
        ({"ideas": 7}, "unreadable"),
        ({"useful": "enormously"}, "unreadable"),
        ({"useful": ["very"]}, "unreadable"),
        ({"seq": -1}, "unreadable"),
        ({"seq": True}, "unreadable"),
        ({"seq": "1"}, "unreadable"),
        ({"client": "=cmd"}, "unreadable"),
        ({"client": "x" * 65}, "unreadable"),
        ({"client": ""}, "unreadable"),
    ],
    ids=str,
)
def test_a_message_that_does_not_fit_is_refused(changes, reason):
    with pytest.raises(RefusedError, match=reason):
        read_message(message(**changes))


def test_a_text_at_the_limit_is_kept():
    assert len(read_message(message(helped="x" * LIMIT)).helped) == LIMIT


def test_one_answer_is_enough():
    assert read_message(message(helped="", useful="little")).useful == "little"


def test_the_table_is_where_the_environment_says(monkeypatch):
    monkeypatch.setenv("WORKBOOK_FEEDBACK", "/somewhere/said.csv")
    assert feedback_file() == Path("/somewhere/said.csv")


def test_the_table_is_in_the_user_s_data_folder_where_nothing_is_said(monkeypatch):
    monkeypatch.delenv("WORKBOOK_FEEDBACK", raising=False)
    assert feedback_file().parts[-2:] == ("workbook", "feedback.csv")
