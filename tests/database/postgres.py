"""A PostgreSQL for the tests: a private cluster in a temporary folder, stopped by its process id."""

import os
import shutil
import signal
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import psycopg
import pytest

from timeouts import scaled, wait_until

# The databases that the workbook supports. Packages' tests over PostgreSQL are left to the long run; what is
# particular to PostgreSQL has tests of its own, which are not.
ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))

USER, PASSWORD = "publisher", "not for the log"
MISSING = "PostgreSQL was not found. Install it (Debian: postgresql)."
STARTS_WITHIN_S = 60


def binaries():
    """The folder of PostgreSQL's programs, or None; on Windows its sockets are others."""
    if os.name != "posix":
        return None
    newest = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]), reverse=True
    )
    found = newest[0] if newest else shutil.which("initdb")
    return Path(found).parent if found and (Path(found).parent / "postgres").exists() else None


class Cluster:
    """A running cluster, reached by a socket in its folder; it waits for the disk only if `durable`."""

    def __init__(self, *, durable=False):
        programs = binaries()
        # It refuses to run as root.
        self._as = {"user": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        self._names = count(1)
        self.folder = Path(tempfile.mkdtemp(prefix="wb_pg_", dir="/tmp"))  # a socket's path has to be short
        secret = self.folder / "secret"
        secret.write_text(PASSWORD, encoding="utf-8")
        if self._as:
            for path in (self.folder, secret):
                shutil.chown(path, "postgres")
        data = self.folder / "data"
        hasty = [] if durable else ["-F"]
        self._run(
            programs / "initdb", "--pgdata", data, "--username", USER, "--pwfile", secret,
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-locale", "--no-sync",
        )  # fmt: skip
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", self.folder, "-c", "listen_addresses=", *hasty],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                **self._as,
            )
        self._wait()

    def _run(self, *command):
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, **self._as
        )
        assert done.returncode == 0, done.stderr

    def _wait(self):
        log = self.folder / "log"

        def answers():
            assert self.process.poll() is None, log.read_text(encoding="utf-8")
            return self.execute("SELECT 1")

        wait_until(
            answers,
            STARTS_WITHIN_S,
            what=lambda: log.read_text(encoding="utf-8"),
            ignoring=(psycopg.OperationalError,),
        )

    def execute(self, statement, database="postgres"):
        """Run one statement by itself, and return its rows if it has any."""
        where = {"host": str(self.folder), "user": USER, "password": PASSWORD, "dbname": database}
        with psycopg.connect(**where, autocommit=True) as connection:
            done = connection.execute(statement)
            return done.fetchall() if done.description else []

    def new_database(self):
        """The address of an empty database."""
        name = f"workbook{next(self._names)}"
        self.execute(f"CREATE DATABASE {name}")
        return f"postgresql://{USER}:{PASSWORD.replace(' ', '%20')}@/{name}?host={self.folder}"

    def drop(self, address):
        """Drop a database, even if it is in use."""
        name = address.split("@/")[1].split("?")[0]
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self):
        """Stop it by its process id, and take its folder away."""
        self.process.send_signal(signal.SIGINT)  # ends its sessions too
        self.process.wait(timeout=scaled(STARTS_WITHIN_S))
        shutil.rmtree(self.folder)
