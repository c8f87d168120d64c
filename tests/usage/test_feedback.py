import csv
import logging
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from usage.sent import sent
from workbook.usage import feedback as place
from workbook.usage.feedback import RefusedError, feedback_file, keep, keep_here, service
from workbook.usage.feedback_rows import messages

DAYS = {datetime.now(UTC).date(), date.today()}


def test_a_message_goes_into_the_database_that_the_server_names(store):
    keep_here(sent(), store.address, None)
    (kept,) = messages(store)
    assert kept.text == "It helped."
    assert kept.day in DAYS


def test_a_table_that_the_publisher_names_takes_the_place_of_the_database(store, tmp_path):
    file = tmp_path / "feedback.csv"
    keep_here(sent(), store.address, file)
    with file.open(encoding="utf-8-sig", newline="") as table:
        assert [row["text"] for row in csv.DictReader(table)] == ["It helped."]
    assert messages(store) == []


def test_a_table_that_the_environment_names_takes_it_where_there_is_no_server(tmp_path):
    file = tmp_path / "feedback.csv"
    keep(sent(), {"WORKBOOK_FEEDBACK": str(file)})
    assert "It helped." in file.read_text(encoding="utf-8-sig")


def test_a_kernel_s_message_is_kept_by_its_server_once(store, served):
    with served({"feedback": service(store.address, None)}) as environment:
        keep(sent(), environment)
        keep(sent(), environment)
        with pytest.raises(RefusedError, match="empty"):
            keep(sent(text="", useful=""), environment)
    assert [kept.text for kept in messages(store)] == ["It helped."]
    with pytest.raises(RefusedError, match="closed"):
        keep(sent(), environment)


def test_where_nobody_collects_feedback_it_is_refused():
    with pytest.raises(RefusedError, match="off"):
        keep(sent(), {})


def test_a_database_that_cannot_be_used_refuses_without_a_word_of_it(tmp_path, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    (tmp_path / "records.sqlite").write_text("no database", encoding="utf-8")
    for address in (tmp_path / "none.sqlite", tmp_path / "records.sqlite"):
        with pytest.raises(RefusedError, match="closed"):
            keep_here(sent(text="A secret of mine."), str(address), None)
    assert "secret" not in caplog.text
    assert capfd.readouterr() == ("", "")


def test_a_database_that_somebody_holds_is_refused_before_the_form_gives_up(store, monkeypatch):
    monkeypatch.setattr(place, "_PATIENCE_S", 0.1)
    with store.connection(write=True) as connection:
        connection.exec_driver_sql("DELETE FROM usage_feedback")
        if store.file is None:
            connection.exec_driver_sql("LOCK TABLE usage_feedback")
        with pytest.raises(RefusedError, match="closed"):
            keep_here(sent(), store.address, None)


def test_the_table_is_where_the_environment_says_and_nowhere_else():
    assert feedback_file({"WORKBOOK_FEEDBACK": "/somewhere/said.csv"}) == Path("/somewhere/said.csv")
    assert feedback_file({"WORKBOOK_FEEDBACK": " "}) is None
    assert feedback_file({}) is None
