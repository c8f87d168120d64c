"""The database's address can come from a file, as containers pass secrets."""

import pytest
from click.testing import CliRunner

from workbook.cli.main import cli
from workbook.record.store import Store


@pytest.fixture
def stats(monkeypatch):
    """Ask for the figures of the database that a file names: `stats(file)`."""

    def ask(file, *arguments):
        monkeypatch.delenv("WORKBOOK_DATABASE", raising=False)
        monkeypatch.setenv("WORKBOOK_DATABASE_FILE", str(file))
        return CliRunner().invoke(cli, ["records", "stats", *arguments])

    return ask


def test_the_address_is_read_from_the_file_that_is_named(stats, tmp_path):
    database, file = tmp_path / "records.sqlite", tmp_path / "address"
    Store(database).prepare()
    file.write_text(f"{database}\n", encoding="utf-8")
    done = stats(file)
    assert (done.exit_code, f"Database: {database}" in done.output) == (0, True), done.output
    other = tmp_path / "other.sqlite"
    Store(other).prepare()
    assert f"Database: {other}" in stats(file, "--database", str(other)).output


def test_a_file_that_can_t_be_read_is_said_and_nothing_is_made_elsewhere(stats, tmp_path):
    done = stats(tmp_path / "missing")
    assert done.exit_code == 1
    assert "Check WORKBOOK_DATABASE_FILE." in done.output
