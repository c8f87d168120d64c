import csv
import logging
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from usage.sent import sent
from workbook.usage import feedback as place
from workbook.usage.box import said
from workbook.usage.feedback import RefusedError, feedback_file, keep

DAYS = {datetime.now(UTC).date(), date.today()}


def test_a_message_goes_into_the_database_that_the_server_names(store):
    keep(sent(), {"WORKBOOK_USAGE": store.address})
    (kept,) = said(store)
    assert kept.text == "It helped."
    assert kept.day in DAYS


def test_a_table_that_the_publisher_names_takes_the_place_of_the_database(store, tmp_path):
    file = tmp_path / "feedback.csv"
    keep(sent(), {"WORKBOOK_USAGE": store.address, "WORKBOOK_FEEDBACK": str(file)})
    with file.open(encoding="utf-8-sig", newline="") as table:
        assert [row["text"] for row in csv.DictReader(table)] == ["It helped."]
    assert said(store) == []


def test_where_nobody_collects_feedback_it_is_refused():
    with pytest.raises(RefusedError, match="off"):
        keep(sent(), {})


def test_a_database_that_cannot_be_used_refuses_without_a_word_of_it(tmp_path, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    (tmp_path / "records.sqlite").write_text("no database", encoding="utf-8")
    for address in (tmp_path / "none.sqlite", tmp_path / "records.sqlite"):
        with pytest.raises(RefusedError, match="closed"):
            keep(sent(text="A secret of mine."), {"WORKBOOK_USAGE": str(address)})
    assert "secret" not in caplog.text
    assert capfd.readouterr() == ("", "")


def test_a_database_that_somebody_holds_is_refused_before_the_form_gives_up(store, monkeypatch):
    monkeypatch.setattr(place, "_PATIENCE_S", 0.1)
    with store.connection(write=True) as connection:
        connection.exec_driver_sql("DELETE FROM usage_feedback")
        if store.file is None:
            connection.exec_driver_sql("LOCK TABLE usage_feedback")
        with pytest.raises(RefusedError, match="closed"):
            keep(sent(), {"WORKBOOK_USAGE": store.address})


def test_the_table_is_where_the_environment_says_and_nowhere_else():
    assert feedback_file({"WORKBOOK_FEEDBACK": "/somewhere/said.csv"}) == Path("/somewhere/said.csv")
    assert feedback_file({"WORKBOOK_FEEDBACK": " "}) is None
    assert feedback_file({}) is None
