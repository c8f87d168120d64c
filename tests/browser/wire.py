"""A connection between browser and server that a test can cut: a small proxy for TCP.

The browser's own "offline" leaves open sockets open, so only a cut wire shows what a lost network does.
"""

import socket
import threading
from contextlib import suppress

from timeouts import scaled

CHUNK = 65536


class Wire:
    """Listens on a port of its own and passes everything on to the server's port, until it is cut."""

    def __init__(self, to_port):
        self.to_port = to_port
        self.whole = True
        self.ends = []
        self.upgraded = set()
        self.asleep = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        """Close what is open, and refuse what comes."""
        self.whole = False
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.ends.clear()

    def forget(self):
        """Close WebSockets on the server's side alone, as when the browser's machine sleeps meanwhile."""
        for near, far in zip(self.ends[::2], self.ends[1::2], strict=True):
            if near not in self.upgraded:
                continue
            self.asleep.add(near)
            with suppress(OSError):
                far.shutdown(socket.SHUT_RDWR)

    def mend(self):
        """Pass on again what comes from now on."""
        self.whole = True

    def close(self):
        """Cut the wire for good."""
        self.listener.close()
        self.cut()

    def _accept(self):
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                self._join(near)

    def _join(self, near):
        if not self.whole:
            near.close()
            return
        try:
            far = socket.create_connection(("127.0.0.1", self.to_port), timeout=scaled(5))
        except OSError:
            near.close()
            return
        far.settimeout(None)
        self.ends += [near, far]
        for source, target in ((near, far), (far, near)):
            threading.Thread(target=self._pass, args=(source, target), daemon=True).start()

    def _pass(self, source, target):
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if b"Upgrade: websocket" in data:
                    self.upgraded.add(source)
                with suppress(*([OSError] if source in self.asleep else [])):
                    target.sendall(data)
        for end in (source, target):
            if end in self.asleep:
                continue
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
