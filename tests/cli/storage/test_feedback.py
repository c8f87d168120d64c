"""What `workbook feedback`, `workbook usage` and `workbook serve` print about feedback and counts."""

import csv
import os
import stat
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from browser.server import DATA
from commands import refused
from usage.sent import sent
from widget_host.settings import Settings
from workbook.cli import shared
from workbook.cli.storage.usage import with_usage
from workbook.usage.counts import add
from workbook.usage.feedback_rows import messages, put
from workbook.usage.message import read_message
from workbook.usage.store import UsageStore
from workbook.usage.tally import Counts

DAY = date(2026, 11, 23)
SETTINGS = Settings(Path("n"), DATA)


@pytest.fixture
def store(tmp_path):
    with UsageStore(tmp_path / "records.sqlite") as made:
        made.prepare()
        yield made


@pytest.fixture
def workbook(run_here, store, monkeypatch):
    """Run a command over the store, in a window 100 signs wide."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("WORKBOOK_FEEDBACK", raising=False)
    return lambda *arguments, **env: run_here(*arguments, WORKBOOK_DATABASE=store.address, **env)


def keep(store, *texts, day=DAY, **changes):
    for number, text in enumerate(texts):
        put(store, read_message(sent(hash((text, day)) % 2**64 + number, text=text, **changes)), day)


def test_feedback_is_a_table_whose_long_texts_are_wrapped(workbook, store):
    keep(store, "Short.\nTwo lines.", "word " * 30, kind="idea")
    lines = workbook("feedback").stdout.splitlines()
    assert lines[0].split() == ["No.", "Day", "Kind", "Page", "Useful", "Text"]
    assert lines[1].split() == ["1", "2026-11-23", "idea", "standard-5", "very", "Short."]
    assert lines[2].strip() == "Two lines."
    assert lines[2].index("T") == lines[1].index("Short.") == lines[0].index("Text")
    assert len(lines) > 5
    assert max(map(len, lines)) <= 100


def test_what_somebody_wrote_can_do_nothing_to_the_terminal(workbook, store):
    with store.connection(write=True) as connection:
        row = "INSERT INTO usage_feedback (message, day, kind, page, useful, text) VALUES (?, ?, ?, ?, ?, ?)"
        text = "a\x1b[2J\x9b31m\x07b\u202ec\r"
        connection.exec_driver_sql(row, (b"m", "2026-11-23", "idea\x1b", "p\x00", "", text))
    told = workbook("feedback").stdout
    assert not set(told) & set("\x1b\x9b\x07\u202e\r\x00")
    assert "a\ufffd[2J\ufffd31m\ufffdb\ufffdc" in told


def test_a_terminal_without_a_sign_gets_another_in_its_place(monkeypatch):
    class Old:
        encoding = "ascii"

    monkeypatch.setattr(shared.sys, "stdout", Old())
    assert shared.plain("Slán 🙂") == "Sl?n ?"


def test_feedback_can_be_narrowed_by_day_and_page(workbook, store):
    keep(store, "old", day=date(2026, 1, 1))
    keep(store, "new")
    keep(store, "elsewhere", page="start")
    assert [line.split()[-1] for line in workbook("feedback", "--since", DAY).stdout.splitlines()[1:]] == [
        "new",
        "elsewhere",
    ]
    (line,) = workbook("feedback", "--page", "start").stdout.splitlines()[1:]
    assert line.endswith("elsewhere")
    assert workbook("feedback", "--page", "none").stdout == "There is no such feedback.\n"


def test_without_feedback_it_says_so_and_where_else_it_goes(workbook):
    done = workbook("feedback", WORKBOOK_FEEDBACK="/somewhere/said.csv")
    assert done.stdout == "There is no feedback.\n"
    assert done.stderr == "What is sent now goes into /somewhere/said.csv, as WORKBOOK_FEEDBACK says.\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\uff1d"])
def test_a_table_for_a_spreadsheet_holds_no_formula(workbook, store, tmp_path, start):
    with store.connection(write=True) as connection:
        row = "INSERT INTO usage_feedback (message, day, kind, page, useful, text) VALUES (?, ?, ?, ?, ?, ?)"
        connection.exec_driver_sql(row, (b"m", "2026-11-23", "idea", "start", "", f'{start}1+1,"é"\nmore'))
    file = tmp_path / "said.csv"
    assert workbook("feedback", "--csv", file).stdout == f"Wrote 1 message to {file}.\n"
    assert file.read_bytes().startswith("\ufeff".encode())
    with file.open(encoding="utf-8-sig", newline="") as opened:
        heads, one = csv.reader(opened)
    assert heads == ["number", "day", "kind", "page", "useful", "text"]
    assert one == ["1", "2026-11-23", "idea", "start", "", f'\'{start}1+1,"é"\nmore']
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_that_is_there_is_not_written_over(workbook, tmp_path):
    file = tmp_path / "said.csv"
    file.write_text("mine", encoding="utf-8")
    refused(workbook("feedback", "--csv", file), 1, "is there already. Give a new name")
    assert file.read_text(encoding="utf-8") == "mine"
    refused(workbook("usage", "--csv", tmp_path / "no" / "such.csv"), 1, "can't be written: no such file")


def test_messages_are_deleted_by_number_all_or_none(workbook, store):
    keep(store, "one", "two", "three")
    refused(
        workbook("feedback", "delete", 2, 9, 7), 1, "Nothing was deleted: there is no message 7, 9.", "shows"
    )
    assert workbook("feedback", "delete", 1, 3, 3).stdout == "Deleted 2 messages.\n"
    assert [one.text for one in messages(store)] == ["two"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["feedback", "--since", "yesterday"], 2, "'yesterday' is not a day. Give one like 2026-11-23."),
        (["usage", "--since", "2026-13-01"], 2, "is not a day"),
        (["usage", "--since", "9999-12-31"], 2, "is not a day"),
        (["feedback", "--since", "0001-01-01"], 2, "is not a day"),
        (["feedback", "delete", "x"], 2, "'x' is not a valid integer"),
        (["feedback", "delete"], 2, "NUMBERS"),
    ],
)
def test_what_is_not_understood_is_told_in_one_line(workbook, arguments, code, words):
    refused(workbook(*arguments), code, words)


def test_a_database_without_the_tables_is_told_with_what_to_do(run_here, tmp_path):
    empty = tmp_path / "empty.sqlite"
    empty.touch()
    for command in ("feedback", "usage"):
        refused(run_here(command, WORKBOOK_DATABASE=str(empty)), 1, "Run `workbook upgrade` to make them.")


def test_usage_shows_visits_by_day_and_finished_standards_by_week(workbook, store):
    today = datetime.now(UTC).date()
    weeks = {(date(2026, 1, 5), "standard-5"): 7, (date(2026, 1, 12), "standard-5"): 2}
    visits = {(today, "standard-5"): 12, (date(2026, 1, 6), "start"): 3}
    add(store, Counts(Counter(visits), Counter(weeks)))
    told = workbook("usage", "--since", "2026-01-01").stdout
    lines = [line.split("  ")[0] + "|" + line.split()[-1] for line in told.splitlines() if line]
    for line in (
        "2026-01-06|3",
        f"{today}|12",
        "week, 2026-01-05 to 2026-01-11|7",
        "other weeks, 2026-01-05 to 2026-02-01|4",
    ):
        assert line in lines
    usual = workbook("usage").stdout
    assert f"Since {today - timedelta(30)}." in usual
    assert "2026-01-06" not in usual


def test_usage_goes_into_a_table_whole(workbook, store, tmp_path):
    add(store, Counts(Counter({(date(2026, 1, 6), "start"): 3}), Counter({(date(2026, 1, 5), "s"): 7})))
    file = tmp_path / "usage.csv"
    assert workbook("usage", "--csv", file).stdout == f"Wrote 2 rows to {file}.\n"
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = [tuple(row.values()) for row in csv.DictReader(opened)]
    assert rows == [
        ("visits", "2026-01-06", "2026-01-06", "start", "3"),
        ("finished, week", "2026-01-05", "2026-01-11", "s", "7"),
    ]


# What `workbook serve` does with them


def test_a_server_keeps_feedback_and_counts_in_its_database(tmp_path, monkeypatch):
    monkeypatch.delenv("WORKBOOK_FEEDBACK", raising=False)
    file = str(tmp_path / "records.sqlite")
    settings, told = with_usage(replace(SETTINGS, kernel_env={"A": "b"}), file, DATA, counts=True)
    assert (settings.kernel_env, set(settings.services)) == ({"A": "b", "WORKBOOK_COUNTS": "1"}, {"feedback"})
    assert told == (
        "Feedback is kept: `workbook feedback`. Use is counted, without persons: `workbook usage`."
    )
    opened = settings.more_routes("/learn/", 0)
    assert [rule[0] for rule in opened.rules] == ["/learn/workbook/finished"]
    assert "standard-5" in opened.rules[0][2]["extension"].standards
    settings.visited("start", {"User-Agent": "Firefox"})


def test_a_server_that_counts_nothing_hears_of_no_visit_and_has_no_address_for_it(tmp_path, monkeypatch):
    monkeypatch.delenv("WORKBOOK_FEEDBACK", raising=False)
    file = str(tmp_path / "records.sqlite")
    settings, told = with_usage(SETTINGS, file, DATA, counts=False)
    assert told == "Feedback is kept: `workbook feedback`. Nothing is counted."
    assert (settings.kernel_env, set(settings.services)) == ({}, {"feedback"})
    assert (settings.more_routes, settings.visited) == (None, None)


def test_a_table_of_the_publishers_needs_no_database(monkeypatch):
    monkeypatch.setenv("WORKBOOK_FEEDBACK", "/somewhere/said.csv")
    settings, told = with_usage(SETTINGS, "/dev/null/none.sqlite", DATA, counts=False)
    assert told == "Feedback is kept in /somewhere/said.csv. Nothing is counted."
    assert set(settings.services) == {"feedback"}
    assert replace(settings, services={}) == SETTINGS
