"""What the commands for the database as a whole say. What they do is tested in tests/database."""

import pytest

from database.earlier_databases import make_earlier
from database.tables import set_version
from workbook.cli import main
from workbook.database.steps import EARLIER, OURS
from workbook.database.store import Database

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
