"""The server: the Voila application, with our pages in place of its own.

Here: how the server starts, listens and stops. Not here: what it answers (see `routes`).
"""

import asyncio
import errno
import logging
import os
import signal
import time
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

import zmq
from tornado import ioloop, netutil, web
from voila.app import Voila

from forked_kernels.fork_client import can_fork
from widget_host.errors import ServeError
from widget_host.http.application import Application, make_forks, packages_of
from widget_host.http.disk_space import Storage
from widget_host.http.headers import host_pattern
from widget_host.http.listening import Listener
from widget_host.http.logs import figures, leave_out, say_as, set_up_logs
from widget_host.http.metrics import Figures
from widget_host.http.request_limits import GuardedApplication
from widget_host.http.routes import NotFound
from widget_host.http.shutdown import within
from widget_host.kernels.admission_queue import raise_file_limit
from widget_host.kernels.cell_runner import CellRunner
from widget_host.kernels.keys import KernelKeys
from widget_host.kernels.provisioner import FORKING, offer_forks
from widget_host.kernels.rpc_handlers import RpcServer
from widget_host.kernels.transport import SocketFolder
from widget_host.kernels.websocket import KernelWebSocket
from widget_host.settings import MoreRoutes, Settings, kernel_environment, voila_config

if TYPE_CHECKING:
    from widget_host.kernels.kernel_user import KernelUser

__all__ = ["HostServer", "bound_sockets", "serve", "stop_on_signals"]

_LOG = logging.getLogger("widget_host")
_ON_ALL = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - shown, not listened on
# Shares of the shutdown time: for workshops to write their data, and for kernels to end.
_LAST_S, _ENDING_S = 3.0, 1.0
_MOST_SOCKETS = 65_000
_SOCKETS_EVERY_MS = 5_000
_NO_FORKS = "On this system each page that opens starts a process of its own. On Linux that is much faster."


def serve(settings: Settings, say: Callable[[str], None] = print) -> None:
    """Serve the server until Ctrl-C or SIGTERM stops it; then no kernel is left running.

    `say` is called with the lines that a person should see, the first once the server listens. Raises
    ServeError, saying what to do, if it can't listen.
    """
    server = HostServer.instance(config=voila_config(settings))
    server.initialize([])
    server.run(settings, say)


class HostServer(Voila):  # type: ignore[misc]  # Voila is untyped
    """Voila with our routes, pages and startup, and its own front end and execution."""

    name = "voila"
    more: MoreRoutes | None = None
    host_app: Application
    broker: RpcServer | None = None
    _kernel_user: "KernelUser | None" = None
    storage: Storage
    _is_done = True
    figures: Figures
    sockets: SocketFolder

    def setup_template_dirs(self) -> None:
        """Search for no templates: Voila's are not used."""

    def init_settings(self) -> dict[str, Any]:
        """Return Tornado's settings, including compression, which can't be added later."""
        settings = cast("dict[str, Any]", super().init_settings())
        return {
            **settings,
            "allow_remote_access": True,  # the host's name is checked by the routes, for every address
            "compress_response": True,
            "default_handler_class": NotFound,
            "log_function": _log_request,
            "host_keys": KernelKeys(),
            "websocket_compression_options": {"compression_level": 6, "mem_level": 8},
            "kernel_websocket_connection_class": KernelWebSocket,
            "xsrf_cookies": True,
            "xsrf_cookie_kwargs": {"samesite": "strict", "path": self.base_url},
        }

    def run(self, settings: Settings, say: Callable[[str], None]) -> None:
        """Listen, and serve until a signal comes."""
        set_up_logs(self.log, settings.log_format, settings.log_level, settings.program)
        say = say_as(settings.log_format, say)
        raise_file_limit()
        sockets = bound_sockets(settings)
        port = sockets[0].getsockname()[1]
        self.sockets = SocketFolder(self.connection_dir_root)
        self.connection_dir = str(self.sockets.path)
        self.loop = ioloop.IOLoop.current()
        self.figures = Figures(settings.visited, settings.program)
        self.storage = Storage(settings.disk, settings.low_disk_mib)
        try:
            services = {name: offer(self._count_save) for name, offer in settings.services.items()}
            self.broker = RpcServer(self.sockets.path, services)
            self.app = self._application(settings, kernel_environment(settings) | self.broker.environment)
            self.loop.run_sync(self.broker.start)
            ioloop.PeriodicCallback(self._watch_sockets, _SOCKETS_EVERY_MS).start()
            self._open_more(settings, port)
            Listener.of(self.app, self.host_app.shortage, settings.request_limits.message_bytes).add_sockets(
                sockets
            )
            self._stop_on_signals(settings.shutdown_timeout_s)
            address = f"http://{_shown(settings.host)}:{port}{settings.base_url}"
            say(f"{settings.name} is open at {address}")
            content = f", content from {settings.data}" if settings.data else ""
            say(f"Pages from {settings.notebooks}{content}. Stop with Ctrl-C.")
            for line in settings.also_say:
                say(line)
            if settings.uses_forks and self.kernel_manager.forks is None:
                say(_NO_FORKS)
            if settings.open_browser:
                self.loop.run_in_executor(None, webbrowser.open, address)
            self.loop.start()
        finally:
            self.stop()
        if not self._is_done:
            # A thread that is still waiting for the database would keep the process alive.
            os._exit(1)

    def stop(self) -> None:
        """End all kernels immediately and delete their sockets, ignoring any further Ctrl-C."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        kernels, host_app = getattr(self, "kernel_manager", None), getattr(self, "host_app", None)
        if host_app is not None:
            host_app.stop()
        if not self.loop.run_sync(partial(within, _LAST_S, self._finish_rest)):
            self._is_done = False
        if kernels is not None:
            self.loop.run_sync(kernels.end_all)
        self.sockets.remove()

    async def _finish_rest(self) -> None:
        """Finish the work of further routes, and saves in progress, unless the shutdown is immediate."""
        rest = [] if self.more is None else [self.more.stop()]
        if self.broker is not None and self._is_done:
            rest.append(self.broker.stop())
        await asyncio.gather(*rest)

    def _stop_on_signals(self, within_s: int) -> None:
        """Make the first Ctrl-C or SIGTERM shut the server down orderly, and the second one immediately."""
        stopping = self.host_app.stopping

        def hear() -> None:
            if stopping.is_on:
                self._is_done = False
                self.loop.stop()
                return
            counted = {"kernels": len(self.kernel_manager), "within_seconds": within_s}
            _LOG.info("The server is stopping, and finishes what was started.", extra=figures(**counted))
            self.figures.stop()
            stopping.begin()
            self.loop.add_callback(self._finish, within_s)

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.loop.add_callback_from_signal(hear))

    async def _finish(self, within_s: int) -> None:
        began = time.monotonic()
        done = await self.host_app.stopping.finish(max(0.0, within_s - _LAST_S - _ENDING_S))
        took = round(time.monotonic() - began, 1)
        _LOG.info(
            "Everything was finished." if done else "Time is up: the rest is cancelled.",
            extra=figures(seconds=took),
        )
        self.loop.stop()

    def _application(self, settings: Settings, env: dict[str, str]) -> GuardedApplication:
        """Assemble the application: pages, files, kernels."""
        more = self.init_settings()  # makes the kernels' manager
        if settings.extension.namespace:
            # A browser also sends the cookies of a course at another port, or at a parent path.
            more["xsrf_cookie_name"] = f"_xsrf-{settings.extension.namespace}"
        # ZeroMQ's own limit of 1023 sockets would be reached by some 250 kernels.
        self.kernel_manager.context.set(zmq.MAX_SOCKETS, _MOST_SOCKETS)
        self.kernel_manager.before_start = self._ensure_sockets
        user = self._kernel_user = self._known_user(settings, env) if settings.kernel_user else None
        env = user.environment(env) if user else env
        installed = packages_of(settings)
        if settings.uses_forks and offer_forks():
            self.kernel_manager.forks = make_forks(settings, env, installed, user)
            self.kernel_spec_manager.provisioner = FORKING
        runner = CellRunner(self.kernel_manager, self.config, settings.starts_at_once)
        self.host_app = Application(
            settings,
            self.kernel_manager,
            env,
            runner,
            self.figures,
            installed=installed,
            storage=self.storage,
        )
        leave_out(self.host_app.shortage.is_elsewhere)
        return self.host_app.application(more, self.loop)

    def _known_user(self, settings: Settings, env: dict[str, str]) -> "KernelUser":
        """Return the user that kernels run as, and grant it the access that it needs; raises ServeError."""
        if not can_fork():
            raise ServeError("--kernel-user needs Linux. Leave it out on this system.")
        from widget_host.kernels.kernel_user import KernelUser  # noqa: PLC0415 - other systems have no such users

        user = KernelUser.named(settings.kernel_user)
        user.check((settings.notebooks, *([settings.data] if settings.data else [])), env)
        self.sockets.open_to(user)
        if self.broker is not None and self.broker.path is not None:
            user.let_call(self.broker.path)
        return user

    async def _ensure_sockets(self) -> None:
        """Recreate sockets that a cleaner of temporary files has deleted, accessible to the kernels' user."""
        self.sockets.ensure()
        broker, user = self.broker, self._kernel_user
        if broker is not None and await broker.ensure() and user is not None and broker.path is not None:
            user.let_call(broker.path)

    async def _watch_sockets(self) -> None:
        """Do that periodically, even if no kernel starts: open pages have records to save."""
        # The next kernel that starts reports the error.
        with suppress(OSError, ServeError):
            await self._ensure_sockets()

    def _count_save(self, word: str, seconds: float) -> None:
        """Count a save, and note whether there was disk space for it."""
        self.figures.count_save(word, seconds)
        self.storage.heard(word)

    def _open_more(self, settings: Settings, port: int) -> None:
        """Add the routes from the settings, under the same host names."""
        if settings.more_routes is not None:
            self.more = settings.more_routes(settings.base_url, port)
            self.app.settings["host_more"] = self.more
            self.figures.watch_more(self.more.figures)
            self.app.add_guarded(host_pattern(settings.host, settings.allow_hosts), self.more.rules)
            self.loop.add_callback(self.more.start)


def stop_on_signals(loop: ioloop.IOLoop) -> None:
    """Make Ctrl-C and SIGTERM stop the loop, without asking for confirmation."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.add_callback_from_signal(loop.stop))


def bound_sockets(settings: Settings) -> list[Any]:
    """Bind the port; raises ServeError, saying what to do, if that fails."""
    try:
        return netutil.bind_sockets(settings.port, settings.host)
    except OSError as error:
        where = f"{_shown(settings.host)}:{settings.port}"
        if error.errno == errno.EADDRINUSE:
            raise ServeError(
                f"{where} is in use already. Stop what runs there, or choose another --port."
            ) from None
        if error.errno == errno.EACCES:
            raise ServeError(
                f"You may not use port {settings.port} here. Choose a --port above 1023."
            ) from None
        raise ServeError(
            f"Nothing can listen at {where}: {error.strerror}. Give an address of this machine with --host."
        ) from None


def _shown(host: str) -> str:
    """Return a host in the form of an address that can be opened on this machine."""
    host = _ON_ALL.get(host, host)
    return f"[{host}]" if ":" in host else host


def _log_request(handler: web.RequestHandler) -> None:
    """Log only failures on our side: who reads what is private."""
    status = handler.get_status()
    counted: Figures = handler.settings["host_figures"]
    counted.answered(status)
    # A full server is not an error.
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.SERVICE_UNAVAILABLE:
        # Name the handler, and not the address, which may contain a kernel's id, or anything that somebody
        # typed.
        _LOG.error("%s failed to answer.", type(handler).__name__, extra=figures(status=status))
