"""Removes passwords and other secrets from the command line and the environment, which others can read.

Every process of a user can read the environment of the user's other processes, and everybody on the machine
can read the command lines. Pages' code runs in such processes. So a command that gets a secret restarts
itself, as the same process, without it: the secret is passed through a pipe. Here: the list of secrets, and
the restart. Not here: the kernels' environment (see `common.child_environment`).
"""

import json
import os
import re
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from urllib.parse import unquote, urlsplit

import click

__all__ = ["SECRETS", "forget_secrets", "out_of_sight", "whole_address"]

SECRETS = ("WORKBOOK_COOKIE_SECRET", "JUPYTERHUB_API_TOKEN", "JPY_API_TOKEN", "PGPASSWORD")
"""The environment variables with secrets, apart from a database address with a password."""

_DATABASE, _OPTION = "WORKBOOK_DATABASE", "--database"
_HANDED = "WORKBOOK_HANDED"
# As SQLAlchemy parses it: it may contain characters that end the userinfo in other addresses.
_PASSWORD = re.compile(r"[^:/]*:[^@]+@")
_ON_COMMAND_LINE = (
    "The database's password was on the command line, where everybody on this machine can read it. Put the "
    "address into a file that you alone can read, and the file's name into WORKBOOK_DATABASE_FILE."
)


def out_of_sight(arguments: Sequence[str], environment: MutableMapping[str, str]) -> None:
    """Restart this program without the secrets that it got, or take over those passed through the pipe.

    Prints a warning if one was on the command line. On systems where a program can't be replaced in its own
    process (Windows), and without a secret, it continues unchanged.
    """
    handed = environment.pop(_HANDED, "")
    if handed.isdigit():
        with os.fdopen(int(handed), encoding="utf-8") as pipe:
            environment.update(json.load(pipe))
        return
    kept, given = without_secrets(arguments)
    if given:
        click.echo(f"workbook: {_ON_COMMAND_LINE}", err=True)
    found = {**secrets_in(environment), **given}
    if found and os.name == "posix":
        _start_anew(kept, len(arguments), environment, found)


def without_secrets(arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return a command line without a database address with a password, and the address by its name."""
    kept: list[str] = []
    given: dict[str, str] = {}
    rest = iter(arguments)
    for one in rest:
        name, _, value = one.partition("=")
        both = [one]
        if one == _OPTION:
            both += [value := next(rest, "")]
        if name == _OPTION and _has_password(value):
            given[_DATABASE] = value
        else:
            kept += both
    return kept, given


def secrets_in(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the secrets in an environment, by name."""
    found = {name: environment[name] for name in SECRETS if environment.get(name)}
    address = environment.get(_DATABASE, "")
    return {**found, _DATABASE: address} if _has_password(address) else found


def forget_secrets(environment: MutableMapping[str, str]) -> None:
    """Remove the secrets from an environment once they were read, so that no child process gets them."""
    for name in secrets_in(environment):
        del environment[name]


def whole_address(database: str, environment: Mapping[str, str]) -> str:
    """Return a database's address with the password from PGPASSWORD, as PostgreSQL's programs read it."""
    password = environment.get("PGPASSWORD", "")
    if not password or "://" not in database or _has_password(database):
        return database
    from workbook.database.engine import read_address  # noqa: PLC0415 - see the docstring of `cli`

    url = read_address(database)
    is_file = url.get_backend_name() == "sqlite"
    return database if is_file else url.set(password=password).render_as_string(hide_password=False)


def _has_password(address: str) -> bool:
    _, is_address, rest = address.partition("://")
    if not is_address:
        return False
    try:
        urlsplit(address)
    except ValueError:
        return True  # an unreadable address may contain one
    return bool(_PASSWORD.match(rest)) or "password" in unquote(rest.partition("?")[2])


def _start_anew(
    kept: Sequence[str], count: int, environment: Mapping[str, str], secrets: Mapping[str, str]
) -> None:
    """Replace this program by itself, without the secrets, which are left in a pipe."""
    ours, theirs = os.pipe()
    with os.fdopen(theirs, "w", encoding="utf-8") as pipe:
        json.dump(secrets, pipe)  # far less than a pipe's capacity
    os.set_inheritable(ours, True)
    plain = {name: value for name, value in environment.items() if name not in secrets}
    before = sys.orig_argv[1 : len(sys.orig_argv) - count]
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(sys.executable, [sys.executable, *before, *kept], {**plain, _HANDED: str(ours)})  # noqa: S606
