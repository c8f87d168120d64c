"""The content of a running program: as it was last read successfully, without waiting."""

import shutil
import threading

import pytest

from timeouts import wait_until
from workbook.content import ContentError, Latest, latest, load
from workbook.content.latest import load_in_worker


@pytest.fixture
def now():
    return [0.0]


def test_what_is_read_in_another_process_is_the_same(small):
    assert load_in_worker(small.data) == load(small.data)


def test_a_changed_table_is_seen_without_anybody_waiting_for_it(small, monkeypatch):
    is_read = threading.Event()
    before = Latest(small.data)
    assert before.facts() == load(small.data).facts()
    monkeypatch.setattr(latest, "load_in_worker", lambda *_: is_read.wait() and load(small.data))
    small.edit("course", 2, text="Another name")
    assert before.facts() != load(small.data).facts()
    is_read.set()
    wait_until(lambda: before.facts() == load(small.data).facts())


def test_tables_that_break_leave_the_content_as_it_was_and_are_named_once(small, caplog, now):
    read = Latest(small.data, clock=lambda: now[0])
    facts = read.facts()
    kept = small.text("glossary")
    small.put("glossary.csv", "no table")
    for _ in range(2):
        with pytest.raises(ContentError, match=r"glossary\.csv, row 1"):
            read.check()
        assert read.facts() == facts
        now[0] += 3600  # it is read again after a while, even where nothing has changed
    assert len([one for one in caplog.messages if "glossary.csv" in one]) == 1
    small.put("glossary.csv", kept)
    read.check()


def test_where_reading_dies_the_content_stays_and_it_is_said(small, caplog, monkeypatch):
    read = Latest(small.data)
    facts = read.facts()
    monkeypatch.setattr(latest, "_BOUNDS", latest.Bounds(memory_mib=1))
    small.put("glossary.csv", "no table")
    with pytest.raises(ContentError, match="can't be read"):
        read.check()
    assert read.facts() == facts
    assert "Pages and workshops continue with the previous content." in caplog.text


def test_a_language_that_has_not_been_read_yet_is_english(small):
    shutil.copytree(small.data, small.data / "ga", ignore=shutil.ignore_patterns("ga"))
    read = Latest(small.data)
    assert read.facts("ga") == read.facts()
    assert Latest(small.data, ("ga",)).facts("ga") == load(small.data, "ga").facts()
