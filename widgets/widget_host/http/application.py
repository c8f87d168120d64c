"""The Tornado application, assembled from the settings.

Here: how the parts are connected. Not here: what the parts do, and how the server starts and stops (see
`voila_app`).
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_core.paths import jupyter_path
from tornado import ioloop

import forked_kernels
from forked_kernels.limits import Limits
from widget_host.extension import WidgetFiles
from widget_host.http.disk_space import Storage
from widget_host.http.headers import GuardedHeaders, host_pattern
from widget_host.http.health import Health, kernels_check
from widget_host.http.installed_files import Installed
from widget_host.http.listening import Shortage
from widget_host.http.metrics import Figures
from widget_host.http.request_limits import GuardedApplication
from widget_host.http.routes import GENERATED, Monitoring, Refused, routes, worker_route
from widget_host.http.shutdown import Stopping
from widget_host.kernels.admission_queue import AdmissionQueue
from widget_host.kernels.cell_runner import CellRunner
from widget_host.kernels.fork_pool import Forks
from widget_host.kernels.kernel_manager import Kernels
from widget_host.kernels.probe import page_check
from widget_host.kernels.unconnected import SWEEP_EVERY_S, Unconnected
from widget_host.languages import ENGLISH, PAGE_LANGUAGE, Language
from widget_host.pages.assets import Assets
from widget_host.pages.generated_assets import GeneratedAssets
from widget_host.pages.metadata import PageIndex
from widget_host.pages.notebook import Notebook, NotebookError
from widget_host.pages.notebook_reader import NotebookReader
from widget_host.pages.offline import WORKER, server_worker
from widget_host.pages.page_cache import PageCache
from widget_host.pages.page_handlers import PageOpener
from widget_host.pages.scripts import STATIC
from widget_host.pages.views import CODE, PARTS, Views
from widget_host.settings import CULL_AFTER_S, Check, Settings

if TYPE_CHECKING:
    from widget_host.kernels.kernel_user import KernelUser

__all__ = ["Application", "make_forks", "packages_of"]

_CODE = frozenset({".js", ".css", ".svg"})
# The kinds of files in published libraries.
_PARTS = _CODE | {".woff", ".woff2", ".ttf", ".eot", ".json", ".png", ".gif", ".jpg", ".wasm"}
_PACKAGE = Path(__file__).parents[1]
# The kinds of files in packages: an upgrade changes some of them.
_PACKAGE_FILES = _CODE | {".py", ".json", ".po", ".html", ".typ"}
_TABLES = frozenset({".csv", ".json", ".xlsx"})
# How long a change may go unnoticed: checking every file for each visitor would take longer than answering.
_REST_S = 0.5
_WARM_EVERY_MS = 2000
# How long a page's process is kept ready while nobody opens the page: to get it back takes a quarter of a
# second of a core, and to keep it some 35 MiB.
_TEMPLATE_IDLE_S = 300.0
_WATCH_EVERY_MS = 60_000
_PACKAGE_EVERY_MS = 10_000
# Full compression takes seconds, for which the first visitors would have to wait.
_RECOMPRESS_EVERY_MS = 30_000
# A notebook that takes longer to read is prepared later, once it has been read.
_READ_WITHIN_S = 2.0


class Application:
    """The handlers of one server, and the parts that they share."""

    def __init__(
        self,
        settings: Settings,
        kernels: Kernels,
        env: dict[str, str],
        runner: CellRunner,
        figures: Figures,
        *,
        installed: Installed,
        storage: Storage,
    ) -> None:
        """Take the settings, the kernels and their environment, the cell runner, and the metrics.

        `installed` watches the package's files, and `storage` the disk space for new records.
        """
        self._settings, self._figures = settings, figures
        self.installed = installed
        self._reader = NotebookReader()
        self._assets = _assets(settings.extension.files)
        self._generated = GeneratedAssets(f"{settings.base_url}host/{GENERATED}/")
        self._views = self._make_views()
        self.stopping = Stopping()
        self.shortage = Shortage()
        queue = AdmissionQueue(settings.max_kernels, lambda: len(kernels))
        self._unconnected = Unconnected(kernels.end_page_kernel, lambda: queue.is_tight)
        kernels.on_removed = partial(_removed, queue, self._unconnected)
        self._openers = tuple(
            PageOpener(
                PageCache(views, kernels.forks),
                kernels,
                {**env, PAGE_LANGUAGE: views.language},
                runner,
                queue,
                figures,
                self.stopping,
                self._unconnected,
                settings.visitor_env,
            )
            for views in self._views
        )
        self._watch(queue, storage)
        self._health = self._make_health(kernels.forks, storage)

    def _make_health(self, forks: Forks | None, storage: Storage) -> Health:
        """Return the health checks of everything that the server depends on."""
        forking = () if forks is None else (kernels_check(lambda: forks.fork_server().try_fork()),)
        return Health(
            (
                Check(self.shortage.reason, self.shortage.check),
                *self._settings.checks,
                *storage.checks(),
                *forking,
                page_check(self._openers[0]),
            )
        )

    def _watch(self, queue: AdmissionQueue, storage: Storage) -> None:
        """Register the metrics that are read when somebody requests them."""
        watch = self._figures.watch
        watch("kernels", "Kernels that run.", lambda: queue.taken)
        watch("places", "Kernels that may run at once.", lambda: queue.most)
        watch("queue", "Visitors who wait for a place.", lambda: queue.waiting)
        if self._settings.disk is not None:
            about = "Free space on the database's disk, in bytes."
            watch("disk_free_bytes", about, storage.free_bytes)
        about = "How often a file or connection could not be opened, for lack of file descriptors."
        watch("out_of_files", about, lambda: self.shortage.total)
        about = "1 where the package has changed since the server was started."
        watch("restart_needed", about, lambda: float(self.installed.is_changed))

    def application(self, more: dict[str, Any], loop: ioloop.IOLoop) -> GuardedApplication:
        """Return Tornado's application, with these further settings; pages are prepared in `loop`."""
        settings = self._settings
        hosts = host_pattern(settings.host, settings.allow_hosts)
        application = GuardedApplication(
            settings.request_limits,
            Refused,
            settings.guard.behind if settings.guard else None,
            **more,
            host_views=self._views,
            host_hosts=re.compile(hosts),
            host_figures=self._figures,
            host_stopping=self.stopping,
            host_edited_here=settings.guard is None and not settings.request_limits.trust_proxy,
            host_unconnected=self._unconnected,
        )
        application.transforms.append(GuardedHeaders.framed_by(settings.request_limits.frame_ancestors))
        monitoring = Monitoring(self._health, self._figures, self.installed, settings.public_metrics)
        rules = routes(settings.base_url, self._assets, self._generated, self._openers, monitoring)
        rules.append(
            worker_route(
                settings.base_url, lambda: server_worker(self._views if settings.keeps_pages else ())
            )
        )
        application.add_guarded(hosts, rules)
        if settings.guard:
            application.add_handlers(hosts, settings.guard.rules)
        ioloop.PeriodicCallback(self._unconnected.sweep, 1000 * SWEEP_EVERY_S).start()
        ioloop.PeriodicCallback(self._health.watch, _WATCH_EVERY_MS).start()
        self._keep_ready(loop)
        return application

    def _keep_ready(self, loop: ioloop.IOLoop) -> None:
        # Bundle the files that all pages load, which would keep the first visitor waiting.
        loop.run_in_executor(None, self._load)

        async def check_package() -> None:
            await asyncio.to_thread(self.installed.check)

        ioloop.PeriodicCallback(check_package, _PACKAGE_EVERY_MS).start()
        ioloop.PeriodicCallback(self._recompress, _RECOMPRESS_EVERY_MS).start()
        forks = self._openers[0].kernels.forks
        if forks is None:
            return
        spoken = [opener.page_cache for opener in self._openers]

        async def warm() -> None:
            await _warm(spoken, forks, all_pages=self._settings.run_ahead)
            self._reader.rest()

        loop.add_callback(warm)
        # A changed notebook, or one whose tables changed, runs before the next visitor comes, so the first
        # reload shows it.
        ioloop.PeriodicCallback(warm, _WARM_EVERY_MS).start()

    def _load(self) -> None:
        """Load everything that pages may need: later, the package on disk might be another version."""
        for views in self._views:
            views.load()
        self._settings.extension.preload()

    async def _recompress(self) -> None:
        """Compress the pages' files at the highest level, in one thread: each thread would retain memory."""
        kept: tuple[GeneratedAssets | Assets, ...] = (self._generated, *self._assets.values())

        def recompress() -> None:
            while not self.stopping.is_on and any(files.recompress_next() for files in kept):
                pass

        await asyncio.to_thread(recompress)

    def stop(self) -> None:
        """Stop reading notebooks."""
        self._reader.stop()

    def _make_views(self) -> tuple[Views, ...]:
        """Return the views: English first, then one for each language that is offered."""
        settings, code = self._settings, self._assets[CODE]
        parts = f"{settings.base_url}host/{PARTS}/{self._assets[PARTS].fingerprint()}/"
        offered = tuple(Language(one) for one in (ENGLISH, *settings.languages))
        made: list[Views] = []
        for language in offered:
            page_index = PageIndex(
                settings.notebooks, _REST_S, language, self._reader, settings.extension.listing
            )
            # Scripts and styles are the same for all.
            scripts = made[0].scripts if made else None
            made.append(
                Views(
                    page_index,
                    settings.base_url,
                    code,
                    self._generated,
                    parts=parts,
                    message_bytes=settings.request_limits.message_bytes,
                    extension=settings.extension,
                    offered=offered,
                    scripts=scripts,
                    unsafe_eval=settings.unsafe_eval,
                    worker=f"{settings.base_url}{WORKER}" if settings.keeps_pages else "",
                )
            )
        return tuple(made)


def packages_of(settings: Settings) -> Installed:
    """Return the files of the server's packages in their present state."""
    own = (_PACKAGE, Path(forked_kernels.__file__).parent)
    return Installed((*settings.extension.files.packages, *own), _PACKAGE_FILES)


def make_forks(
    settings: Settings, env: dict[str, str], installed: Installed, user: "KernelUser | None" = None
) -> Forks:
    """Return the fork pool, in the environment `env`, running as another user if there is one."""
    return Forks(
        settings.warm_up,
        env,
        installed,
        data=Assets((settings.data,) if settings.data else (), _TABLES, rest_s=_REST_S),
        folder=settings.notebooks,
        limits=Limits(memory_mib=settings.kernel_memory_mib),
        keep_s=CULL_AFTER_S,
        idle_s=_TEMPLATE_IDLE_S,
        user=user,
    )


def _removed(queue: AdmissionQueue, unconnected: Unconnected, kernel_id: str) -> None:
    """Forget the owner of a kernel that has ended."""
    queue.free(kernel_id)
    unconnected.ended(kernel_id)


def _assets(files: WidgetFiles) -> dict[str, Assets]:
    """Return the files that pages load, by their name in the URL: the host's, and the extension's."""
    roots = dict.fromkeys(package.parent for package in (_PACKAGE, *files.packages))
    code = Assets(tuple(roots), _CODE, (STATIC, *files.folders), settled=True)
    code.hold()
    extensions = tuple(Path(path) for path in jupyter_path("nbextensions") if Path(path).is_dir())
    return {
        CODE: code,
        PARTS: Assets(extensions, _PARTS, settled=True),
    }


async def _warm(spoken: list[PageCache], forks: Forks, *, all_pages: bool) -> None:
    """Prepare the pages that are likely to be requested: in English, and in languages already used.

    Without `all_pages`, only pages that have been visited are prepared again after a change.
    """
    wanted = [one for one in spoken if one.is_asked_for or one.views.language == ENGLISH]
    forks.warm(
        [
            (path, notebook.code, one.views.language)
            for one in wanted
            async for path, notebook in _readable(one)
            if notebook.has_code and (all_pages or forks.has_run(path, one.views.language))
        ]
    )


async def _readable(page_cache: PageCache) -> AsyncIterator[tuple[str, Notebook]]:
    """Yield the notebooks that can be read, or could be before, by path."""
    page_index = page_cache.views.page_index
    await page_index.fresh()
    for path in page_index.paths():
        with suppress(NotebookError, FileNotFoundError, TimeoutError):
            async with asyncio.timeout(_READ_WITHIN_S):
                notebook, _ = await page_cache.notebook(path)
            yield path, notebook
