"""Accepts connections, and backs off when the system has none to give.

Here: the time limits of a connection, and what happens when file descriptors run out. Not here: the handlers
(see `application`), and the limits of requests (see `request_limits`).
"""

import errno
import logging
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Self

from tornado import httpserver, ioloop, netutil

from widget_host.http.request_limits import GuardedApplication

__all__ = ["Listener", "Shortage"]

_LOG = logging.getLogger("widget_host")
_SHORT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
# Meanwhile, new connections wait in the system's queue.
_REST_S = 0.5
_SAID_EVERY_S = 60.0
# The shortage counts as over this long after it last occurred.
_OVER_AFTER_S = 15.0
_BODY_WITHIN_S = 60.0
_MOST_HEADERS = 64 * 2**10
# The time for a request's headers, and for the next request. Proxies keep a connection for 60 s, and must not
# reuse it just as it is closed here.
_HEADERS_WITHIN_S = 75.0


class Shortage:
    """Tracks whether the server lacks file descriptors: logged once a minute, with a count."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start without a shortage."""
        self._clock = clock
        self._met = 0
        self._last = self._said = -float("inf")
        self.total = 0

    @property
    def is_on(self) -> bool:
        """Whether there was a shortage just now."""
        return self._clock() - self._last < _OVER_AFTER_S

    @property
    def reason(self) -> str:
        """The problem and what to do about it, for a person."""
        return (
            f"No more files can be opened, so new visitors are refused: the limit is {_most_files()} open "
            "files. Raise it (ulimit -n, or LimitNOFILE in systemd), or give fewer places by --max-kernels."
        )

    def meet(self) -> None:
        """Record that something could not be opened."""
        self._last = self._clock()
        self._met += 1
        self.total += 1
        if self._last - self._said >= _SAID_EVERY_S:
            _LOG.error("%s Occurrences since the last report: %d.", self.reason, self._met)
            self._said, self._met = self._last, 0

    def is_elsewhere(self, record: logging.LogRecord) -> bool:
        """Return whether a log record is about something else; one about a shortage is counted instead."""
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if getattr(error, "errno", None) not in (errno.EMFILE, errno.ENFILE):
            return True
        self.meet()
        return False

    def check(self) -> None:
        """Raise RuntimeError if there was a shortage just now."""
        if self.is_on:
            raise RuntimeError("too many open files")


def _most_files() -> str:
    """Return how many files this process may open, as text."""
    with suppress(ImportError, OSError):
        import resource  # noqa: PLC0415 - Windows has none

        return f"{resource.getrlimit(resource.RLIMIT_NOFILE)[0]:,}"
    return "so many"


class Listener(httpserver.HTTPServer):
    """Tornado's server for one application, with limits on what a visitor may keep open or send."""

    _shortage: Shortage

    @classmethod
    def of(
        cls,
        application: GuardedApplication,
        shortage: Shortage,
        body_bytes: int,
        *,
        headers_within_s: float = _HEADERS_WITHIN_S,
        body_within_s: float = _BODY_WITHIN_S,
    ) -> Self:
        """Return a server that doesn't listen yet.

        Takes the application, the shortage tracker, the largest body in bytes, and the time limits in
        seconds.
        """
        made = cls(
            application,
            max_body_size=body_bytes,
            max_header_size=_MOST_HEADERS,
            idle_connection_timeout=headers_within_s,
            body_timeout=body_within_s,
        )
        made._shortage = shortage
        return made

    def add_sockets(self, sockets: Iterable[socket.socket]) -> None:
        """Listen. If a connection can't be opened, pause: it would be offered again immediately."""
        for one in sockets:
            self._sockets[one.fileno()] = one
            self._listen(one)

    def _listen(self, one: socket.socket) -> None:
        if one.fileno() < 0:  # the server has been stopped meanwhile
            return
        accepting: Any = _Accepting(one, lambda: self._rest(one))
        self._handlers[one.fileno()] = netutil.add_accept_handler(accepting, self._handle_connection)

    def _rest(self, one: socket.socket) -> None:
        self._shortage.meet()
        self._handlers.pop(one.fileno())()
        loop = ioloop.IOLoop.current()
        timer = loop.call_later(_REST_S, self._listen, one)
        self._handlers[one.fileno()] = lambda: loop.remove_timeout(timer)


class _Accepting:
    """A listening socket that calls a function when a connection can't be opened."""

    def __init__(self, one: socket.socket, rest: Callable[[], None]) -> None:
        self._socket, self._rest = one, rest

    def fileno(self) -> int:
        return self._socket.fileno()

    def close(self) -> None:
        self._socket.close()

    def accept(self) -> tuple[socket.socket, Any]:
        try:
            return self._socket.accept()
        except OSError as error:
            if error.errno not in _SHORT:
                raise
        self._rest()
        # This tells Tornado that no more connections are waiting for now.
        raise BlockingIOError
