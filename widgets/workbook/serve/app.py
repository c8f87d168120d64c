"""The server: Voila as an application, with our pages in the place of its own.

Here: how the server starts, listens and stops. Not here: what it answers (see `handlers`).
"""

import errno
import logging
import re
import shutil
import signal
import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast

import zmq
from jupyter_core.paths import jupyter_path
from tornado import httpserver, ioloop, netutil, web
from voila.app import Voila

from workbook.serve.assets import Assets
from workbook.serve.editions import Editions
from workbook.serve.errors import ServeError
from workbook.serve.forks import Forks
from workbook.serve.handlers import MADE, Nowhere, routes
from workbook.serve.limits import Limits
from workbook.serve.line import Line
from workbook.serve.logs import set_up_logs
from workbook.serve.made import Made
from workbook.serve.notebooks import Notebook, NotebookError, read_notebook
from workbook.serve.opening import Opening
from workbook.serve.pages import Shelf
from workbook.serve.places import Places, raise_file_limit
from workbook.serve.provisioner import FORKING, offer_forks
from workbook.serve.run import Runner
from workbook.serve.settings import CULL_AFTER_S, MoreRoutes, Settings, kernel_environment, voila_config
from workbook.serve.views import CODE, PARTS, Views
from workbook.serve.web import GuardedHeaders, host_pattern

__all__ = ["WorkbookServer", "bound_sockets", "serve", "stop_on_signals"]

_CODE = frozenset({".js", ".css", ".svg"})
_TABLES = frozenset({".csv", ".json", ".xlsx"})
# How long a change may go unseen: looking at every file for each visitor would take longer than answering.
_REST_S = 0.5
_WARM_EVERY_MS = 2000
_ON_ALL = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - shown, not listened on
_MOST_SOCKETS = 65_000
_NO_FORKS = "On this system each page that opens starts a process of its own. On Linux that is much faster."
_CODE_AND_FONTS = _CODE | {".woff", ".woff2", ".json"}


def serve(settings: Settings, say: Callable[[str], None] = print) -> None:
    """Serve the workbook until it is stopped by Ctrl-C or SIGTERM; no kernel is left then.

    `say` is given the lines that a person should see, the first once the server listens.
    Raises ServeError where it can't listen, saying what to do.
    """
    server = WorkbookServer.instance(config=voila_config(settings))
    server.initialize([])
    server.run(settings, say)


class WorkbookServer(Voila):  # type: ignore[misc]  # Voila is untyped
    """Voila, whose addresses, pages and start are ours, and whose front end and execution are its own."""

    name = "voila"
    more: MoreRoutes | None = None

    def setup_template_dirs(self) -> None:
        """Look for no templates: Voila's are not used."""

    def init_settings(self) -> dict[str, Any]:
        """Return Tornado's settings. Compression has to be among them: later it would come too late."""
        settings = cast("dict[str, Any]", super().init_settings())
        return {
            **settings,
            "allow_remote_access": True,  # the host's name is checked by the routes, for every address
            "compress_response": True,
            "default_handler_class": Nowhere,
            "log_function": _log_request,
            "websocket_compression_options": {"compression_level": 6, "mem_level": 8},
            "kernel_websocket_connection_class": Line,
            "xsrf_cookies": True,
            "xsrf_cookie_kwargs": {"samesite": "strict", "path": self.base_url},
        }

    def run(self, settings: Settings, say: Callable[[str], None]) -> None:
        """Listen, and go on until a signal comes."""
        set_up_logs(self.log)
        raise_file_limit()
        sockets = bound_sockets(settings)
        port = sockets[0].getsockname()[1]
        self.connection_dir = tempfile.mkdtemp(prefix="wb_", dir=self.connection_dir_root)
        self.loop = ioloop.IOLoop.current()
        try:
            self.app = self._application(settings)
            self._open_more(settings, port)
            httpserver.HTTPServer(self.app).add_sockets(sockets)
            stop_on_signals(self.loop)
            address = f"http://{_shown(settings.host)}:{port}{settings.base_url}"
            say(f"The workbook is open at {address}")
            say(f"Pages from {settings.notebooks}, content from {settings.data}. Stop with Ctrl-C.")
            for line in settings.also_say:
                say(line)
            if self.kernel_manager.forks is None:
                say(_NO_FORKS)
            if settings.open_browser:
                self.loop.run_in_executor(None, webbrowser.open, address)
            self.loop.start()
        finally:
            self.stop()

    def stop(self) -> None:
        """End all kernels at once and take their sockets away; a second Ctrl-C does not get in between."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        kernels = getattr(self, "kernel_manager", None)
        if self.more is not None:
            self.loop.run_sync(self.more.stop)
        if kernels is not None:
            self.loop.run_sync(kernels.end_all)
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    def _application(self, settings: Settings) -> web.Application:
        """Put together what answers: pages, files, kernels."""
        base_url = settings.base_url
        assets = self._assets()
        made = Made(f"{base_url}workbook/{MADE}/")
        parts = f"{base_url}workbook/{PARTS}/{assets[PARTS].fingerprint()}/"
        views = Views(Shelf(settings.notebooks, _REST_S), base_url, assets[CODE], made, parts)
        hosts = host_pattern(settings.host, settings.allow_hosts)
        application = web.Application(
            **self.init_settings(), workbook_views=views, workbook_hosts=re.compile(hosts)
        )
        application.transforms.append(GuardedHeaders)
        env = kernel_environment(settings)
        # ZeroMQ's own limit of 1023 sockets would be reached by some 250 kernels.
        self.kernel_manager.context.set(zmq.MAX_SOCKETS, _MOST_SOCKETS)
        if offer_forks():
            self.kernel_manager.forks = self._forks(settings, env)
            self.kernel_spec_manager.provisioner = FORKING
        editions = Editions(views, self.kernel_manager.forks)
        # Joins and compresses what all pages load, which would keep the first visitor waiting.
        self.loop.run_in_executor(None, views.stamp)
        warm = partial(_warm, editions, views.shelf)
        self.loop.add_callback(warm)
        # A changed table or notebook is run before the next visitor asks, and so is seen by the first reload.
        ioloop.PeriodicCallback(warm, _WARM_EVERY_MS).start()
        opening = Opening(
            editions,
            self.kernel_manager,
            env,
            Runner(self.kernel_manager, self.config, settings.starts_at_once),
            Places(settings.most_kernels, lambda: len(self.kernel_manager)),
        )
        application.add_handlers(hosts, routes(base_url, assets, made, opening))
        return application

    def _open_more(self, settings: Settings, port: int) -> None:
        """Answer also what the settings bring, under the same names."""
        if settings.more_routes is not None:
            self.more = settings.more_routes(settings.base_url, port)
            self.app.settings["workbook_more"] = self.more
            self.app.add_handlers(host_pattern(settings.host, settings.allow_hosts), self.more.rules)
            self.loop.add_callback(self.more.start)

    def _forks(self, settings: Settings, env: dict[str, str]) -> Forks:
        """Return what kernels are forked from."""
        package = Path(__file__).parents[1]
        return Forks(
            settings.warm_up,
            env,
            Assets((package,), _CODE | {".py", ".json"}, rest_s=_REST_S),
            data=Assets((settings.data,), _TABLES, rest_s=_REST_S),
            folder=settings.notebooks,
            limits=Limits(memory_mib=settings.kernel_memory_mib),
            keep_s=CULL_AFTER_S,
        )

    def _assets(self) -> dict[str, Assets]:
        """Return the files that pages load, by their name in the address."""
        package = Path(__file__).parents[1]
        extensions = tuple(Path(path) for path in jupyter_path("nbextensions") if Path(path).is_dir())
        return {
            CODE: Assets((package,), _CODE, ("front/", "serve/static/", "exercises/"), rest_s=_REST_S),
            PARTS: Assets(extensions, _CODE_AND_FONTS, settled=True),
        }


def _warm(editions: Editions, shelf: Shelf) -> None:
    """Have the pages ready that anybody may ask for."""
    editions.warm(_readable(shelf))


def _readable(shelf: Shelf) -> Iterator[tuple[str, Notebook]]:
    """Give the notebooks that can be read, by path."""
    for path in shelf.paths():
        with suppress(NotebookError, FileNotFoundError):
            yield path, read_notebook(shelf.folder / path)


def stop_on_signals(loop: ioloop.IOLoop) -> None:
    """Have Ctrl-C and SIGTERM stop the loop, without a question."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.add_callback_from_signal(loop.stop))


def bound_sockets(settings: Settings) -> list[Any]:
    """Take the port; raises ServeError, saying what to do, where that can't be."""
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
    """Return a host as it stands in an address that can be opened on this machine."""
    host = _ON_ALL.get(host, host)
    return f"[{host}]" if ":" in host else host


def _log_request(handler: web.RequestHandler) -> None:
    """Log what failed on our side, and nothing else: who reads what is nobody's business."""
    status = handler.get_status()
    # A full house is no fault.
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.SERVICE_UNAVAILABLE:
        logging.getLogger("workbook.serve").error(
            "%s %s failed", handler.request.method, handler.request.path
        )
