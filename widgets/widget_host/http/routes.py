"""The addresses of the server and what answers at each.

Here: the home page, the files, the kernels' addresses, and what is not there. Not here: the notebooks' pages
(see `opening`), what watches over the server (see `health`), and how pages look (see `views`).
"""

from collections.abc import Awaitable, Sequence
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
from widget_host.kernels.websocket import KernelLine
from widget_host.pages.assets import Assets
from widget_host.pages.generated_assets import GeneratedAssets
from widget_host.pages.opening import GiveKernel, OpeningHandler, PageHandler, PageOpener, Turn
from widget_host.pages.outputs import rendered_text
from widget_host.pages.views import PARTS
from widget_host.work_queue import WorkQueue

__all__ = ["MADE", "Nowhere", "Refused", "Watched", "routes"]

MADE = "modules"
"""The name of made files in their address."""

_LONGEST_TEXT = 20_000
_KERNEL = r"(?P<kernel_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"


class HomePage(HostHandler):
    """The home page."""

    def initialize(self, opening: PageOpener) -> None:
        """Take the pages that are ready, and what counts visits."""
        self._opening = opening

    async def get(self) -> None:
        """Answer with the parts and pages."""
        await self._opening.page_cache.views.page_index.fresh()
        if self.request.method == "GET":
            self._opening.figures.visit(HOME, self.request.headers)
        self.send(self._opening.page_cache.home(), ASK_AGAIN)


class Files(HostHandler):
    """Files that pages load. Browsers can keep them for ever where their address holds a fingerprint."""

    def initialize(self, assets: Assets) -> None:
        """Take the files."""
        self._assets = assets

    def get(self, path: str, fingerprint: str = "") -> None:
        """Answer with the file at `path`."""
        current = fingerprint == self._assets.fingerprint()
        self.send(self._assets.get(path), FOR_EVER if current else ASK_AGAIN)


class MadeFiles(HostHandler):
    """Files that are made while the server runs. Their name tells their content."""

    def initialize(self, made: GeneratedAssets) -> None:
        """Take the files."""
        self._made = made

    def get(self, name: str) -> None:
        """Answer with the file of this name."""
        self.send(self._made.get(name), FOR_EVER)


class Media(HostHandler, web.StaticFileHandler):  # type: ignore[misc]  # both answer to HEAD
    """Sounds and films beside the notebooks, of which browsers ask for parts."""

    def initialize(self, path: str) -> None:  # type: ignore[override]  # it takes no file for a folder
        """Take the notebooks' folder."""
        web.StaticFileHandler.initialize(self, path)

    def compute_etag(self) -> str | None:  # type: ignore[override]  # as Tornado has it for files
        """Return what tells a file's versions apart.

        Tornado would read the whole film for it while all others wait, and not see that it has changed.
        """
        try:
            changed_ns, size, _ = state_of(Path(str(self.absolute_path)))
        except OSError:
            return None
        return f'"{changed_ns:x}-{size:x}"'

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """Return the file's path; raises HTTPError 404 for one that is hidden, or leads out of the folder."""
        folder, file = Path(root).resolve(), Path(absolute_path)
        try:
            is_ours = file.resolve().is_relative_to(folder) and file.is_file()
        except (OSError, ValueError):  # a name that no file can have: too long, or no text
            is_ours = False
        if not is_ours or is_hidden(file.relative_to(root)):
            raise web.HTTPError(HTTPStatus.NOT_FOUND)
        return super().validate_absolute_path(root, absolute_path)

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 - as Tornado calls it
        """Have browsers ask again, since a file may change."""
        self.set_header("Cache-Control", ASK_AGAIN)


class Rendered(OpeningHandler):
    """Sets what a page's code shows while the page is open: Markdown and formulas. Nothing of it is kept."""

    def initialize(self, opening: PageOpener, queue: WorkQueue) -> None:  # type: ignore[override]  # more than others
        """Take what opening a page takes, and the queue in which texts are set."""
        super().initialize(opening)
        self._queue = queue

    async def post(self) -> None:
        """Answer with HTML in which nothing acts; raises HTTPError 400 where it is neither, or too long.

        The page shows the text as it is where there are too many (503).
        """
        asked = self._asked()
        kind, text = asked.get("kind"), asked.get("text")
        if kind not in ("markdown", "latex") or not isinstance(text, str) or len(text) > _LONGEST_TEXT:
            raise web.HTTPError(HTTPStatus.BAD_REQUEST)
        html = await self._queue.run(lambda: rendered_text({f"text/{kind}": text})) or ""
        inner = html.removeprefix("<p>").removesuffix("</p>") if kind == "latex" else html
        self.finish({"html": self.views.linked(inner)})


class OneKernel(OwnCookies, KernelHandler):
    """Says whether a page's kernel lives. Whoever knows its id may ask; there is no list of ids."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    async def prepare(self) -> None:  # type: ignore[override]  # as that of the class that it extends
        """Tell nobody that a kernel is there while the server stops: its page would connect once more."""
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
    """Leads to where something is, whether its content is asked for or its headers alone."""

    def head(self, *args: str, **kwargs: str) -> None:
        """Answer as GET does."""
        self.get(*args, **kwargs)


class EndKernel(HostHandler):
    """Ends a page's kernel when the page is left, for whoever has its key."""

    async def post(self, kernel_id: str) -> None:
        """End the kernel; one that is gone already is not an error, since browsers may tell twice."""
        keys: KernelKeys = self.settings["host_keys"]
        keys.check(kernel_id, self.get_body_arguments("key"))
        kernels: Kernels = self.settings["kernel_manager"]
        await kernels.end_page_kernel(kernel_id)
        self.set_status(204)


@web.stream_request_body
class Refused(HostHandler):
    """Answers what goes no further: too many requests, or too much in one. No body is read."""

    def initialize(self, status: int, wait_s: int) -> None:
        """Take the status, and in how many seconds it may be tried again."""
        self._status, self._wait_s = status, wait_s

    def check_xsrf_cookie(self) -> None:
        """Ask for no cookie: nothing is done."""

    def prepare(self) -> None:
        """Answer before anything is read."""
        self.send_error(self._status)

    def write_error(self, status_code: int, **details: object) -> None:
        """Answer with a page in plain words, and when to come again."""
        if self._wait_s:
            self.set_header("Retry-After", self._wait_s)
        super().write_error(status_code, **details)

    def data_received(self, chunk: bytes) -> None:
        """Read nothing."""


class Nowhere(HostHandler):
    """Answers where nothing else does: at an address that is not there, or under a name that is not ours."""

    def prepare(self) -> None:
        """Say which of the two it is."""
        ours = self.settings["host_hosts"].match(self.request.host_name)
        raise web.HTTPError(404 if ours else 421)


@dataclass(frozen=True, slots=True)
class Watched:
    """What is told to whoever watches over the server: health, figures, package, and whether to everybody."""

    health: Health
    figures: Figures
    installed: Installed
    public_metrics: bool = False


def routes(
    base_url: str,
    assets: dict[str, Assets],
    made: GeneratedAssets,
    openings: Sequence[PageOpener],
    watched: Watched,
) -> list[tuple[Any, ...]]:
    """Return Tornado's rules; `assets` go by their name in the address.

    `openings` are one for each language, English first.
    """
    opens, queue = {"opening": openings[0]}, WorkQueue()
    rules: list[tuple[Any, ...]] = [
        *(rule for opening in openings for rule in _pages(opening, queue)),
        (f"{base_url}voila/api/shutdown/{_KERNEL}", EndKernel),
        (f"{base_url}api/kernels/{_KERNEL}", OneKernel),
        (f"{base_url}api/kernels/{_KERNEL}/channels", KernelLine),
        (f"{base_url}host/turn", Turn, opens),
        (f"{base_url}host/status", Status),
        (f"{base_url}healthz", Alive),
        (f"{base_url}readyz", Ready, {**opens, "health": watched.health, "installed": watched.installed}),
        (f"{base_url}metrics", Metrics, {"figures": watched.figures, "public": watched.public_metrics}),
        (rf"{base_url}host/{MADE}/(?P<name>[0-9a-f]{{16}}\.\w+)", MadeFiles, {"made": made}),
    ]
    for name, files in assets.items():
        address = rf"{base_url}host/{name}/(?P<fingerprint>[0-9a-f]{{8}})/(?P<path>.+)"
        rules.append((address, Files, {"assets": files}))
    # Where libraries that were made for the classic notebook look for their own fonts and pictures.
    rules.append((f"{base_url}nbextensions/(?P<path>.+)", Files, {"assets": assets[PARTS]}))
    homes = (opening.page_cache.views.home_url for opening in openings)
    for home in (home for home in homes if home != "/"):
        rules.append((home.rstrip("/"), Moved, {"url": home, "permanent": False}))
    return rules


def _pages(opening: PageOpener, queue: WorkQueue) -> list[tuple[Any, ...]]:
    """Return the rules of the pages in one language, and of the kernels that speak it.

    Texts of all languages are set in one queue.
    """
    home, opens = opening.page_cache.views.home_url, {"opening": opening}
    folder = str(opening.page_cache.views.page_index.folder)
    return [
        (home, HomePage, opens),
        (rf"{home}voila/render/(?P<path>.+\.(?i:{'|'.join(MEDIA)}))", Media, {"path": folder}),
        (f"{home}voila/render/(?P<path>.+)", PageHandler, opens),
        (f"{home}host/kernel", GiveKernel, opens),
        (f"{home}host/rendered", Rendered, {**opens, "queue": queue}),
    ]
