"""The recipe for many servers as it is deployed: nginx by the file that `workbook deploy` writes, and servers
by the settings that it writes, on this machine alone."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from itertools import count
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import nbformat
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from browser.server import DATA, ROOT, SMALL_NOTEBOOKS, Server
from timeouts import scaled, wait_until
from workbook.cli.main import cli
from workbook.workshop.storage import trainers
from workbook.workshop.storage.store import WorkshopStore
from workshop.connections import Trainer
from workshop.real_room import PASSPHRASE

SERVERS = 3
MISSING = "nginx was not found. Install it (Debian: nginx)."
STARTS_WITHIN_S = 20
# What of the written file is another machine's: the folder of its logs.
LOGS = "/var/log/nginx/"


def free_ports(many):
    """The first of so many ports in a row that nobody listens at."""
    for first in range(21000, 30000, many):
        try:
            for port in range(first, first + many):
                with closing(socket.socket()) as one:
                    one.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise AssertionError("No ports are free.")


class Behind(Server):
    """One server behind the proxy, with the settings that were written."""

    def __init__(self, notebooks, port, database):
        self._database, self._may_start = database, False
        super().__init__(notebooks, DATA, port)
        self._may_start = True

    def start(self):
        if self._may_start:
            self.database = self._database
            super().start()

    def figure(self, name):
        """One of its figures, which it tells on this machine."""
        with build_opener(ProxyHandler({})).open(f"{self.address}metrics", timeout=scaled(30)) as answer:
            lines = answer.read().decode().splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.split("{")[0].split()[0] == name)


class Recipe:
    """nginx, PostgreSQL's address and the servers. `address` is what people type, and ends with a slash.

    The settings are put into the environment by `patch`, a MonkeyPatch.
    """

    def __init__(self, cluster, patch):
        self.folder = Path(tempfile.mkdtemp(prefix="wb_recipe_", dir="/tmp"))
        self.database = cluster.new_database()
        self._names = count(1)
        first = free_ports(SERVERS + 2)
        self.https, self.http = first + SERVERS, first + SERVERS + 1
        self.certificate, self.key = self_signed(self.folder)
        self._deploy(first)
        notebooks = self._notebooks()
        for name, value in self._settings().items():
            patch.setenv(name, value)
        ports = range(first, first + SERVERS)
        self.servers = {str(port): Behind(notebooks, port, self.database) for port in ports}
        with ThreadPoolExecutor(SERVERS) as together:  # they find an empty database at the same moment
            list(together.map(Behind.start, self.servers.values()))
        for server in self.servers.values():
            server.prepared("keep")
            server.prepared("echo")
        self.address = f"https://localhost:{self.https}/"
        self._start_nginx()

    def _deploy(self, first):
        """Have the command write the files."""
        options = {
            "--name": "localhost", "--kind": "machine", "--servers": SERVERS, "--first-port": first,
            "--listen": "127.0.0.1", "--port": self.https, "--http-port": self.http, "--shutdown-timeout": 10,
            "--certificate": self.certificate, "--key": self.key, "--source": ROOT,
        }  # fmt: skip
        given = [str(part) for pair in options.items() for part in pair]
        done = CliRunner().invoke(cli, ["deploy", str(self.folder / "files"), *given])
        assert done.exit_code == 0, done.output

    def _notebooks(self):
        """A page with a record, and the small one that answers."""
        folder = self.folder / "notebooks"
        folder.mkdir()
        keep = [new_markdown_cell("Some words."), new_code_cell("import workbook\n\nworkbook.keeping()")]
        nbformat.write(new_notebook(cells=keep, metadata={"title": "Keep"}), folder / "keep.ipynb")
        shutil.copy(SMALL_NOTEBOOKS / "echo.ipynb", folder)
        return folder

    def _settings(self):
        """What systemd would hand to each server."""
        lines = (self.folder / "files" / "workbook.env").read_text(encoding="utf-8").splitlines()
        found = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
        env = {name: json.loads(value) for name, value in found.items()}
        return env | {"WORKBOOK_COOKIE_SECRET_FILE": str(self.folder / "files" / "cookie-secret")}

    def _start_nginx(self):
        site = self.folder / "site.conf"
        written = (self.folder / "files" / "nginx.conf").read_text(encoding="utf-8")
        site.write_text(written.replace(LOGS, f"{self.folder}/"), encoding="utf-8")
        self.main = self.folder / "nginx.conf"
        self.main.write_text(main_file(self.folder, site), encoding="utf-8")
        self.nginx = subprocess.Popen(
            ["nginx", "-c", self.main, "-e", self.folder / "error.log"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

        def answers():
            assert self.nginx.poll() is None, self.logs()
            with closing(socket.socket()) as one:
                return one.connect_ex(("127.0.0.1", self.https)) == 0

        wait_until(answers, STARTS_WITHIN_S, what=self.logs)

    def logs(self):
        """All that nginx has written down."""
        files = [path for path in self.folder.rglob("*.log") if path.is_file()]
        return "".join(path.read_text(encoding="utf-8") for path in files)

    async def trainer(self):
        """A trainer who has just been set up, and signed in through the proxy."""
        name = f"Trainer {next(self._names)}"
        with WorkshopStore(self.database) as store:
            trainers.add(store, name, PASSPHRASE, date(2026, 11, 23))
        trainer = Trainer(self.address, name, PASSPHRASE)
        trainer.welcomed = await trainer.sign_in()
        return trainer

    def stop(self):
        """Stop all by their process ids."""
        if hasattr(self, "nginx") and self.nginx.poll() is None:
            self.nginx.send_signal(signal.SIGTERM)
            self.nginx.wait(timeout=scaled(STARTS_WITHIN_S))
        for server in self.servers.values():
            server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def self_signed(folder):
    """A certificate for localhost that nobody has signed but itself, and its key, as files in a folder."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return certificate, key


def main_file(folder, site):
    """nginx's main file around a site's: what Debian's has, in a folder of our own."""
    user = "user root;" if os.geteuid() == 0 else ""
    kept = " ".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"{user} daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; gzip on; {kept} include {site}; }}\n"
    )
