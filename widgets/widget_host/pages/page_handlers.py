"""Opens notebooks' pages: cached ones at once, others while their cells run; and gives pages their kernels.

Here: the handlers for pages, for the kernel that a page requests when it needs one, and for the queue when
all places are taken. Not here: the other handlers (see `routes`), and how pages are rendered (see `views`).
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from contextlib import ExitStack, aclosing, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Any
from uuid import uuid4

from tornado import httputil, web
from tornado.iostream import StreamClosedError

from forked_kernels.run import Run
from widget_host.common.network import network_of
from widget_host.http.headers import ASK_AGAIN, UNSAFE_EVAL, HostHandler
from widget_host.http.local_requests import is_local
from widget_host.http.metrics import OTHER, Figures
from widget_host.http.shutdown import AGAIN_S, Stopping
from widget_host.kernels.admission_queue import AdmissionQueue, Waiting
from widget_host.kernels.cell_runner import CellRunner
from widget_host.kernels.fair_shares import Asker
from widget_host.kernels.kernel_manager import Kernels
from widget_host.kernels.keys import KernelKeys
from widget_host.kernels.unconnected import Unconnected
from widget_host.pages.failures import Failure
from widget_host.pages.notebook import Cell, Notebook, NotebookError, OtherLanguageError
from widget_host.pages.offline import is_ahead
from widget_host.pages.page_cache import CachedPage, PageCache
from widget_host.pages.request_environment import request_environment

__all__ = ["GiveKernel", "OpeningHandler", "PageHandler", "PageOpener", "Turn"]

_LOG = logging.getLogger("widget_host")
_PATIENCE_S = 15.0
_LONG_PATIENCE_S = 600.0
_AGAIN_S = 3
_PLACE = "place"


@dataclass(frozen=True, slots=True)
class PageOpener:
    """The parts needed to open a page: cached pages, kernels, their environment, the cell runner, the queue.

    `figures` counts the results; while `stopping` is on, nobody gets a kernel any more; `unconnected` ends
    kernels that no page connects to; `visitor_env` returns variables for a kernel by its visitor's network.
    """

    page_cache: PageCache
    kernels: Kernels
    env: dict[str, str]
    runner: CellRunner
    queue: AdmissionQueue
    figures: Figures
    stopping: Stopping
    unconnected: Unconnected
    visitor_env: Callable[[str], Mapping[str, str]]

    async def start_kernel(
        self,
        kernel_id: str,
        path: str,
        cached: CachedPage | None,
        asker: Asker,
        more_env: Mapping[str, str] | None = None,
    ) -> None:
        """Start a kernel for the page at `path`, as a fork of the template of `cached`, if there is one.

        `asker` is the visitor whom it is for. `more_env` is added to its environment. If this fails or is
        cancelled, no kernel is left.
        """
        folder = str(PurePosixPath(path).parent)
        template = cached.template if cached else None
        try:
            env = {**self.env, **self.visitor_env(asker.network), **(more_env or {})}
            await self.kernels.start_page_kernel(kernel_id, folder, env, template)
        except BaseException:
            await self.kernels.end_page_kernel(kernel_id)
            raise
        self.queue.keep(kernel_id, asker)
        self.figures.kernels_started.inc()


class OpeningHandler(HostHandler):
    """The base of this module's handlers."""

    def initialize(self, opener: PageOpener) -> None:
        """Take the page opener."""
        self._opener = opener
        self._keys: KernelKeys = self.settings["host_keys"]

    @property
    def _asker(self) -> Asker:
        """The requester: the cookie stays the same for as long as a browser is open."""
        name = self.settings.get("xsrf_cookie_name", "_xsrf")
        network = network_of(self.request.remote_ip or "")
        return Asker(self.get_cookie(name) or "", network or "")

    async def _notebook(self, path: str) -> Notebook:
        """Read the notebook at a path below the notebooks' folder; raises HTTPError if that fails."""
        try:
            notebook, failure = await self._opener.page_cache.notebook(path)
        except FileNotFoundError:
            raise web.HTTPError(HTTPStatus.NOT_FOUND) from None
        except OtherLanguageError:
            raise web.HTTPError(HTTPStatus.NOT_IMPLEMENTED) from None
        except NotebookError as error:
            self._note(Failure("unreadable", message=str(error)))
            raise web.HTTPError(HTTPStatus.INTERNAL_SERVER_ERROR) from None
        self._note(failure)
        return notebook

    def _note(self, failure: Failure | None) -> None:
        """Store how the notebook fails, if this is its editor's browser."""
        if failure is not None and self.settings["host_edited_here"] and is_local(self.request):
            self.failure = failure

    def _count_full(self, ticket: str, waiting: Waiting) -> None:
        """Count a visitor who found all places taken; repeated requests with the ticket are not counted."""
        if ticket != waiting.ticket:
            self._opener.figures.refuse("full")

    def _tell_waiting(self, ticket: str, waiting: Waiting) -> None:
        self._count_full(ticket, waiting)
        self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
        self.set_header("Retry-After", _AGAIN_S)
        self.finish({"reason": "full", "ticket": waiting.ticket, "before": waiting.before, "again": _AGAIN_S})

    def _refuse_stopping(self) -> None:
        """Count a visitor who is turned away because the server is stopping."""
        self._opener.figures.refuse("stopping")
        self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
        self.set_header("Retry-After", AGAIN_S)

    def _asked(self) -> dict[str, Any]:
        """Return the body's JSON object; raises HTTPError 400 if it is not one."""
        try:
            asked = json.loads(self.request.body or b"{}")
        except (ValueError, RecursionError):
            asked = None
        if not isinstance(asked, dict):
            raise web.HTTPError(400)
        return asked


class PageHandler(OpeningHandler):
    """A notebook's page: complete if its cells have already been run, else its text first."""

    _work: asyncio.Task[None] | None = None
    _kernel_id = ""

    async def get(self, path: str) -> None:
        """Answer with the page at `path`, relative to the notebooks' folder."""
        await self.views.page_index.fresh()
        notebook = await self._notebook(path)
        if self.views.evaluates(notebook):
            self.set_header(UNSAFE_EVAL, "")
        if notebook.has_code:
            # Sets the cookie that the page needs to request a kernel and to end it.
            self.xsrf_token  # noqa: B018
        page_cache = self._opener.page_cache
        cached = page_cache.ready(path, notebook)
        self._note(page_cache.failure(path, notebook))
        if cached is not None and cached.page is not None:
            page = cached.page
            if self.failure is not None:
                page = page_cache.with_failure(path, notebook, cached, self.failure)
            self.send(page, ASK_AGAIN)
            return
        self.set_header("Cache-Control", "no-store")
        if self.request.method == "HEAD":
            # HEAD runs no cells, and the length of the page is not known yet.
            await self.flush()
            return
        self._work = asyncio.ensure_future(self._open(path, notebook))
        with suppress(asyncio.CancelledError, StreamClosedError), self._opener.stopping.work():
            await self._work

    def on_finish(self) -> None:
        """Count the visit, by page only; a page from the browser's cache counts too."""
        is_sent = self.get_status() in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
        if is_sent and self.request.method == "GET" and not is_ahead(self.request.headers):
            path = self.path_kwargs["path"]
            page = path.removesuffix(".ipynb") if self.views.page_index.at(path) else OTHER
            self._opener.figures.visit(page, self.request.headers)

    def on_connection_close(self) -> None:
        """Cancel, and so end the kernel, if the visitor left before the page was complete."""
        if self._work:
            self._work.cancel()

    async def _open(self, path: str, notebook: Notebook) -> None:
        """Send the page's text, then the outputs of its cells as they come."""
        known = self._opener.page_cache.ready(path, notebook)
        own_kernel = notebook.has_each_visitor or not self._opener.page_cache.may_come(path, notebook)
        if own_kernel and is_ahead(self.request.headers):
            # No page would connect to the kernel, and a page with a kernel's key is never kept.
            self.set_status(HTTPStatus.NO_CONTENT)
            await self.finish()
            return
        if own_kernel and self._opener.stopping.is_on:
            self._refuse_stopping()
            await self.finish(self.views.problem("stopping"))
            return
        if own_kernel and not await self._has_turn(path, notebook, known):
            return
        with ExitStack() as place:
            if own_kernel:
                place.enter_context(self._opener.queue.starting(self._asker))
            page = self.views.opening(path, notebook, known.run if known else None, self.failure)
            self.write(page.before)
            await self.flush()
            try:
                await self._show(path, notebook, known, place, own_kernel=own_kernel)
            except StreamClosedError:
                raise
            except Exception as error:  # anything can keep a kernel from starting; the text is already sent
                _LOG.error("The exercises of %s could not be opened: %s", path, type(error).__name__)
                self.write(self.views.failed())
        await self.finish(page.after)
        self._opener.unconnected.sent(self._kernel_id)

    async def _show(
        self, path: str, notebook: Notebook, known: CachedPage | None, place: ExitStack, *, own_kernel: bool
    ) -> None:
        """Write the outputs: all of the shared run, then the visitor's own, and the data.

        `place` reserves the place of the visitor's own kernel until that has started.
        """
        cached = known or await self._opener.page_cache.make(path, notebook)
        self._show_failure(path, notebook)
        if cached is not None and known is None:
            for shown in cached.run.outputs:
                self.write(self.views.output(shown, cached.run.models))
        mine = _left_to_run(notebook, cached)
        if cached is not None and not mine:
            self.write(self.views.data(path, cached.run, build=cached.build))
            return
        run = cached.run if cached else Run()
        queue = self._opener.queue
        if not own_kernel and await queue.turn(patience_s=_LONG_PATIENCE_S, asker=self._asker):
            raise TimeoutError
        if not own_kernel:
            place.enter_context(queue.starting(self._asker))
        await self._run(path, cached, mine, Run(run.outputs, dict(run.models)), place)

    def _show_failure(self, path: str, notebook: Notebook) -> None:
        """Write how the notebook fails, for its editor, if that was not known before."""
        if self.failure is None:
            self._note(self._opener.page_cache.failure(path, notebook))
            if self.failure is not None:
                self.write(self.views.failing(self.failure))

    async def _run(
        self, path: str, cached: CachedPage | None, cells: tuple[Cell, ...], run: Run, place: ExitStack
    ) -> None:
        """Run cells in the visitor's own kernel, which is ended if they don't run to the end."""
        opener = self._opener
        outputs = list(run.outputs)
        kernel_id = str(uuid4())
        async with opener.runner.turn:
            await opener.start_kernel(kernel_id, path, cached, self._asker, _environment_of(self.request))
            place.close()
            try:
                async with aclosing(opener.runner.outputs(kernel_id, cells, run.models)) as shown:
                    async for one in shown:
                        if one[1].get("output_type") == "error":
                            _LOG.error("A cell of %s failed.", path)
                        self.write(self.views.output(one, run.models))
                        outputs.append(one)
                whole = Run(tuple(outputs), run.models)
                self.write(self.views.data(path, whole, kernel=kernel_id, key=self._keys.of(kernel_id)))
                self._kernel_id = kernel_id
                opener.unconnected.given(kernel_id)
            except BaseException:
                await opener.kernels.end_page_kernel(kernel_id)
                raise

    async def _has_turn(self, path: str, notebook: Notebook, known: CachedPage | None) -> bool:
        """Return whether there is a place for the page's kernel; if not, answer with the waiting page."""
        ticket = self.get_query_argument(_PLACE, "")
        waiting = await self._opener.queue.turn(ticket, asker=self._asker)
        if waiting is None:
            return True
        self._count_full(ticket, waiting)
        run = known.run if known else Run()
        self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
        self.set_header("Retry-After", _AGAIN_S)
        await self.finish(self.views.full(path, notebook, run, waiting.ticket, waiting.before))
        return False


class GiveKernel(OpeningHandler):
    """Gives a page its kernel, when it has its first message to send."""

    _left = False

    def on_connection_close(self) -> None:
        """Record that nobody waits any more: nobody could end a kernel whose id nobody knows."""
        self._left = True

    async def post(self) -> None:
        """Answer with the kernel's id, or the reason why there is none."""
        opener = self._opener
        asked = self._asked()
        if opener.stopping.is_on:
            self._tell_stopping()
            return
        path, build = str(asked.get("page", "")), str(asked.get("build", ""))
        cached = await opener.page_cache.of(path, await self._notebook(path), build)
        if cached is None:
            self._tell_changed()
            return
        ticket = str(asked.get("ticket", ""))
        waiting = await opener.queue.turn(ticket, _PATIENCE_S, self._asker)
        if self._left:
            return
        if waiting is not None:
            self._tell_waiting(ticket, waiting)
        elif opener.stopping.is_on:
            self._tell_stopping()
        else:
            await self._give(path, cached)

    async def _give(self, path: str, cached: CachedPage) -> None:
        """Start the kernel; nobody else may take the place meanwhile."""
        opener, kernel_id = self._opener, str(uuid4())
        with opener.queue.starting(self._asker):
            try:
                await opener.start_kernel(kernel_id, path, cached, self._asker)
            except RuntimeError:  # its template has ended, and can't be rebuilt
                self._tell_changed()
                return
        if self._left:
            await opener.kernels.end_page_kernel(kernel_id)
            return
        opener.unconnected.given(kernel_id)
        self.finish({"kernel": kernel_id, "key": self._keys.of(kernel_id)})

    def _tell_stopping(self) -> None:
        self._refuse_stopping()
        self.finish({"reason": "stopping", "again": AGAIN_S})

    def _tell_changed(self) -> None:
        """Report that the page has changed: only a reloaded page can have a kernel."""
        self.set_status(HTTPStatus.CONFLICT)
        self.finish({"reason": "changed"})


class Turn(OpeningHandler):
    """Tells a waiting visitor their position in the queue."""

    def post(self) -> None:
        """Answer 200 when it is their turn."""
        ticket = str(self._asked().get("ticket", ""))
        waiting = self._opener.queue.position(ticket, self._asker)
        if waiting.ready and not self._opener.stopping.is_on:
            self.finish({"ticket": waiting.ticket})
        else:
            self._tell_waiting(ticket, waiting)


def _environment_of(request: httputil.HTTPServerRequest) -> dict[str, str]:
    name, port = httputil.split_host_and_port(request.host.lower())
    return request_environment(
        request.path,
        request.full_url(),
        query=request.query,
        name=name,
        port=str(port or ""),
        protocol=request.version,
    )


def _left_to_run(notebook: Notebook, cached: CachedPage | None) -> tuple[Cell, ...]:
    """Return the code cells that each visitor's own kernel runs: all, or those with the tag."""
    return tuple(cell for cell in notebook.code if cached is None or cell.each_visitor)
