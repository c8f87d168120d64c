"""Which database commands use if none is named: that of the nearest course."""

from pathlib import Path

import pytest

from workbook.cli.branding import unnamed
from workbook.cli.main import main
from workbook.cli.storage.records import database_here
from workbook.content import load

ROOT = Path(__file__).parents[3]


@pytest.fixture
def account(tmp_path, monkeypatch):
    """An account's own data folder, and no database that is named."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    for name in ("WORKBOOK_DATABASE", "WORKBOOK_DATABASE_FILE", "WORKBOOK_DATA"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "own" / "workbook"


def new_course(folder):
    with pytest.raises(SystemExit) as ended:
        main(["new", str(folder)])
    assert ended.value.code == 0
    return load(folder / "data").facts()["identifier"]


def test_two_courses_of_one_account_have_two_databases(account, tmp_path, monkeypatch):
    files = {}
    for name in ("one", "other"):
        monkeypatch.chdir(ROOT)
        identifier = new_course(tmp_path / name)
        monkeypatch.chdir(tmp_path / name)
        files[name] = database_here(None)
        assert files[name] == str(account / f"records-{identifier}.sqlite")
        monkeypatch.setenv("WORKBOOK_DATA", str(tmp_path / name / "data"))
        monkeypatch.chdir(tmp_path)
        assert database_here(None) == files[name], "the folder of the tables says which course it is, too"
        monkeypatch.delenv("WORKBOOK_DATA")
    assert files["one"] != files["other"]


def test_the_workbook_s_own_course_keeps_its_database(account):
    assert database_here(None) == str(account / "records.sqlite")


def test_a_database_that_is_named_is_taken(account):
    assert database_here("postgresql://host/name") == "postgresql://host/name"
    assert not account.exists()


@pytest.mark.usefixtures("account")
def test_a_server_says_at_its_start_that_a_course_has_no_identifier(tmp_path):
    new_course(tmp_path / "course")
    data = tmp_path / "course" / "data"
    assert unnamed(data) == ()
    table = data / "course.csv"
    rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(row for row in rows if not row.startswith("identifier,")), encoding="utf-8")
    (said,) = unnamed(data)
    assert "Run `workbook check`" in said
