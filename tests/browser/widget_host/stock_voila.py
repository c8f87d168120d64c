"""Stock Voila in its own process, to compare our pages with its pages."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

from timeouts import scaled, wait_until

STARTS_WITHIN_S = 90
STOPS_WITHIN_S = 20
# Whatever is asked of another machine fails at once.
OFFLINE = dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9") | {"no_proxy": "127.0.0.1"}


class StockVoila:
    """A running Voila with its default template. `address` ends with a slash."""

    def __init__(self, notebooks, log):
        """Start it over a folder of notebooks, and wait until it answers; what it says goes to `log`."""
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/"
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "voila", notebooks.resolve(), "--no-browser", f"--port={port}"],
                env={**os.environ, **OFFLINE, "JUPYTER_CONFIG_DIR": str(log.parent)},
                cwd=log.parent,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            wait_until(self._answers, STARTS_WITHIN_S, what="Voila starts", ignoring=(URLError, OSError))
        except BaseException:
            self.stop()
            raise

    def _answers(self):
        assert self.process.poll() is None, "Voila has ended."
        # Without a proxy: one that is set for the outside would not find this machine.
        with build_opener(ProxyHandler({})).open(self.address, timeout=scaled(10)) as answer:
            return answer.read()

    def page(self, path):
        """The address of a notebook's page, by its path without the suffix."""
        return f"{self.address}voila/render/{quote(path)}.ipynb"

    def stop(self):
        """Stop it and its kernels."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(scaled(STOPS_WITHIN_S))
        finally:
            # It has a session of its own, in which its kernels are.
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
