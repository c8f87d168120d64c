"""The routes of the server and their handlers.

Here: the home page, the files, the kernels' addresses, and errors for missing addresses. Not here: the
notebooks' pages (see `page_handlers`), monitoring (see `health`), and how pages look (see `views`).
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jupyter_server.services.kernels.handlers import KernelHandler
from tornado import web

from widget_host.common.notebook_files import MEDIA, is_hidden
from widget_host.common.plain_files import state_of
from widget_host.http.headers import ASK_AGAIN, FOR_EVER, HostHandler, OwnCookies
from widget_host.http.health import Alive, Health, Ready, Status
from widget_host.http.installed_files import Installed
from widget_host.http.metrics import HOME, Figures, Metrics
from widget_host.http.shutdown import Stopping
from widget_host.kernels.kernel_manager import Kernels
from widget_host.kernels.keys import KernelKeys
from widget_host.kernels.websocket import PageWebSocket
from widget_host.pages.assets import Asset, Assets
from widget_host.pages.generated_assets import GeneratedAssets
from widget_host.pages.offline import WORKER, is_ahead
from widget_host.pages.outputs import rendered_text
from widget_host.pages.page_handlers import GiveKernel, OpeningHandler, PageHandler, PageOpener, Turn
from widget_host.pages.views import PARTS
from widget_host.work_queue import WorkQueue

__all__ = ["GENERATED", "Monitoring", "NotFound", "Refused", "routes", "worker_route"]

GENERATED = "modules"
"""The URL segment of generated files."""

_LONGEST_TEXT = 20_000
_KERNEL = r"(?P<kernel_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"


class HomePage(HostHandler):
    """The home page."""

    def initialize(self, opener: PageOpener) -> None:
        """Take the cached pages, and the visit counter."""
        self._opener = opener

    async def get(self) -> None:
        """Answer with the parts and pages."""
        await self._opener.page_cache.views.page_index.fresh()
        if self.request.method == "GET" and not is_ahead(self.request.headers):
            self._opener.figures.visit(HOME, self.request.headers)
        self.send(self._opener.page_cache.home(), ASK_AGAIN)


class Files(HostHandler):
    """Files that pages load. Browsers can cache them for ever if their address contains a fingerprint."""

    def initialize(self, assets: Assets) -> None:
        """Take the files."""
        self._assets = assets

    def get(self, path: str, fingerprint: str = "") -> None:
        """Answer with the file at `path`."""
        current = fingerprint == self._assets.fingerprint()
        self.send(self._assets.get(path), FOR_EVER if current else ASK_AGAIN)


class Worker(HostHandler):
    """The service worker, which keeps pages for the time without a network, or ends an earlier one."""

    def initialize(self, worker: Callable[[], Asset]) -> None:
        """Take what returns the worker as it is now."""
        self._worker = worker

    def get(self) -> None:
        """Answer with the worker; browsers ask for it at each visit."""
        self.send(self._worker(), ASK_AGAIN)


class GeneratedFiles(HostHandler):
    """Files that are generated while the server runs. Their name is a hash of their content."""

    def initialize(self, generated: GeneratedAssets) -> None:
        """Take the files."""
        self._generated = generated

    def get(self, name: str) -> None:
        """Answer with the file of this name."""
        self.send(self._generated.get(name), FOR_EVER)


class Media(HostHandler, web.StaticFileHandler):  # type: ignore[misc]  # both answer to HEAD
    """Sounds and films beside the notebooks, of which browsers request ranges."""

    def initialize(self, path: str) -> None:  # type: ignore[override]  # it takes no file for a folder
        """Take the notebooks' folder."""
        web.StaticFileHandler.initialize(self, path)

    def compute_etag(self) -> str | None:  # type: ignore[override]  # as Tornado has it for files
        """Return an ETag that distinguishes a file's versions.

        Tornado would read the whole film for it, blocking all other requests, and not notice that it has
        changed.
        """
        try:
            changed_ns, size, _ = state_of(Path(str(self.absolute_path)))
        except OSError:
            return None
        return f'"{changed_ns:x}-{size:x}"'

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """Return the file's path; raises HTTPError 404 if it is hidden, or leads out of the folder."""
        folder, file = Path(root).resolve(), Path(absolute_path)
        try:
            is_ours = file.resolve().is_relative_to(folder) and file.is_file()
        except (OSError, ValueError):  # a name that no file can have: too long, or no text
            is_ours = False
        if not is_ours or is_hidden(file.relative_to(root)):
            raise web.HTTPError(HTTPStatus.NOT_FOUND)
        return super().validate_absolute_path(root, absolute_path)

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 - as Tornado calls it
        """Have browsers revalidate, since a file may change."""
        self.set_header("Cache-Control", ASK_AGAIN)


class Rendered(OpeningHandler):
    """Renders Markdown and formulas that a page's code shows while the page is open. Nothing is stored."""

    def initialize(self, opener: PageOpener, queue: WorkQueue) -> None:  # type: ignore[override]  # more than others
        """Take the page opener, and the queue in which texts are rendered."""
        super().initialize(opener)
        self._queue = queue

    async def post(self) -> None:
        """Answer with inert HTML; raises HTTPError 400 if the text is neither, or too long.

        If too many texts are waiting (503), the page shows the text as it is.
        """
        asked = self._asked()
        kind, text = asked.get("kind"), asked.get("text")
        if kind not in ("markdown", "latex") or not isinstance(text, str) or len(text) > _LONGEST_TEXT:
            raise web.HTTPError(HTTPStatus.BAD_REQUEST)
        html = await self._queue.run(lambda: rendered_text({f"text/{kind}": text})) or ""
        inner = html.removeprefix("<p>").removesuffix("</p>") if kind == "latex" else html
        self.finish({"html": self.views.linked(inner)})


class OneKernel(OwnCookies, KernelHandler):
    """Reports whether a page's kernel is alive, to anybody who knows its id; ids are not listed."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    async def prepare(self) -> None:  # type: ignore[override]  # as that of the class that it extends
        """Report no kernel as alive while the server stops: its page would connect again."""
        stopping: Stopping = self.settings["host_stopping"]
        if stopping.is_on:
            raise web.HTTPError(HTTPStatus.SERVICE_UNAVAILABLE)
        await super().prepare()

    async def head(self, kernel_id: str) -> None:
        """Answer as GET does, with the headers alone."""
        asked: Awaitable[None] | None = self.get(kernel_id)
        if asked is not None:
            await asked


class Moved(web.RedirectHandler):
    """Redirects to a new address, for GET and HEAD."""

    def head(self, *args: str, **kwargs: str) -> None:
        """Answer as GET does."""
        self.get(*args, **kwargs)


class EndKernel(HostHandler):
    """Ends a page's kernel when the page is left; requires the kernel's key."""

    async def post(self, kernel_id: str) -> None:
        """End the kernel; one that has already ended is not an error, since browsers may send this twice."""
        keys: KernelKeys = self.settings["host_keys"]
        keys.check(kernel_id, self.get_body_arguments("key"))
        kernels: Kernels = self.settings["kernel_manager"]
        await kernels.end_page_kernel(kernel_id)
        self.set_status(204)


@web.stream_request_body
class Refused(HostHandler):
    """Answers refused requests: too many, or one that is too big. No body is read."""

    def initialize(self, status: int, wait_s: int) -> None:
        """Take the status, and the number of seconds after which to retry."""
        self._status, self._wait_s = status, wait_s

    def check_xsrf_cookie(self) -> None:
        """Require no cookie: the request has no effect."""

    def prepare(self) -> None:
        """Answer before anything is read."""
        self.send_error(self._status)

    def write_error(self, status_code: int, **details: object) -> None:
        """Answer with a page in plain words, and the time to retry."""
        if self._wait_s:
            self.set_header("Retry-After", self._wait_s)
        super().write_error(status_code, **details)

    def data_received(self, chunk: bytes) -> None:
        """Discard the data."""


class NotFound(HostHandler):
    """Answers all other requests: to an address that does not exist, or under another host name."""

    def prepare(self) -> None:
        """Raise the error for the one that applies."""
        ours = self.settings["host_hosts"].match(self.request.host_name)
        raise web.HTTPError(404 if ours else 421)


@dataclass(frozen=True, slots=True)
class Monitoring:
    """What monitoring needs: health, metrics, the watch on the package, and whether metrics are public."""

    health: Health
    figures: Figures
    installed: Installed
    public_metrics: bool = False


def routes(
    base_url: str,
    assets: dict[str, Assets],
    generated: GeneratedAssets,
    openers: Sequence[PageOpener],
    monitoring: Monitoring,
) -> list[tuple[Any, ...]]:
    """Return Tornado's rules; `assets` are keyed by their name in the URL.

    `openers` has one page opener for each language, English first.
    """
    opens, queue = {"opener": openers[0]}, WorkQueue()
    rules: list[tuple[Any, ...]] = [
        *(rule for opener in openers for rule in _pages(opener, queue)),
        (f"{base_url}voila/api/shutdown/{_KERNEL}", EndKernel),
        (f"{base_url}api/kernels/{_KERNEL}", OneKernel),
        (f"{base_url}api/kernels/{_KERNEL}/channels", PageWebSocket),
        (f"{base_url}host/turn", Turn, opens),
        (f"{base_url}host/status", Status),
        (f"{base_url}healthz", Alive),
        (
            f"{base_url}readyz",
            Ready,
            {**opens, "health": monitoring.health, "installed": monitoring.installed},
        ),
        (f"{base_url}metrics", Metrics, {"figures": monitoring.figures, "public": monitoring.public_metrics}),
        (
            rf"{base_url}host/{GENERATED}/(?P<name>[0-9a-f]{{16}}\.\w+)",
            GeneratedFiles,
            {"generated": generated},
        ),
    ]
    for name, files in assets.items():
        address = rf"{base_url}host/{name}/(?P<fingerprint>[0-9a-f]{{8}})/(?P<path>.+)"
        rules.append((address, Files, {"assets": files}))
    # Where libraries made for the classic notebook load their own fonts and pictures from.
    rules.append((f"{base_url}nbextensions/(?P<path>.+)", Files, {"assets": assets[PARTS]}))
    homes = (opener.page_cache.views.home_url for opener in openers)
    for home in (home for home in homes if home != "/"):
        rules.append((home.rstrip("/"), Moved, {"url": home, "permanent": False}))
    return rules


def worker_route(base_url: str, worker: Callable[[], Asset]) -> tuple[Any, ...]:
    """Return the rule for the service worker; its place is what limits it to the pages of this server."""
    return (f"{base_url}{WORKER}", Worker, {"worker": worker})


def _pages(opener: PageOpener, queue: WorkQueue) -> list[tuple[Any, ...]]:
    """Return the rules for the pages in one language, and for the kernels that use it.

    Texts in all languages are rendered in one queue.
    """
    home, opens = opener.page_cache.views.home_url, {"opener": opener}
    folder = str(opener.page_cache.views.page_index.folder)
    return [
        (home, HomePage, opens),
        (rf"{home}voila/render/(?P<path>.+\.(?i:{'|'.join(MEDIA)}))", Media, {"path": folder}),
        (f"{home}voila/render/(?P<path>.+)", PageHandler, opens),
        (f"{home}host/kernel", GiveKernel, opens),
        (f"{home}host/rendered", Rendered, {**opens, "queue": queue}),
    ]
