"""`workbook trainer` and `workbook workshops`: who may run workshops, and what is stored about them."""

import os
import pty
import select
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click
import pytest

from database.tables import set_version
from workbook.cli.main import main
from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage import trainers
from workbook.workshop.storage.store import WorkshopStore
from workshop.rooms import Room

PASSPHRASE = "correct horse battery"
PACKAGE = Path(__file__).parents[3] / "widgets"


@pytest.fixture
def database(tmp_path):
    return tmp_path / "workshops.sqlite"


@pytest.fixture
def store(database):
    with WorkshopStore(database) as made:
        made.prepare()
        yield made


@pytest.fixture
def run(capsys, database):
    """Run a command over the database, and return its code and what it said."""

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([*map(str, arguments), "--database", str(database)])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return run


@pytest.fixture
def add(run, tmp_path):
    """Set up a trainer with a passphrase from a file."""

    def add(name, passphrase=PASSPHRASE):
        file = tmp_path / "passphrase"
        file.write_bytes(passphrase.encode() if isinstance(passphrase, str) else passphrase)
        return run("trainer", "add", name, "--passphrase-file", file)

    return add


def signs_in(store, name, passphrase=PASSPHRASE):
    try:
        return bool(trainers.sign_in(store, name, passphrase, "192.0.2.1", datetime.now(UTC)))
    except WorkshopError as problem:
        return problem.reason


# Trainers


def test_a_trainer_is_set_up_in_a_database_that_is_made_for_it(add, database):
    code, said, wrong = add("Aoife Quinn")
    assert (code, wrong) == (0, "")
    assert (
        said == f"Aoife Quinn can run workshops now, with the name and the passphrase. Kept in {database}.\n"
    )
    with WorkshopStore(database) as store:
        assert signs_in(store, "aoife quinn") is True


@pytest.mark.parametrize("passphrase", [f"{PASSPHRASE}\n", f"{PASSPHRASE}\r\nmore\n", f"\ufeff{PASSPHRASE}"])
def test_a_passphrase_file_s_first_line_is_the_passphrase(add, store, passphrase):
    assert add("Ann", passphrase)[0] == 0
    assert signs_in(store, "Ann") is True


def test_a_trainer_who_is_there_gets_the_new_passphrase(add, store):
    add("Ann")
    code, said, _ = add("ann", "another horse battery")
    assert (code, said) == (0, "Ann has a new passphrase, and is signed out everywhere.\n")
    assert signs_in(store, "Ann") == "password"
    assert signs_in(store, "Ann", "another horse battery") is True


@pytest.mark.parametrize(
    ("passphrase", "told"),
    [
        ("short", "The passphrase is too short: it has 5 characters. Use at least 12: four words, say."),
        ("", "The passphrase is too short: it has 0 characters."),
        ("x" * 201, "The passphrase is too long: it has 201 characters. Use at most 200."),
        (b"\xff\xfe\xfa" * 9, "holds no text. Save the passphrase as UTF-8."),
    ],
)
def test_a_passphrase_that_can_t_be_one_is_told_in_one_line_and_not_repeated(add, store, passphrase, told):
    code, said, wrong = add("Ann", passphrase)
    assert (code, said, len(wrong.splitlines())) == (1, "", 1)
    assert told in wrong
    assert "short" not in wrong.replace("too short", "")
    assert trainers.names(store) == []


def test_a_passphrase_file_that_is_not_there_is_told_in_one_line(run, tmp_path):
    code, _, wrong = run("trainer", "add", "Ann", "--passphrase-file", tmp_path / "none")
    assert (code, len(wrong.splitlines())) == (1, 1)
    assert "can't be read" in wrong


def test_without_anybody_to_ask_it_says_how_to_give_the_passphrase(run, monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    code, _, wrong = run("trainer", "add", "Ann")
    assert code == 1
    assert "--passphrase-file" in wrong


def test_the_rules_of_a_passphrase_are_told_before_it_is_asked_for(run, monkeypatch, capsys):
    told = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: told.append(capsys.readouterr().out) or PASSPHRASE)
    assert run("trainer", "add", "Ann")[0] == 0
    assert "12 to 200 characters" in told[0]


def heard(controller, *ends):
    """What a terminal shows until it ends with one of the texts."""
    shown, until = "", time.monotonic() + 60
    while not shown.endswith(ends):
        assert select.select([controller], [], [], until - time.monotonic())[0], f"nothing after {shown!r}"
        shown += os.read(controller, 1000).decode()
    return shown


def asked(database, *lines):
    """Set up Ann at a terminal; type the lines, and return the code and all that the terminal showed."""
    controller, terminal = pty.openpty()
    command = [sys.executable, "-m", "workbook", "trainer", "add", "Ann", "--database", str(database)]
    env = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    with subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, env=env, start_new_session=True
    ) as running:
        os.close(terminal)
        shown = ""
        for line in lines:
            # Whoever asks switches the echo off first, and throws away what was typed before.
            shown += heard(controller, "Passphrase: ", "The same again: ")
            os.write(controller, f"{line}\n".encode())
        try:
            while more := os.read(controller, 1000):
                shown += more.decode()
        except OSError:
            pass  # the terminal's other end is closed
        os.close(controller)
        return running.wait(30), shown


def test_the_passphrase_is_asked_for_twice_and_never_shown(database):
    code, shown = asked(database, PASSPHRASE, PASSPHRASE)
    assert code == 0, shown
    assert "Passphrase: " in shown
    assert "The same again: " in shown
    assert "horse" not in shown
    with WorkshopStore(database) as store:
        assert signs_in(store, "Ann") is True


def test_two_passphrases_that_differ_are_asked_for_again(database):
    code, shown = asked(database, PASSPHRASE, "a slip of the hand", PASSPHRASE, PASSPHRASE)
    assert code == 0, shown
    assert "do not match" in shown
    assert "slip" not in shown


def test_trainers_are_listed_with_the_day_and_nothing_else(add, run):
    add("Bob")
    add("Ann")
    today = date.today().isoformat()
    assert run("trainer", "list") == (0, f"Ann, since {today}\nBob, since {today}\n", "")


@pytest.mark.usefixtures("store")
def test_where_nobody_is_set_up_it_says_how_to(run):
    assert run("trainer", "list")[1] == "No trainer is set up yet: `workbook trainer add NAME`.\n"


def test_a_trainer_is_removed_and_can_t_sign_in(add, run, store):
    add("Ann")
    add("Bob")
    code, said, _ = run("trainer", "remove", "ANN")
    assert (code, said) == (0, "ANN can't run workshops any more, and is signed out everywhere.\n")
    assert [name for name, _ in trainers.names(store)] == ["Bob"]
    assert signs_in(store, "Ann") == "password"


@pytest.mark.usefixtures("store")
def test_to_remove_nobody_is_told_in_one_line(run):
    code, _, wrong = run("trainer", "remove", "Nobody")
    assert (code, wrong) == (
        1,
        "workbook: There is no trainer of this name. See `workbook trainer list`.\n",
    )


# Workshops


def test_workshops_are_counted_and_nothing_of_them_is_shown(run, store, database):
    rooms = [Room(store) for _ in range(3)]
    rooms[0].do("end")
    code, said, _ = run("workshops", "list")
    assert code == 0
    assert said.splitlines() == [
        f"Database: {database}",
        "Workshops that are running: 2",
        "Workshops that have ended: 1",
        "Trainers: 0",
    ]


def ended(store, days):
    """A workshop that ended so many days ago."""
    room = Room(store)
    room.do("end", now=datetime.now(UTC) - timedelta(days=days))
    return room


def test_workshops_expire_ninety_days_after_their_end(run, store):
    ended(store, 91)
    kept = ended(store, 89)
    assert run("workshops", "expire")[1] == "Deleted 1 workshop that was over more than 90 days ago.\n"
    assert kept.snapshot().ended
    assert (
        run("workshops", "expire", "--days", 30)[1]
        == "Deleted 1 workshop that was over more than 30 days ago.\n"
    )
    assert (
        run("workshops", "expire", "--days", 1)[1]
        == "Deleted 0 workshops that were over more than 1 day ago.\n"
    )


def test_with_0_days_none_expires(run, store):
    kept = ended(store, 400)
    said = "Workshops are kept until their trainers delete them. None was deleted.\n"
    assert run("workshops", "expire", "--days", 0) == (0, said, "")
    assert kept.snapshot().ended


@pytest.mark.parametrize("days", ["-1", "many", "3651"])
def test_a_number_of_days_that_is_none_is_told(run, days):
    code, _, wrong = run("workshops", "expire", "--days", days)
    assert code == 2
    assert f"'{days}' is not a number of days. Give a number from 0 to 3650." in wrong


def test_a_database_without_workshops_is_told_with_what_to_do(run, database):
    code, _, wrong = run("workshops", "list")
    assert code == 1
    assert database.name in wrong
    database.touch()
    assert "Run `workbook upgrade` to make them." in run("workshops", "list")[2]


@pytest.mark.parametrize(
    "command",
    [("trainer", "list"), ("trainer", "remove", "Ann"), ("workshops", "list"), ("workshops", "expire")],
)
def test_what_a_newer_workbook_made_is_left_alone_and_told_in_one_line(run, store, command):
    set_version(store, "9999")
    code, said, wrong = run(*command)
    assert (code, said, len(wrong.splitlines())) == (1, "", 1)
    assert "newer version of the workbook" in wrong


def test_a_database_s_password_is_never_shown(capsys):
    with pytest.raises(SystemExit):
        main(["trainer", "list", "--database", "postgresql://me:secret@/name?host=/nowhere"])
    wrong = capsys.readouterr().err
    assert "secret" not in wrong
    assert len(wrong.splitlines()) == 1
