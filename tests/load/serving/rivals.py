"""The environment of the servers that ours is compared with: created once, in `.venv/bench`.

They get an environment of their own, because what they bring (front-end extensions, for one) would be loaded
by stock Voila as well and slow it down. Both environments hold the same versions of what they share.
"""

import hashlib
import subprocess
import sys
import tarfile
from pathlib import Path

from load.serving.content import ROOT

FOLDER = ROOT / ".venv" / "bench"
PYTHON = FOLDER / "bin" / "python"
WANTED = Path(__file__).parents[1] / "rivals.txt"
LOCK = ROOT / "requirements.lock"
# Solara's page asks its own server for these, which fetches them from a public address (a CDN for npm) at
# the first visit. They are put where it keeps them, so that no visit is slowed down by that.
SOLARA_PARTS = ("@widgetti/solara-vuetify3-app@5.2.0", "requirejs@2.3.6", "font-awesome@4.5.0")


def ensure(say):
    """Make the environment where it is missing or old. Ends the program where that can't be done."""
    stamp = FOLDER / "ready"
    wanted = hashlib.sha256(WANTED.read_bytes() + "".join(SOLARA_PARTS).encode()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    say("Installing Solara and marimo into .venv/bench, which takes a minute or two")
    _run([sys.executable, "-m", "venv", FOLDER])
    install = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    install += ["--constraint", LOCK, "--editable", ROOT, "--requirement", WANTED]
    _run(install)
    for part in SOLARA_PARTS:
        _fetch(part, FOLDER / "share" / "solara" / "cdn" / part)
    stamp.write_text(wanted, encoding="utf-8")


def _fetch(part, target):
    """Unpack an npm package into a folder."""
    if target.exists():
        return
    npm = Path(sys.executable).parent / "npm"
    packed = FOLDER / "packed"
    packed.mkdir(exist_ok=True)
    command = [npm, "pack", "--silent", "--pack-destination", packed, part]
    name = _run(command).split()[-1]
    with tarfile.open(packed / name) as archive:
        archive.extractall(packed / "open", filter="data")
    target.parent.mkdir(parents=True, exist_ok=True)
    (packed / "open" / "package").rename(target)
    (packed / name).unlink()


def _run(command):
    """Run a command and give what it printed; what it complains of is shown only where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"Solara and marimo can't be installed, so nothing was measured:\n{done.stderr[-2000:]}")
    return done.stdout
