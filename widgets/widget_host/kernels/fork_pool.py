"""Kernels by forking a process that has run the notebook already.

Here: which notebook has which template, when it is built, and what happens where that fails. A template is a
process that has run a notebook's cells once: what they showed is the page for all, and a visitor's kernel is
a fork of it. Not here: one build (see `builds`), talking to processes (see `fork_client`), what runs in them
(see `fork_server` and `template`), Jupyter's way to all this (see `provisioner`).
"""

import asyncio
import logging
import os
import time
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from forked_kernels.fork_client import FailedForkError, ForkedKernel, ForkError, ForkServer, Lifeline
from forked_kernels.limits import Limits
from widget_host.kernels.builds import CannotRunOnce, Fingerprint, NotebookTemplate, Source, build_template
from widget_host.languages import ENGLISH, PAGE_LANGUAGE
from widget_host.pages.failures import Failure
from widget_host.pages.notebook import Cell

if TYPE_CHECKING:
    from widget_host.kernels.kernel_user import KernelUser

__all__ = ["CannotRunOnce", "Code", "Forks", "NotebookTemplate", "RestartNeededError"]

_LOOK_EVERY_S = 2.0
# How long a notebook rests whose process was ended, the first time and at most.
_FIRST_REST_S, _LONGEST_REST_S = 5.0, 600.0
_LOG = logging.getLogger("widget_host")


class RestartNeededError(ForkError):
    """What forks is gone, and the code that it would be started with is another than the server's."""


class Code(Fingerprint, Protocol):
    """The code that kernels run: what was there when the server began."""

    def look(self) -> bool:
        """Say whether it has changed since."""


class _Page:
    """One notebook: the template that serves, the build under way, and what the last one failed for."""

    def __init__(self) -> None:
        self.template: NotebookTemplate | None = None
        self.building: asyncio.Task[None] | None = None
        self.refusal: CannotRunOnce | None = None
        self._refused_key = ""
        self._until = self._rest_s = 0.0

    def serve(self, template: NotebookTemplate) -> None:
        """Have a template serve from now on."""
        self.template, self.refusal, self._refused_key, self._rest_s = template, None, "", 0.0

    def refuse(self, key: str, refusal: CannotRunOnce) -> None:
        """Remember that what has this key can't be run: for good, or for longer each time."""
        self._rest_s = min(2 * self._rest_s or _FIRST_REST_S, _LONGEST_REST_S)
        self._until = float("inf") if refusal.is_lasting else time.monotonic() + self._rest_s
        self.refusal, self._refused_key = refusal, key

    def is_refused(self, key: str) -> bool:
        """Whether what has this key is not to be run again, or not yet."""
        return self._refused_key == key and time.monotonic() < self._until

    def refusal_of(self, key: str) -> CannotRunOnce | None:
        """Return why what has this key could not be run when that was tried last, None where it could."""
        return self.refusal if self._refused_key == key else None


class Forks:
    """The templates of one server's notebooks, and the fork server that they are forked from."""

    def __init__(
        self,
        warm_up: tuple[str, ...],
        env: dict[str, str],
        code: Code,
        *,
        data: Fingerprint | None = None,
        folder: Path | None = None,
        limits: Limits | None = None,
        run_within_s: float = 60.0,
        keep_s: float = 600.0,
        user: "KernelUser | None" = None,
    ) -> None:
        """Start the fork server.

        `warm_up` is what is imported once for all (see `fork_server`), in the environment `env`. Templates
        are built again when `data` changes; `code` is the package. Paths of notebooks are relative to
        `folder`. A notebook that takes longer than `run_within_s` can't be run once. A template that was
        replaced lives on for `keep_s`: some page may still be open that needs it. All of it runs as `user`,
        if one is given.
        """
        self._warm_up, self._env, self._code, self._data = warm_up, env, code, data
        self._folder = folder or Path.cwd()
        self._limits = limits or Limits()
        self._run_within_s, self._keep_s = run_within_s, keep_s
        self._lifeline = Lifeline()
        self.user = user
        self._fork_server = ForkServer(warm_up, env, self._lifeline, user)
        self._former: list[ForkServer] = []
        self._pages: dict[tuple[str, str], _Page] = {}
        self._replaced: list[tuple[float, NotebookTemplate]] = []
        self._tasks: set[asyncio.Task[Any]] = set()
        self._warming: asyncio.Task[None] | None = None
        self._is_kept = False
        self._at_once = asyncio.Semaphore(os.cpu_count() or 1)
        self._waited_for = 0

    def present(self, path: str, cells: tuple[Cell, ...], language: str = ENGLISH) -> NotebookTemplate | None:
        """Return the template that serves the notebook at `path` now, or None where there is none (yet).

        `cells` are its code cells, which run in `language`. Where they, the data or the code have changed, it
        is the one from before, and a new one is built in the background.
        """
        page = self._pages.get((path, language))
        if page is None or page.template is None:
            return None
        self._up_to_date(page, self._source(path, cells, language))
        return page.template

    def at(self, path: str, build: str, language: str = ENGLISH) -> NotebookTemplate | None:
        """Return the template of a build by its name, where there is (still) one."""
        page = self._pages.get((path, language))
        if page and page.template and page.template.build == build:
            return page.template
        for _, template in self._replaced:
            if (template.source.path, template.build) == (path, build) and template.is_alive:
                return template
        return None

    async def find(
        self, path: str, cells: tuple[Cell, ...], build: str, language: str = ENGLISH
    ) -> NotebookTemplate | None:
        """Return the same as `at`, after running the notebook where that has not been done yet.

        So an open page finds its build again when the server was started again.
        """
        if self.at(path, build, language) is None:
            with suppress(CannotRunOnce):
                await self.template(path, cells, language)
        return self.at(path, build, language)

    def refused(self, path: str, cells: tuple[Cell, ...], language: str = ENGLISH) -> bool:
        """Say whether the notebook, as it is now, is known not to be one that can be run once."""
        page = self._pages.get((path, language))
        key = self._source(path, cells, language).key
        return bool(page and not page.template and page.is_refused(key))

    async def template(self, path: str, cells: tuple[Cell, ...], language: str = ENGLISH) -> NotebookTemplate:
        """Return the notebook's template, built first where need be; all who ask meanwhile share one build.

        Raises CannotRunOnce. Where a changed notebook fails, its template from before is returned.
        """
        page = self._pages.setdefault((path, language), _Page())
        building = self._up_to_date(page, self._source(path, cells, language))
        if building is not None:
            self._waited_for += 1
            try:
                await asyncio.shield(building)
            finally:
                self._waited_for -= 1
        if page.template is not None:
            return page.template
        raise page.refusal or CannotRunOnce("what would run it does not answer")

    async def kernel(
        self, template: NotebookTemplate, connection_file: str, env: dict[str, str]
    ) -> ForkedKernel:
        """Return a kernel for a page that was drawn from `template`, even where that has ended meanwhile.

        Raises ForkError where there is none that has the page's widgets.
        """
        try:
            return await template.fork(connection_file, env)
        except FailedForkError as error:
            _LOG.error("A process for %s could not be forked: %s.", template.source.path, error)
        except ForkError as error:
            _LOG.debug("What processes for %s are forked from is gone: %s.", template.source.path, error)
        source = template.source
        page = self._pages.get((source.path, source.language))
        if page is not None and page.template is template:
            await asyncio.shield(self._build(page, source))
        again = self.at(source.path, template.build, source.language)
        if again is None:
            raise ForkError("the page has changed")
        return await again.fork(connection_file, env)

    async def plain_kernel(
        self, command: list[str], folder: str, env: dict[str, str], streams: tuple[int, int]
    ) -> ForkedKernel:
        """Return a kernel that has run nothing yet (see `ForkServer.kernel`); raises ForkError."""
        return await self.fork_server().kernel(command, folder, env, streams, self._limits)

    def fork_server(self) -> ForkServer:
        """Return the fork server, started again where it has ended.

        Raises RestartNeededError where the package has changed meanwhile: old and new code would meet.
        """
        if not self._fork_server.is_alive:
            if self._code.look():
                raise RestartNeededError("the package has changed")
            # The one before stays until its templates are gone: it cleans up after their kernels.
            self._former.append(self._fork_server)
            self._fork_server = ForkServer(self._warm_up, self._env, self._lifeline, self.user)
        return self._fork_server

    def warm(self, notebooks: Iterable[tuple[str, tuple[Cell, ...], str]]) -> None:
        """Build templates in the background, one after another, after those that somebody waits for.

        Each is given by its path, its code cells and its language. Nothing is done while that is still under
        way for those that were named before.
        """
        if self._warming is None or self._warming.done():
            self._warming = self._do(self._warm(list(notebooks)))

    def troubles(self) -> dict[str, str]:
        """Return the notebooks that fail as they are now, by path, each with the reason.

        Visitors see such a notebook as it was before, where the server has that.
        """
        refused = {path: page.refusal for (path, _), page in self._pages.items() if page.refusal}
        return {path: refusal.reason for path, refusal in refused.items() if refusal.fails}

    def failure(self, path: str, cells: tuple[Cell, ...], language: str = ENGLISH) -> Failure | None:
        """Return why the notebook, as it is now, is known to fail: for whoever edits it alone."""
        page = self._pages.get((path, language))
        if page is None or page.refusal is None:
            return None
        refusal = page.refusal_of(self._source(path, cells, language).key)
        return refusal.failure if refusal else None

    def stop(self) -> None:
        """End all templates, and all kernels that were forked."""
        for task in self._tasks:
            task.cancel()
        self._lifeline.close()
        for template in self._templates():
            template.end()
        for fork_server in (self._fork_server, *self._former):
            fork_server.stop()

    def _source(self, path: str, cells: tuple[Cell, ...], language: str) -> Source:
        """Return what would be built of a notebook now."""
        data = self._data.fingerprint() if self._data else ""
        return Source.of(path, cells, (data, self._code.fingerprint(), self._warm_up), language)

    def _up_to_date(self, page: _Page, source: Source) -> asyncio.Task[None] | None:
        """Return None where the notebook's template is up to date, or can't be had; else the build."""
        template = page.template
        if template and template.source.key == source.key and template.is_alive:
            return None
        return None if page.is_refused(source.key) else self._build(page, source)

    def _build(self, page: _Page, source: Source) -> asyncio.Task[None]:
        if page.building is None or page.building.done():
            page.building = self._do(self._built(page, source))
        return page.building

    async def _built(self, page: _Page, source: Source) -> None:
        """Build a notebook's template, and let it serve."""
        async with self._at_once:
            try:
                template = await self._attempt(source)
            except CannotRunOnce as refusal:
                self._refuse(page, source, refusal)
                return
            except ForkError:
                reason = "what would run it does not answer"
                self._refuse(page, source, CannotRunOnce(reason, is_lasting=False))
                return
        self._retire(page)
        page.serve(template)

    async def _attempt(self, source: Source) -> NotebookTemplate:
        folder = (self._folder / source.path).parent
        env = {**self._env, PAGE_LANGUAGE: source.language}
        for is_last in (False, True):
            fork_server, within_s = self.fork_server(), self._run_within_s
            try:
                return await build_template(
                    fork_server, source, folder, env, limits=self._limits, within_s=within_s
                )
            except ForkError:
                # The fork server may have ended just now: the next one is another.
                if is_last:
                    raise
        raise AssertionError

    def _refuse(self, page: _Page, source: Source, refusal: CannotRunOnce) -> None:
        """Go on without a new template, and say why."""
        page.refuse(source.key, refusal)
        stands = refusal.fails or not refusal.is_lasting
        if stands and page.template and page.template.is_alive:
            _LOG.error(
                "%s is shown as it was before its last change: as it is now, %s.", source.path, refusal.reason
            )
            return
        self._retire(page)
        _LOG.warning("Each visitor's kernel runs %s by itself: %s.", source.path, refusal.reason)

    def _retire(self, page: _Page) -> None:
        """Keep the template that has served so far for the pages that are open."""
        if page.template is not None:
            self._replaced.append((time.monotonic(), page.template))
            page.template = None

    async def _warm(self, notebooks: list[tuple[str, tuple[Cell, ...], str]]) -> None:
        for path, cells, language in notebooks:
            while self._waited_for:
                await asyncio.sleep(_LOOK_EVERY_S / 10)
            page = self._pages.setdefault((path, language), _Page())
            building = self._up_to_date(page, self._source(path, cells, language))
            if building is not None:
                await asyncio.shield(building)

    def _do(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do something in the background, and look after what there is from now on."""
        if not self._is_kept:
            self._is_kept = True
            self._do(self._keep())
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _keep(self) -> None:
        """Build again what has ended by itself, and end what nobody needs any more."""
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            for page in self._pages.values():
                if page.template and not page.template.is_alive:
                    self._build(page, page.template.source)
            until = time.monotonic() - self._keep_s
            for since, template in list(self._replaced):
                if since < until or not template.is_alive:
                    template.end()
                    self._replaced.remove((since, template))
            needed = {template.fork_server.pid for template in self._templates()}
            for fork_server in [one for one in self._former if one.pid not in needed]:
                fork_server.stop()
                self._former.remove(fork_server)

    def _templates(self) -> list[NotebookTemplate]:
        serving = [page.template for page in self._pages.values() if page.template]
        return [*serving, *(template for _, template in self._replaced)]
