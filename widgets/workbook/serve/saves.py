"""How long saves take, as the kernels tell it.

A save goes from a page through its kernel to the database. The server passes messages on, and does not read
which of them is a save. So each kernel says how long it took, in one datagram to a socket in the server's own
folder: a word and a number, and not who or what. Not here: who says it (see `record.timing`).
"""

import asyncio
import re
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

__all__ = ["VARIABLE", "Saves"]

VARIABLE = "WORKBOOK_SAVES"
"""The variable that names the socket in a kernel's environment."""

_NAME = "saves"
_MOST_BYTES = 64
_MOST_AT_ONCE = 1000
_TOLD = re.compile(rb"(saved|failed) (\d{1,4}\.\d{1,6})")

Tell = Callable[[bool, float], None]


class Saves:
    """The socket that kernels tell of saves."""

    def __init__(self, folder: Path, tell: Tell) -> None:
        """Open it in a folder that is this user's alone; `tell` gets whether it was saved, and the time."""
        self.path = folder / _NAME
        self._tell = tell
        self._socket = self._bound()

    @property
    def environment(self) -> dict[str, str]:
        """What kernels are told; nothing on a system without such sockets."""
        return {VARIABLE: str(self.path)} if self._socket else {}

    def start(self) -> None:
        """Begin to listen, in the running loop."""
        if self._socket:
            asyncio.get_running_loop().add_reader(self._socket, self._hear)

    def ensure(self) -> None:
        """Open the socket again where its file has been deleted, in the running loop."""
        if self._socket and not self.path.exists():
            self.stop()
            self._socket = self._bound()
            self.start()

    def stop(self) -> None:
        """Hear no more. What was told until now is counted."""
        if self._socket:
            self._hear()
            with suppress(RuntimeError):
                asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()
            self._socket = None

    def _bound(self) -> socket.socket | None:
        """Return the socket, None on a system without such sockets."""
        if not hasattr(socket, "AF_UNIX"):
            return None
        made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        made.setblocking(False)
        made.bind(str(self.path))
        return made

    def _hear(self) -> None:
        with suppress(BlockingIOError):
            for _ in range(_MOST_AT_ONCE):
                told = self._socket.recv(_MOST_BYTES) if self._socket else b""
                if found := _TOLD.fullmatch(told):
                    self._tell(found[1] == b"saved", float(found[2]))
