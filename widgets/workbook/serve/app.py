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
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from tornado import httpserver, ioloop, netutil, web
from voila.app import Voila
from voila.paths import collect_static_paths
from voila.utils import get_page_config

from workbook.serve.assets import Assets
from workbook.serve.errors import ServeError
from workbook.serve.forks import FORKING, Forks, offer_forks
from workbook.serve.handlers import Nowhere, routes
from workbook.serve.logs import set_up_logs
from workbook.serve.pages import Shelf
from workbook.serve.run import Runner
from workbook.serve.settings import Settings, kernel_environment, voila_config
from workbook.serve.views import CODE, Views
from workbook.serve.web import GuardedHeaders, host_pattern

__all__ = ["WorkbookServer", "bound_sockets", "serve", "stop_on_signals"]

_CODE = frozenset({".js", ".css", ".svg"})
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

    def setup_template_dirs(self) -> None:
        """Find Voila's static files; its templates are not used."""
        self.static_paths = collect_static_paths(["voila", "nbconvert"], "lab")

    def init_settings(self) -> dict[str, Any]:
        """Return Tornado's settings. Compression has to be among them: later it would come too late."""
        settings = cast("dict[str, Any]", super().init_settings())
        return {
            **settings,
            "allow_remote_access": True,  # the host's name is checked by the routes, for every address
            "compress_response": True,
            "default_handler_class": Nowhere,
            "log_function": _log_request,
            # Each exercise brings its module over the socket: 1.0 MB for a page of eleven.
            "websocket_compression_options": {"compression_level": 6, "mem_level": 8},
            "xsrf_cookies": True,
            "xsrf_cookie_kwargs": {"samesite": "strict", "path": self.base_url},
        }

    def run(self, settings: Settings, say: Callable[[str], None]) -> None:
        """Listen, and go on until a signal comes."""
        set_up_logs(self.log)
        sockets = bound_sockets(settings)
        port = sockets[0].getsockname()[1]
        self.connection_dir = tempfile.mkdtemp(prefix="wb_", dir=self.connection_dir_root)
        self.loop = ioloop.IOLoop.current()
        try:
            self.app = self._application(settings)
            httpserver.HTTPServer(self.app).add_sockets(sockets)
            stop_on_signals(self.loop)
            address = f"http://{_shown(settings.host)}:{port}{settings.base_url}"
            say(f"The workbook is open at {address}")
            say(f"Pages from {settings.notebooks}, content from {settings.data}. Stop with Ctrl-C.")
            for line in settings.also_say:
                say(line)
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
        if kernels is not None:
            self.loop.run_sync(kernels.end_all)
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    def _application(self, settings: Settings) -> web.Application:
        """Put together what answers: pages, files, kernels."""
        base_url = settings.base_url
        assets = self._assets()
        application = web.Application(
            **self.init_settings(),
            workbook_views=Views(Shelf(settings.notebooks), base_url, assets[CODE]),
            workbook_hosts=re.compile(host_pattern(settings.host, settings.allow_hosts)),
        )
        application.transforms.append(GuardedHeaders)
        page_config = get_page_config(
            base_url=base_url,
            settings=application.settings,
            log=self.log,
            voila_configuration=self.voila_configuration,
        )
        for name, key in (("voila", "fullStaticUrl"), ("labextensions", "fullLabextensionsUrl")):
            page_config[key] = f"{base_url}workbook/{name}/{assets[name].fingerprint()}"
        env = kernel_environment(settings)
        if offer_forks():
            package = Assets((Path(__file__).parents[1],), _CODE | {".py", ".json"})
            self.kernel_manager.forks = Forks(settings.warm_up, env, package)
            self.kernel_spec_manager.provisioner = FORKING
        runner = Runner(self.kernel_manager, self.config, env, settings.starts_at_once)
        page = {"runner": runner, "page_config": page_config}
        application.add_handlers(
            host_pattern(settings.host, settings.allow_hosts), routes(base_url, assets, page)
        )
        return application

    def _assets(self) -> dict[str, Assets]:
        """Return the files that pages load, by their name in the address."""
        package = Path(__file__).parents[1]
        voila = tuple(Path(path) for path in self.static_paths if Path(path).is_dir())
        extensions = tuple(Path(path) for path in self.labextensions_path if Path(path).is_dir())
        return {
            CODE: Assets((package,), _CODE, ("front/", "serve/static/")),
            "voila": Assets(voila, _CODE_AND_FONTS, settled=True),
            "labextensions": Assets(extensions, _CODE_AND_FONTS, settled=True),
        }


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
    """Return a host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def _log_request(handler: web.RequestHandler) -> None:
    """Log what failed on our side, and nothing else: who reads what is nobody's business."""
    if handler.get_status() >= 500:  # noqa: PLR2004 - the server's own faults
        logging.getLogger("workbook.serve").error(
            "%s %s failed", handler.request.method, handler.request.path
        )
