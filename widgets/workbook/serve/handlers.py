"""The addresses of the workbook and what answers at each.

Here: the home page, the notebooks' pages, the files, the kernels' addresses, and what is not there.
Not here: how pages look (see `views`), and how cells are run (see `run`).
"""

import asyncio
import logging
from contextlib import aclosing, suppress
from typing import Any
from uuid import uuid4

from jupyter_server.services.kernels.handlers import KernelHandler
from tornado import web
from tornado.iostream import StreamClosedError
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from workbook.serve.assets import Assets
from workbook.serve.kernels import Kernels
from workbook.serve.notebooks import Cell, Notebook, NotebookError, read_notebook
from workbook.serve.run import Runner
from workbook.serve.web import WorkbookHandler

__all__ = ["Nowhere", "PageHandler", "routes"]

_KERNEL = r"(?P<kernel_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_FOR_EVER = "public, max-age=31536000, immutable"
_LOG = logging.getLogger("workbook.serve")


class HomePage(WorkbookHandler):
    """The home page."""

    def get(self) -> None:
        """Answer with the parts and pages of the workbook."""
        self.set_header("Cache-Control", "no-cache")
        self.finish(self.views.home())


class PageHandler(WorkbookHandler):
    """A notebook's page: its text at once, then what its cells show, run in a kernel of its own."""

    _opening: asyncio.Task[None] | None = None

    def initialize(self, runner: Runner, page_config: dict[str, Any]) -> None:
        """Take what runs cells, and the configuration that Voila's script reads, which lacks the kernel."""
        self._runner = runner
        self._page_config = page_config

    async def get(self, path: str) -> None:
        """Answer with the page at `path`, relative to the notebooks' folder."""
        file = (self.views.shelf.folder / path).resolve() if "\0" not in path else self.views.shelf.folder
        known = file.is_relative_to(self.views.shelf.folder) and file.suffix == ".ipynb" and file.is_file()
        if not known or any(part.startswith(".") for part in path.split("/")):
            raise web.HTTPError(404)
        try:
            notebook = read_notebook(file)
        except NotebookError as error:
            _LOG.error("%s", error)
            raise web.HTTPError(500) from None
        self.set_header("Cache-Control", "no-store")
        if notebook.has_code:
            await self._answer_with_kernel(path, notebook)
        else:
            page = self.views.notebook(path, notebook, None)
            await self.finish(page.before + page.after)

    async def _answer_with_kernel(self, path: str, notebook: Notebook) -> None:
        kernel_id = str(uuid4())
        page = self.views.notebook(path, notebook, {**self._page_config, "kernelId": kernel_id})
        # Sets the cookie without which the page could not end its kernel when it is left.
        self.xsrf_token  # noqa: B018
        self.write(page.before)
        self._opening = asyncio.ensure_future(self._open(kernel_id, path, notebook.cells))
        with suppress(asyncio.CancelledError, StreamClosedError):
            await self.flush()
            await self._opening
            await self.finish(page.after)

    async def _open(self, kernel_id: str, path: str, cells: tuple[Cell, ...]) -> None:
        try:
            async with aclosing(self._runner.outputs(kernel_id, path, cells)) as outputs:
                async for number, output in outputs:
                    if output.get("output_type") == "error":
                        _LOG.error("A cell of %s failed.", path)
                    self.write(self.views.output(number, output))
        except Exception as error:  # whatever keeps a kernel from starting; the page's text is there already
            _LOG.error("The exercises of %s could not be opened: %s", path, type(error).__name__)
            self.write(self.views.failed())

    def on_connection_close(self) -> None:
        """Stop, and so end the kernel, where the visitor left before the page was whole."""
        if self._opening:
            self._opening.cancel()


class Files(WorkbookHandler):
    """Files that pages load. Their address holds a fingerprint, so that browsers can keep them for ever."""

    def initialize(self, assets: Assets) -> None:
        """Take the files."""
        self._assets = assets

    def get(self, fingerprint: str, path: str) -> None:
        """Answer with the file at `path`."""
        asset = self._assets.get(path)
        if asset is None:
            raise web.HTTPError(404)
        self.set_header(
            "Cache-Control", _FOR_EVER if fingerprint == self._assets.fingerprint() else "no-cache"
        )
        self.set_header("Content-Type", asset.content_type)
        self.set_header("ETag", f'"{asset.digest}"')
        self.set_header("Vary", "Accept-Encoding")
        if self.check_etag_header():
            self.set_status(304)
        elif asset.compressed is not None and "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(asset.compressed)
        else:
            self.finish(asset.body)

    def compute_etag(self) -> None:
        """Leave the ETag as it was set, from the file rather than from its compressed form."""


class OneKernel(KernelHandler):
    """Says whether a page's kernel lives. Whoever knows its id may ask; there is no list of ids."""

    SUPPORTED_METHODS = ("GET",)


class EndKernel(WorkbookHandler):
    """Ends a page's kernel when the page is left."""

    async def post(self, kernel_id: str) -> None:
        """End the kernel; one that is gone already is no error, since browsers may tell twice."""
        kernels: Kernels = self.settings["kernel_manager"]
        await kernels.end_page_kernel(kernel_id)
        self.set_status(204)


class Status(WorkbookHandler):
    """For whoever watches over the server: that it answers, and how many kernels run."""

    def get(self) -> None:
        """Answer in JSON. The kernels' ids are no one's business."""
        self.set_header("Cache-Control", "no-store")
        self.finish({"status": "ok", "kernels": len(self.settings["kernel_manager"].list_kernel_ids())})


class Nowhere(WorkbookHandler):
    """Answers where nothing else does: at an address that is not there, or under a name that is not ours."""

    def prepare(self) -> None:
        """Say which of the two it is."""
        ours = self.settings["workbook_hosts"].match(self.request.host_name)
        raise web.HTTPError(404 if ours else 421)


def routes(base_url: str, assets: dict[str, Assets], page: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return Tornado's rules.

    `assets` go by their name in the address; `page` is what a page's handler is given.
    """
    rules: list[tuple[Any, ...]] = [
        (base_url, HomePage),
        (f"{base_url}voila/render/(?P<path>.+)", PageHandler, page),
        (f"{base_url}voila/api/shutdown/{_KERNEL}", EndKernel),
        (f"{base_url}api/kernels/{_KERNEL}", OneKernel),
        (f"{base_url}api/kernels/{_KERNEL}/channels", VoilaKernelWebsocketHandler),
        (f"{base_url}workbook/status", Status),
    ]
    for name, files in assets.items():
        address = rf"{base_url}workbook/{name}/(?P<fingerprint>[0-9a-f]{{8}})/(?P<path>.+)"
        rules.append((address, Files, {"assets": files}))
    if base_url != "/":
        rules.append((base_url.rstrip("/"), web.RedirectHandler, {"url": base_url, "permanent": False}))
    return rules
