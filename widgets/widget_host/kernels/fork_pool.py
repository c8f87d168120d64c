"""Creates kernels by forking a process that has already run the notebook.

Here: which notebook has which template, when it is built, and what happens if that fails. A template is a
process that has run a notebook's cells once: their outputs make the page for everybody, and a visitor's
kernel is a fork of it. Not here: a single build (see `builds`), communication with the processes (see
`fork_client`), the code that runs in them (see `fork_server` and `template`), Jupyter's interface to this
(see `provisioner`).
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
# How long to wait before a notebook whose process was ended runs again, the first time and at most.
_FIRST_REST_S, _LONGEST_REST_S = 5.0, 600.0
_LOG = logging.getLogger("widget_host")


class RestartNeededError(ForkError):
    """The fork server has ended, and would restart with other code than the server's."""


class Code(Fingerprint, Protocol):
    """The code that kernels run: the package as it was when the server started."""

    def check(self) -> bool:
        """Return whether it has changed since."""


class _Page:
    """One notebook: the template in use, the build in progress, and why the last one failed.

    `is_idle` says that the template's process was ended because nobody had used it for a while.
    """

    def __init__(self) -> None:
        self.template: NotebookTemplate | None = None
        self.building: asyncio.Task[None] | None = None
        self.refusal: CannotRunOnce | None = None
        self.is_idle = False
        self._used = time.monotonic()
        self._refused_key = ""
        self._until = self._rest_s = 0.0

    def serve(self, template: NotebookTemplate) -> None:
        """Use this template from now on."""
        self.template, self.refusal, self._refused_key, self._rest_s = template, None, "", 0.0
        self.use()

    def use(self) -> None:
        """Remember that somebody needs the template now."""
        self.is_idle, self._used = False, time.monotonic()

    def end_if_idle(self, idle_s: float) -> None:
        """End the template's process if nobody has needed it for so many seconds; its outputs stay."""
        is_used = self.is_building or time.monotonic() - self._used < idle_s
        if self.template and not self.is_idle and not is_used:
            self.is_idle = True
            self.template.end()

    @property
    def is_building(self) -> bool:
        """Whether a build is in progress."""
        return self.building is not None and not self.building.done()

    def refuse(self, key: str, refusal: CannotRunOnce) -> None:
        """Remember that the source with this key can't be run: for good, or for longer each time."""
        self._rest_s = min(2 * self._rest_s or _FIRST_REST_S, _LONGEST_REST_S)
        self._until = float("inf") if refusal.is_lasting else time.monotonic() + self._rest_s
        self.refusal, self._refused_key = refusal, key

    def is_refused(self, key: str) -> bool:
        """Whether the source with this key must not be run again, or not yet."""
        return self._refused_key == key and time.monotonic() < self._until

    def refusal_of(self, key: str) -> CannotRunOnce | None:
        """Return why the source with this key could not be run at the last attempt, or None if it could."""
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
        idle_s: float = float("inf"),
        user: "KernelUser | None" = None,
    ) -> None:
        """Start the fork server.

        `warm_up` lists what is imported once for all (see `fork_server`), in the environment `env`. Templates
        are rebuilt when `data` changes; `code` is the package. Paths of notebooks are relative to `folder`. A
        notebook that takes longer than `run_within_s` seconds can't be run once. A template that was replaced
        is kept for `keep_s` seconds, since an open page may still need it. The process of a template that
        nobody has needed for `idle_s` seconds is ended; the next visit builds it again. Everything runs as
        `user`, if one is given.
        """
        self._warm_up, self._env, self._code, self._data = warm_up, env, code, data
        self._folder = folder or Path.cwd()
        self._limits = limits or Limits()
        self._run_within_s, self._keep_s, self._idle_s = run_within_s, keep_s, idle_s
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
        """Return the template now in use for the notebook at `path`, or None if there is none (yet).

        `cells` are its code cells, which run in `language`. If they, the data or the code have changed, it is
        the previous template, and a new one is built in the background.
        """
        page = self._pages.get((path, language))
        if page is None or page.template is None:
            return None
        page.use()
        self._up_to_date(page, self._source(path, cells, language))
        return page.template

    def at(self, path: str, build: str, language: str = ENGLISH) -> NotebookTemplate | None:
        """Return the template of a build by its name, if it (still) exists."""
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
        """Return the same as `at`, after running the notebook if that has not been done yet.

        So an open page finds its build again after a restart of the server.
        """
        if self.at(path, build, language) is None:
            with suppress(CannotRunOnce):
                await self.template(path, cells, language)
        return self.at(path, build, language)

    def has_run(self, path: str, language: str = ENGLISH) -> bool:
        """Return whether the notebook at `path` has been run, in any form, or is being run."""
        return (path, language) in self._pages

    def refused(self, path: str, cells: tuple[Cell, ...], language: str = ENGLISH) -> bool:
        """Return whether the present notebook is known not to be runnable once for all."""
        page = self._pages.get((path, language))
        key = self._source(path, cells, language).key
        return bool(page and not page.template and page.is_refused(key))

    async def template(self, path: str, cells: tuple[Cell, ...], language: str = ENGLISH) -> NotebookTemplate:
        """Return the notebook's template, built first if necessary; concurrent callers share one build.

        Raises CannotRunOnce. If a changed notebook fails, its previous template is returned.
        """
        page = self._pages.setdefault((path, language), _Page())
        page.use()
        building = self._up_to_date(page, self._source(path, cells, language))
        if building is not None:
            self._waited_for += 1
            try:
                await asyncio.shield(building)
            finally:
                self._waited_for -= 1
        if page.template is not None:
            return page.template
        raise page.refusal or CannotRunOnce("the fork server does not answer")

    async def kernel(
        self, template: NotebookTemplate, connection_file: str, env: dict[str, str]
    ) -> ForkedKernel:
        """Return a kernel for a page that was rendered from `template`, even if that has ended meanwhile.

        Raises ForkError if no template has the page's widgets.
        """
        source = template.source
        page = self._pages.get((source.path, source.language))
        if page is not None:
            page.use()
        try:
            return await template.fork(connection_file, env)
        except FailedForkError as error:
            _LOG.error("A process for %s could not be forked: %s.", source.path, error)
        except ForkError as error:
            _LOG.debug("The template of %s has ended: %s.", source.path, error)
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
        """Return the fork server, restarted if it has ended.

        Raises RestartNeededError if the package has changed meanwhile: old and new code would be mixed.
        """
        if not self._fork_server.is_alive:
            if self._code.check():
                raise RestartNeededError("the package has changed")
            # The previous one stays until its templates are gone: it reaps their kernels.
            self._former.append(self._fork_server)
            self._fork_server = ForkServer(self._warm_up, self._env, self._lifeline, self.user)
        return self._fork_server

    def warm(self, notebooks: Iterable[tuple[str, tuple[Cell, ...], str]]) -> None:
        """Build templates in the background, one after another, after those that somebody is waiting for.

        Each is given by its path, its code cells and its language. Does nothing while a previous call is
        still in progress.
        """
        if self._warming is None or self._warming.done():
            self._warming = self._do(self._warm(list(notebooks)))

    def troubles(self) -> dict[str, str]:
        """Return the notebooks that fail in their present form, by path, each with the reason.

        Visitors see the previous form of such a notebook, if the server has one.
        """
        refused = {path: page.refusal for (path, _), page in self._pages.items() if page.refusal}
        return {path: refusal.reason for path, refusal in refused.items() if refusal.fails}

    def failure(self, path: str, cells: tuple[Cell, ...], language: str = ENGLISH) -> Failure | None:
        """Return why the present notebook is known to fail: only for its editor."""
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
        """Return the source from which a notebook would be built now."""
        data = self._data.fingerprint() if self._data else ""
        return Source.of(path, cells, (data, self._code.fingerprint(), self._warm_up), language)

    def _up_to_date(self, page: _Page, source: Source) -> asyncio.Task[None] | None:
        """Return None if the notebook's template is up to date, or can't be built; else the build."""
        template = page.template
        if template and template.source.key == source.key and template.is_alive:
            return None
        return None if page.is_refused(source.key) else self._build(page, source)

    def _build(self, page: _Page, source: Source) -> asyncio.Task[None]:
        if page.building is None or not page.is_building:
            page.building = self._do(self._built(page, source))
        return page.building

    async def _built(self, page: _Page, source: Source) -> None:
        """Build a notebook's template, and put it into use."""
        async with self._at_once:
            try:
                template = await self._attempt(source)
            except CannotRunOnce as refusal:
                self._refuse(page, source, refusal)
                return
            except ForkError:
                reason = "the fork server does not answer"
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
                # The fork server may have just ended: the next call starts another.
                if is_last:
                    raise
        raise AssertionError

    def _refuse(self, page: _Page, source: Source, refusal: CannotRunOnce) -> None:
        """Continue without a new template, and log why."""
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
        """Keep the replaced template for the pages that are open."""
        if page.template is not None:
            self._replaced.append((time.monotonic(), page.template))
            page.template = None

    async def _warm(self, notebooks: list[tuple[str, tuple[Cell, ...], str]]) -> None:
        for path, cells, language in notebooks:
            while self._waited_for:
                await asyncio.sleep(_LOOK_EVERY_S / 10)
            page = self._pages.setdefault((path, language), _Page())
            source = self._source(path, cells, language)
            if page.is_idle and page.template and page.template.source.key == source.key:
                continue
            building = self._up_to_date(page, source)
            if building is not None:
                await asyncio.shield(building)

    def _do(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run something in the background, and maintain the templates from now on."""
        if not self._is_kept:
            self._is_kept = True
            self._do(self._keep())
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _keep(self) -> None:
        """Rebuild templates that have ended by themselves, and end those that are not needed."""
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            for page in self._pages.values():
                if page.template and not page.template.is_alive and not page.is_idle:
                    self._build(page, page.template.source)
                page.end_if_idle(self._idle_s)
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
