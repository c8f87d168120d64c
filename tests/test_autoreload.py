"""People who work on the package see a change as soon as they reload a page."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest

from browser.server import DATA, SMALL_NOTEBOOKS, copied
from server.deploy.recipe import free_ports
from timeouts import scaled, wait_until

ROOT = Path(__file__).parents[1]
PROGRAM = """
import sys
from pathlib import Path
import autoreload
autoreload.main(sys.argv[2:], Path(sys.argv[1]))
"""


@pytest.fixture
def packages(tmp_path):
    """Packages of their own, so that a change disturbs nobody."""
    return Path(shutil.copytree(ROOT / "widgets", tmp_path / "widgets"))


@pytest.fixture
def address(packages, tmp_path):
    """Where a workbook is served that is started again after each change."""
    port = free_ports(1)
    folder = tmp_path / "notebooks"
    folder.mkdir()
    serving = ["--port", str(port), "--data", DATA, "--notebooks", copied(SMALL_NOTEBOOKS, folder, "echo")]
    running = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, packages, *map(str, serving)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(packages), str(ROOT / "tests")))},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield f"http://127.0.0.1:{port}/"
    running.send_signal(signal.SIGINT)
    assert running.wait(scaled(20)) == 0


@pytest.mark.slow
def test_a_change_to_a_style_or_to_python_is_served_after_a_moment(packages, address):
    opened = build_opener(ProxyHandler({})).open

    def read(path):
        with opened(f"{address}{path}", timeout=scaled(10)) as answer:
            return answer.read().decode()

    def styles():
        return read(re.search(r'<link rel="stylesheet" href="/([^"]+)"', read(""))[1])

    wait_until(styles, 60, ignoring=(URLError, ConnectionError))
    sheet = packages / "widget_host" / "pages" / "static" / "styles" / "kit.css"
    sheet.write_text(f"{sheet.read_text(encoding='utf-8')}\n.wb-tried {{ color: red; }}\n", encoding="utf-8")
    wait_until(lambda: ".wb-tried" in styles(), 60, ignoring=(URLError, ConnectionError))

    package = packages / "workbook" / "server" / "__init__.py"
    package.write_text("raise ImportError('a slip')\n", encoding="utf-8")
    wait_until(lambda: not is_there(read), 60)
    shutil.copy(ROOT / "widgets" / "workbook" / "server" / "__init__.py", package)
    wait_until(styles, 60, ignoring=(URLError, ConnectionError))


def is_there(read):
    """Whether a server answers."""
    try:
        return bool(read("healthz"))
    except (URLError, ConnectionError):
        return False
