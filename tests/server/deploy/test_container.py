"""The workbook's image, as far as it can be tested without a container engine.

What it is made of, that it needs no privilege and no file system to write to, that its look at itself works.
"""

import asyncio
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from browser.server import DATA, ROOT, SMALL_NOTEBOOKS, ServerFromCommand
from browser.visitors import visit

# Root in a namespace of its own, in which all that is mounted can be read only, but for one new folder, as
# /tmp is in the image. Then without any privilege. Where the first line does not work, nothing is tried.
LOCKED = """
set -e
mount --make-rprivate /
findmnt --raw --noheadings --output TARGET | while read -r place; do
  case "$place" in /proc*|/sys*|/dev*) ;; *) mount -o remount,bind,ro "$place" 2>/dev/null || true ;; esac
done
mount -t tmpfs none "$ROOM"
if touch "$ROOT/written" "$HOME_BEFORE/written" 2>/dev/null; then echo "It can be written." >&2; exit 9; fi
exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
"""
NO_NAMESPACE = (
    "This machine lets nobody make namespaces (unshare), which a read-only file system is tried in."
)


@pytest.fixture
def instructions(written):
    """The instructions of the Containerfile in order, each with its words as they stand."""
    text = (written() / "Containerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    return [tuple(line.split(" ", 1)) for line in lines if line]


def last(instructions, name):
    return [words for one, words in instructions if one == name][-1]


def test_the_linter_finds_nothing(written):
    linter = Path(sys.executable).parent / "hadolint"
    done = subprocess.run(
        [linter, "--failure-threshold", "style", written() / "Containerfile"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_all_that_is_copied_is_in_the_source_and_not_ignored(instructions, written):
    ignored = (written() / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [words.split() for name, words in instructions if name == "COPY"]
    own = {source for words in copied if not words[0].startswith("--from") for source in words[:-1]}
    assert own >= {"pyproject.toml", "requirements.lock", "widgets", "data", "notebooks"}
    for source in own:
        assert (ROOT / source).exists(), source
        assert f"!{source}" in ignored, source
    assert "*" in ignored


def test_what_is_installed_is_what_the_lock_says_and_the_lock_says_all(instructions):
    (installing,) = [words for name, words in instructions if name == "RUN"]
    assert "--constraint requirements.lock ." in installing
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    locked = {canonicalize_name(line.split("==")[0]) for line in lock if line and line[0] != "#"}
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    needed, found = [Requirement(line) for line in wanted], set()
    while needed:
        one = needed.pop()
        name = canonicalize_name(one.name)
        if (name, *sorted(one.extras)) in found:
            continue
        found.add((name, *sorted(one.extras)))
        extras = one.extras or {""}
        try:
            more = [Requirement(line) for line in requires(name) or ()]
        except PackageNotFoundError:
            more = []
        needed += [
            need
            for need in more
            if not need.marker or any(need.marker.evaluate({"extra": extra}) for extra in extras)
        ]
    assert {name for name, *_ in found} - locked == set()


def test_the_last_stage_runs_as_nobody_and_holds_what_was_built_alone(instructions):
    stages = [number for number, (name, _) in enumerate(instructions) if name == "FROM"]
    final = instructions[stages[-1] :]
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", last(final, "USER"))
    assert [words for name, words in final if name in ("RUN", "COPY", "ADD")] == [
        "--from=build /opt/workbook /opt/workbook",
        "--from=build --chown=10001:10001 /backups /backups",
    ]
    assert last(final, "USER") == "10001:10001"
    assert json.loads(last(final, "ENTRYPOINT")) == ["workbook"]
    assert json.loads(last(final, "CMD")) == ["serve"]
    assert len({words.split()[0] for name, words in instructions if name == "FROM"}) == 1


def looks(instructions, **env):
    """Have the image look at itself; gives the exit code."""
    command = json.loads(last(instructions, "HEALTHCHECK").split("CMD ", 1)[1])
    assert command[0] == "python"
    done = subprocess.run([sys.executable, *command[1:]], env=env, capture_output=True, check=False)
    return done.returncode


def set_in(instructions):
    return dict(part.split("=", 1) for part in shlex.split(last(instructions, "ENV")))


@pytest.fixture(scope="module")
def locked_server():
    """A server without any privilege, on a file system of which /tmp alone can be written."""
    alone = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], check=False).returncode:
        pytest.skip(NO_NAMESPACE)

    # A tree that itself lies in /tmp would be hidden there.
    room = "/mnt" if ROOT.is_relative_to("/tmp") else "/tmp"

    class Locked(ServerFromCommand):
        def start(self):
            self.database = f"{room}/records.sqlite"
            super().start()

    command = [*alone, "sh", "-c", LOCKED, "locked"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROOT", str(ROOT))
        patch.setenv("HOME_BEFORE", str(Path.home()))
        for name in ("ROOM", "HOME", "TMPDIR"):
            patch.setenv(name, room)
        patch.setenv("PYTHONDONTWRITEBYTECODE", "1")
        started = subprocess.Popen

        def popen(arguments, **more):
            return started([*command, *arguments], **more)

        patch.setattr("browser.server.subprocess.Popen", popen)
        server = Locked(SMALL_NOTEBOOKS, DATA, 0, "/learn/")
    yield server
    assert server.stop() == 0


@pytest.mark.slow
def test_the_server_needs_no_privilege_and_writes_to_tmp_alone(locked_server):
    status = Path(f"/proc/{locked_server.process.pid}/status").read_text(encoding="utf-8")
    assert "CapBnd:\t0000000000000000" in status
    assert "NoNewPrivs:\t1" in status
    address = locked_server.prepared("echo")
    assert asyncio.run(visit(address)).known
    words = ("Read-only", "OSError", "PermissionError")
    assert not [line for line in locked_server.errors if any(word in line for word in words)]


@pytest.mark.slow
def test_the_image_looks_at_itself(locked_server, instructions):
    env = set_in(instructions)
    assert {"WORKBOOK_PORT", "WORKBOOK_BASE_URL"} <= set(env)
    here = {"WORKBOOK_PORT": str(locked_server.port)}
    assert looks(instructions, **here, WORKBOOK_BASE_URL="/learn/") == 0
    assert looks(instructions, **here, WORKBOOK_BASE_URL="/elsewhere/") == 1
    assert looks(instructions, WORKBOOK_PORT="1", WORKBOOK_BASE_URL="/learn/") == 1
