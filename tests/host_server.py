"""`python -m widget_host` over a folder, for tests, in its own process."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import widget_host
from timeouts import scaled, wait_until

PACKAGES = Path(widget_host.__file__).parents[1]


@contextmanager
def host_server(folder, *more):
    """The address of a folder's pages."""
    output = folder.parent / "output"
    # Nothing but the two packages can be found, so that nothing else is needed.
    with output.open("w") as stream:
        running = subprocess.Popen(
            [sys.executable, "-m", "widget_host", folder, "--port", "0", *more],
            env={**os.environ, "PYTHONPATH": str(PACKAGES)},
            stdout=stream,
            stderr=stream,
        )
    try:
        yield wait_until(
            lambda: re.search(r"is open at (http://\S+)", output.read_text()), 60, what=output.read_text
        )[1]
    finally:
        running.terminate()
        running.wait(scaled(30))
