"""Secrets that a command was given are removed from its command line and environment immediately."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

from workbook.cli import secrets
from workbook.cli.secrets import forget_secrets, out_of_sight, secrets_in, whole_address, without_secrets

ROOT = Path(__file__).parents[2]
ADDRESS = "postgresql://me:hush@host/name"
PLAIN = [
    "postgresql://me@host/name",
    "postgresql:///name?host=/run/postgresql",
    "postgresql://me@host:5432/name?connect_timeout=2",
    "/srv/records.sqlite",
    "a:b@c",
    "",
]
# Tells what the process was started with, and what it has, after what the command does first.
TELLS = (
    "import os, sys\n"
    "from workbook.cli.secrets import out_of_sight\n"
    "out_of_sight(sys.argv[1:], os.environ)\n"
    "started = open('/proc/self/environ').read() + open('/proc/self/cmdline').read()\n"
    "print([sys.argv[1:], os.environ.get('WORKBOOK_DATABASE'), os.environ.get('PGPASSWORD'), os.getpid(),\n"
    "       'hu' + 'sh' in started, [name for name in os.environ if 'HANDED' in name]])\n"
)


@pytest.mark.parametrize("option", [["--database", ADDRESS], [f"--database={ADDRESS}"]], ids=["two", "one"])
def test_an_address_with_a_password_is_taken_out_of_the_command_line(option):
    kept, given = without_secrets(["serve", "--port", "1", *option, "--counts"])
    assert (kept, given) == (["serve", "--port", "1", "--counts"], {"WORKBOOK_DATABASE": ADDRESS})


@pytest.mark.parametrize("address", PLAIN)
def test_an_address_without_a_password_stays_where_it_is(address):
    for given in (["serve", "--database", address], ["serve", f"--database={address}", "--database"]):
        assert without_secrets(given)[1] == {}
    assert without_secrets(["serve", "--database", address, "x"])[0] == ["serve", "--database", address, "x"]
    assert secrets_in({"WORKBOOK_DATABASE": address}) == {}


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        "postgresql://:hush@host/name",
        *(f"postgresql://me:hu{sign}sh@host/name" for sign in "/?#[:&"),
        "postgresql:///name?host=h&password=hush",
        "postgresql:///name?user=me#&password=hush",
        "postgresql:///name?p%61ssword=hush",
        "postgresql://[x",
    ],
)
def test_a_password_is_found_wherever_an_address_has_it(address):
    assert secrets_in({"WORKBOOK_DATABASE": address}) == {"WORKBOOK_DATABASE": address}


def test_secrets_are_forgotten_and_nothing_else_is():
    environment = dict.fromkeys(secrets.SECRETS, "x") | {"WORKBOOK_DATABASE": ADDRESS, "PATH": "/bin"}
    forget_secrets(environment)
    assert environment == {"PATH": "/bin"}


def test_the_password_of_postgresql_s_own_programs_goes_into_the_address():
    environment = {"PGPASSWORD": "hu sh"}
    whole = make_url(whole_address("postgresql://me@host/name", environment))
    assert (whole.username, whole.password, whole.host, whole.database) == ("me", "hu sh", "host", "name")
    for address in (ADDRESS, "/srv/records.sqlite", "sqlite:////srv/records.sqlite"):
        assert whole_address(address, environment) == address
    assert whole_address("postgresql://me@host/name", {}) == "postgresql://me@host/name"


def test_without_a_secret_nothing_is_started_anew(monkeypatch):
    monkeypatch.setattr(os, "execve", lambda *_: pytest.fail("It was started again."))
    out_of_sight(["serve", "--database", "records.sqlite"], {"PATH": "/bin"})


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="This system has no /proc.")
@pytest.mark.parametrize("given", ["environment", "command line", "password alone"])
def test_a_command_goes_on_as_the_same_process_without_the_secret(given):
    arguments = ["serve", "--port", "1"] + (["--database", ADDRESS] if given == "command line" else [])
    secrets = {"environment": {"WORKBOOK_DATABASE": ADDRESS}, "password alone": {"PGPASSWORD": "hush"}}
    plain = {name: value for name, value in os.environ.items() if name != "WORKBOOK_DATABASE"}
    with subprocess.Popen(
        [sys.executable, "-c", TELLS, *arguments],
        env={**plain, "PYTHONPATH": str(ROOT / "widgets"), **secrets.get(given, {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        said, warned = process.communicate()
    address, password = (None, "hush") if given == "password alone" else (ADDRESS, None)
    assert said == f"{[['serve', '--port', '1'], address, password, process.pid, False, []]}\n", warned
    is_told = "on the command line" in warned and "WORKBOOK_DATABASE_FILE" in warned
    assert is_told is (given == "command line")
    assert "hush" not in warned
