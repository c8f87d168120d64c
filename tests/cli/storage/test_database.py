"""What the commands for the whole database print. tests/database tests what they do."""

import re
from datetime import UTC, datetime

import pytest

from database.earlier_databases import make_earlier
from database.tables import set_version
from record.planting import plant, record
from workbook.cli.main import main
from workbook.database.steps import EARLIER, OURS
from workbook.database.store import Database
from workbook.record.store import Store
from workbook.workshop.storage.store import WorkshopStore
from workshop.rooms import Room

NEWEST = OURS.known[-1]


@pytest.fixture
def database(tmp_path, monkeypatch):
    """The file of the database that the commands are about, which is not there yet."""
    monkeypatch.setenv("WORKBOOK_DATABASE", str(tmp_path / "workbook.sqlite"))
    return tmp_path / "workbook.sqlite"


@pytest.fixture
def run(capsys):
    """Run a command: its exit code, and what it said on both outputs."""

    def run_it(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return ended.value.code, told.out, told.err

    return run_it


def test_upgrade_says_from_which_version_to_which_and_does_it_unless_it_is_a_dry_run(run, database):
    with Database(database) as store:
        make_earlier(store, record="0001", usage="0001")
    for options, said in (
        (["--dry-run"], f"would be brought from version {EARLIER} to {NEWEST}."),
        ([], f"was brought from version {EARLIER} to {NEWEST}."),
        ([], f"is at version {NEWEST} already."),
    ):
        assert run("upgrade", *options) == (0, f"The database {database} {said}\n", "")


def test_upgrade_makes_the_tables_where_there_are_none(run, database):
    assert run("upgrade")[0] == 1
    database.touch()
    for options, said in (
        (["--dry-run"], f"has no tables yet, and would get those of version {NEWEST}."),
        ([], f"had no tables, and has those of version {NEWEST}."),
    ):
        assert run("upgrade", *options) == (0, f"The database {database} {said}\n", "")


def test_upgrade_leaves_what_a_newer_workbook_made(run, database):
    with Database(database) as store:
        store.prepare()
        set_version(store, "9999")
    code, said, wrong = run("upgrade")
    assert (code, said, len(wrong.splitlines())) == (1, "", 1)
    assert "made by a newer version of the workbook. Install that version, and try again." in wrong


WHAT = "2 records, 3 entries, 0 trainers, 1 workshop, 0 messages of feedback and 0 counts of use"


@pytest.fixture
def filled(database):
    """The database, with two records and a workshop."""
    with Store(database) as store:
        store.prepare()
        plant(store, (record(1), 2), (record(2), 1))
    with WorkshopStore(database) as store:
        Room(store)
    return database


def test_backup_and_restore_say_what_they_copied_and_when_it_was_so(run, filled, tmp_path):
    copy, other = tmp_path / "copy.sqlite", tmp_path / "other.sqlite"
    said = f"Copied {WHAT} to {copy}, and read them back.\n"
    assert run("backup", copy) == (0, said, "")
    for options in (("--database", other), ("--replace",)):
        code, said, wrong = run("restore", copy, *options)
        assert (code, wrong) == (0, "")
        first, second = said.splitlines()
        where = other if "--database" in options else filled
        found = re.fullmatch(rf"Put {WHAT} into {where}, as they were on (\S+) at (\S+) UTC\.", first)
        made = datetime.fromisoformat(f"{found[1]}T{found[2]}:00+00:00")
        assert 0 <= (datetime.now(UTC) - made).total_seconds() < 200
        assert second == "Servers can go on. Trainers sign in again; workshops that were running have ended."


def test_a_restore_over_what_is_there_says_how_to_do_it(run, filled, tmp_path):
    run("backup", tmp_path / "copy.sqlite")
    code, said, wrong = run("restore", tmp_path / "copy.sqlite")
    assert (code, said, len(wrong.splitlines())) == (1, "", 1)
    assert f"{filled} is not empty." in wrong
    assert "--replace" in wrong


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["backup", "/nowhere/copy.sqlite"], "There is no folder /nowhere."),
        (["backup", __file__], f"{__file__} exists already. Give the name of a new file."),
        (
            ["backup", "copy.sqlite", "--database", "/nowhere/a.sqlite"],
            "There is no database at /nowhere/a.sqlite",
        ),
        (["restore", "/nowhere/copy.sqlite"], "There is no file /nowhere/copy.sqlite."),
        (["restore", "--replace", "/"], "/ is a folder. Give the file of a backup."),
        (["restore", __file__], f"{__file__} is not a backup, or is damaged. Give another file."),
        (["upgrade", "--database", "/nowhere/a.sqlite"], "There is no database at /nowhere/a.sqlite"),
    ],
)
@pytest.mark.usefixtures("filled")
def test_what_is_wrong_is_told_in_one_line(run, arguments, said):
    code, told, wrong = run(*arguments)
    assert (code, told, len(wrong.splitlines())) == (1, "", 1)
    assert said in wrong
