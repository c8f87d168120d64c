import os
import signal
import socket
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from commands import refused
from database.earlier_databases import make_earlier
from database.tables import set_version
from record.planting import plant, record
from timeouts import scaled
from workbook.record.admin import stats
from workbook.record.store import Store

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "tests" / "browser" / "notebooks"
DATA = ROOT / "data"


def test_the_package_can_be_run_as_a_program():
    command = [sys.executable, "-m", "workbook", "--help"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "widgets")}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert {"serve", "lab", "check", "records"} <= set(done.stdout.split())


def test_help_names_the_commands_and_their_options(run_here):
    assert {"serve", "lab", "check", "records"} <= set(run_here("--help").stdout.split())
    options = run_here("serve", "--help").stdout
    for option in ("--host", "--port", "--base-url", "--data", "--notebooks", "--allow-host", "--no-browser"):
        assert option in options
    for option in ("--database", "--no-recovery-codes", "--keep-records"):
        assert option in options
    assert {"stats", "expire"} <= set(run_here("records", "--help").stdout.split())


@pytest.mark.parametrize("group", [[], ["records"]], ids=["workbook", "a group"])
def test_without_a_command_the_help_is_shown_and_nothing_is_wrong(run_here, group):
    assert run_here(*group).stdout == run_here(*group, "--help").stdout


def test_help_does_not_import_what_it_does_not_need():
    heavy = ("voila", "pandas", "tornado", "anywidget", "sqlalchemy", "alembic", "cryptography", "psycopg")
    code = f"import sys; from workbook.cli.main import cli; sys.exit(any(n in sys.modules for n in {heavy}))"
    env = {**os.environ, "PYTHONPATH": str(ROOT / "widgets")}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 0


@pytest.mark.parametrize("command", ["serve", "lab"])
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--nonsense"], 2, "--nonsense"),
        (["--port", "many"], 2, "'many' is not a port. Give a number from 0 to 65535."),
        (["--port", "70000"], 2, "'70000' is not a port."),
        (["--base-url", "a b"], 1, "--base-url 'a b' is not a path."),
        (["--notebooks", "/nowhere"], 1, "There is no folder /nowhere."),
        (["--data", "/nowhere"], 1, "There is no folder /nowhere."),
    ],
)
def test_a_wrong_option_is_told_in_one_line(run_here, command, arguments, code, said):
    refused(run_here(command, *arguments), code, said)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--keep-records", "601"], 2, "'601' is not a number of months. Give a number from 0 to 600."),
        (["--keep-records", "-1"], 2, "'-1' is not a number of months."),
        (["--keep-records", "1.5"], 2, "'1.5' is not a number of months."),
        (
            ["--database", "mysql://me:secret@host/name"],
            1,
            "is not a database's address.",
        ),
        (["--database", "postgresql://me:secret@/name?host=/nowhere"], 1, "postgresql://me:***@/name"),
        (["--database", "/dev/null/records.sqlite"], 1, "can't be reached or written to. Check its address"),
        (["--database", ROOT / "README.md"], 1, "README.md is not a database, or is damaged."),
    ],
)
def test_serve_says_in_one_line_why_it_can_t_keep_records(run_here, arguments, code, said):
    done = run_here("serve", "--port", "0", *arguments)
    refused(done, code, said)
    assert "secret" not in done.stderr


def make_newer(store):
    store.prepare()
    set_version(store, "9999")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (
            partial(make_earlier, record="0001"),
            "Copy it first (`workbook backup FILE`), then run `workbook upgrade`.",
        ),
        (make_newer, "was made by a newer version of the workbook. Install that version, and try again."),
    ],
)
def test_serve_refuses_a_database_of_another_version_and_says_what_to_do(run_here, tmp_path, make, said):
    file = tmp_path / "records.sqlite"
    with Store(file) as store:
        make(store)
    refused(run_here("serve", "--port", "0", "--database", file), 1, str(file), said)


@pytest.mark.parametrize("command", ["serve", "lab"])
def test_a_port_in_use_is_told_in_one_line(run_here, command):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused(run_here(command, "--port", port), 1, f"127.0.0.1:{port} is in use already.", "--port")


def test_an_address_that_is_not_this_machine_s_is_told_in_one_line(run_here):
    refused(
        run_here("serve", "--host", "192.0.2.1", "--port", "0"),
        1,
        "Nothing can listen at 192.0.2.1:0",
        "--host",
    )


def test_broken_content_is_told_in_one_line_before_anything_is_served(run_here, tmp_path):
    (tmp_path / "datapackage.json").write_text("{", encoding="utf-8")
    refused(run_here("serve", "--data", tmp_path, "--port", "0"), 1, "workbook: ", "datapackage.json")


def test_check_tells_faults_and_fails(run_here, tmp_path):
    (tmp_path / "datapackage.json").write_text("{", encoding="utf-8")
    done = run_here("check", "--data", tmp_path)
    assert done.returncode == 1
    assert "datapackage.json" in done.stdout
    assert done.stderr == ""


@pytest.fixture
def lab(tmp_path):
    """JupyterLab as `workbook lab` starts it, with its lines; stopped by its process id."""
    started = subprocess.Popen(
        [sys.executable, "-m", "workbook", "lab", "--port", "0", "--notebooks", NOTEBOOKS, "--data", DATA],
        env={**os.environ, "PYTHONPATH": str(ROOT / "widgets"), "HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield started
    if started.poll() is None:
        started.kill()
        started.communicate()


def test_lab_says_where_it_is_open_with_its_token_and_stops_at_once(lab):
    said = lab.stdout.readline()
    assert said.startswith("JupyterLab is open at http://127.0.0.1:"), said
    assert "?token=" in said
    assert f"Pages from {NOTEBOOKS}, content from {DATA}." in lab.stdout.readline()
    lab.send_signal(signal.SIGINT)
    _, errors = lab.communicate(timeout=scaled(60))
    assert (lab.returncode, errors) == (0, "")


def said_at_start(*arguments, **env):
    """The lines that a server says when it starts; it is stopped then."""
    running = subprocess.Popen(
        [sys.executable, "-m", "workbook", "serve", "--port", "0", "--notebooks", NOTEBOOKS, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "widgets"), **env},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    lines = [running.stdout.readline() for _ in range(4)]
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=scaled(60))
    return lines


@pytest.mark.slow
def test_serve_says_where_it_is_open_and_where_feedback_and_records_are_kept(tmp_path):
    kept = tmp_path / "feedback.csv"
    records = tmp_path / "records.sqlite"
    lines = said_at_start("--keep-records", "1", WORKBOOK_FEEDBACK=str(kept), WORKBOOK_DATABASE=str(records))
    assert lines[0].startswith("The workbook is open at http://127.0.0.1:")
    assert lines[2].startswith(f"Feedback is kept in {kept}. Use is counted")
    assert lines[3] == (
        f"Records with a recovery code are kept in {records}. "
        "Those not used for 1 month are deleted each day.\n"
    )
    assert records.exists()


@pytest.mark.slow
def test_records_are_kept_in_the_user_s_own_data_folder_where_nothing_else_is_said(tmp_path):
    own = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "WORKBOOK_DATABASE": ""}
    said = said_at_start("--keep-records", "0", **own)[3]
    (file,) = tmp_path.rglob("records.sqlite")
    assert said == f"Records with a recovery code are kept in {file}, until their learners delete them.\n"


@pytest.mark.slow
def test_serve_without_recovery_codes_keeps_no_records(tmp_path):
    records = tmp_path / "records.sqlite"
    said = said_at_start("--no-recovery-codes", WORKBOOK_DATABASE=str(records))[3]
    assert said == "Recovery codes are switched off: records stay on the learners' devices.\n"
    # Workshops are kept in it.
    with Store(records) as store:
        assert stats(store, date.today()).records == 0


# The commands for records. What they do is tested in tests/record; here, what they say.


@pytest.fixture
def database(tmp_path):
    """A database with three records, two of them not used for long."""
    file = tmp_path / "records.sqlite"
    with Store(file) as store:
        store.prepare()
        old = date(2001, 1, 1)
        plant(store, (record(1, last_used=date.today()), 3), *((record(n, last_used=old), 1) for n in (2, 3)))
    return file


def test_the_records_commands_say_what_they_did(run_here, database):
    def said(*arguments):
        done = run_here("records", *arguments, WORKBOOK_DATABASE=str(database))
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.splitlines()

    assert said("stats") == [
        f"Database: {database}",
        "Records: 3",
        "Entries: 5",
        "Records used in the last 30 days: 1",
        "Records used in the last 365 days: 1",
        "Size: 0.2 MB",
    ]
    assert said("expire", "--dry-run") == ["2 records were not used for 24 months, and would be deleted."]
    assert said("expire", "--months", "0") == [
        "Records are kept until their learners delete them. None was deleted."
    ]
    assert said("expire") == ["Deleted 2 records that were not used for 24 months."]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["stats", "--database", "/nowhere/records.sqlite"],
            "There is no database at /nowhere/records.sqlite.",
        ),
        (["expire", "--database", "/nowhere/records.sqlite"], "There is no database at"),
    ],
)
def test_what_is_wrong_with_records_is_told_in_one_line(run_here, database, arguments, said):
    refused(run_here("records", *arguments, WORKBOOK_DATABASE=str(database)), 1, said)
