"""Serves the workbook, and restarts it whenever a file of its packages changes: `make dev`.

    python tests/autoreload.py [options of `workbook serve`]

A page that is reloaded then has the change, whether it is Python, JavaScript, CSS or words. Notebooks and
tables need none of this: the server itself looks at them.
"""

import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn

from widget_host.pages.assets import Assets

_SUFFIXES = frozenset({".css", ".html", ".j2", ".js", ".json", ".po", ".py", ".svg", ".typ"})
_LOOK_EVERY_S = 0.5
_STOPS_WITHIN_S = 2


def main(arguments: list[str], packages: Path = Path(__file__).parents[1] / "widgets") -> NoReturn:
    """Serve until Ctrl-C or SIGTERM. A server that ends by itself is restarted after a change."""
    signal.signal(signal.SIGTERM, _interrupt)
    files = Assets((packages,), _SUFFIXES)
    while True:
        state = files.fingerprint()
        server = subprocess.Popen([sys.executable, "-m", "workbook", "serve", *arguments])
        try:
            while files.fingerprint() == state:
                time.sleep(_LOOK_EVERY_S)
        except KeyboardInterrupt:
            _stop(server)
            sys.exit(0)
        print("A file of the package has changed. Starting again.", flush=True)
        _stop(server)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Stop a running server, immediately if it still has something to finish."""
    for _ in range(2):
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(_STOPS_WITHIN_S)
            return
        except subprocess.TimeoutExpired:
            continue
    server.wait()


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main(sys.argv[1:])
