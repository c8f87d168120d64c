"""The house: all that answers, put together from the settings.

Here: which part gets what. Not here: what the parts do, and how the server starts and stops (see `app`).
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_path
from tornado import ioloop

from workbook.front import ENGLISH, Language
from workbook.serve.assets import Assets
from workbook.serve.door import DoorApplication
from workbook.serve.editions import Editions
from workbook.serve.forks import Forks
from workbook.serve.handlers import MADE, Refused, Watched, routes
from workbook.serve.health import Health, kernels_check
from workbook.serve.kernels import Kernels
from workbook.serve.limits import Limits
from workbook.serve.made import Made
from workbook.serve.metrics import Figures
from workbook.serve.notebooks import Notebook, NotebookError, read_notebook
from workbook.serve.opening import Opening
from workbook.serve.pages import Shelf
from workbook.serve.places import Places
from workbook.serve.run import Runner
from workbook.serve.settings import CULL_AFTER_S, Settings
from workbook.serve.stopping import Stopping
from workbook.serve.trial import page_check
from workbook.serve.views import CODE, PARTS, Views
from workbook.serve.web import GuardedHeaders, host_pattern

__all__ = ["House", "make_forks"]

_CODE = frozenset({".js", ".css", ".svg"})
# What published libraries are made of.
_PARTS = _CODE | {".woff", ".woff2", ".ttf", ".eot", ".json", ".png", ".gif", ".jpg", ".wasm"}
_TABLES = frozenset({".csv", ".json", ".xlsx"})
# How long a change may go unseen: looking at every file for each visitor would take longer than answering.
_REST_S = 0.5
_WARM_EVERY_MS = 2000


class House:
    """What answers, for one server."""

    def __init__(
        self, settings: Settings, kernels: Kernels, env: dict[str, str], runner: Runner, figures: Figures
    ) -> None:
        """Take the settings, the kernels and their environment, what runs cells, and what counts."""
        self._settings, self._figures = settings, figures
        self._assets = _assets()
        self._made = Made(f"{settings.base_url}workbook/{MADE}/")
        self._views = self._make_views()
        self.stopping = Stopping()
        places = Places(settings.most_kernels, lambda: len(kernels))
        self._openings = tuple(
            Opening(
                Editions(views, kernels.forks),
                kernels,
                {**env, "WORKBOOK_PAGE_LANGUAGE": views.language},
                runner,
                places,
                figures,
                self.stopping,
            )
            for views in self._views
        )
        figures.watch("workbook_kernels", "Kernels that run.", lambda: len(kernels))
        figures.watch("workbook_places", "Kernels that may run at once.", lambda: places.most)
        figures.watch("workbook_queue", "Visitors who wait for a place.", lambda: places.waiting)
        forks = kernels.forks
        forking = () if forks is None else (kernels_check(lambda: forks.nursery().try_fork()),)
        self._health = Health((*settings.checks, *forking, page_check(self._openings[0])))

    def application(self, more: dict[str, Any], loop: ioloop.IOLoop) -> DoorApplication:
        """Return what answers, with more of Tornado's settings; pages are kept ready in `loop`."""
        settings = self._settings
        hosts = host_pattern(settings.host, settings.allow_hosts)
        application = DoorApplication(
            settings.door,
            Refused,
            settings.guard.behind if settings.guard else None,
            **more,
            workbook_views=self._views,
            workbook_hosts=re.compile(hosts),
            workbook_figures=self._figures,
            workbook_stopping=self.stopping,
        )
        application.transforms.append(GuardedHeaders.framed_by(settings.door.frame_ancestors))
        watched = Watched(self._health, self._figures, settings.public_metrics)
        rules = routes(settings.base_url, self._assets, self._made, self._openings, watched)
        application.add_guarded(hosts, rules)
        if settings.guard:
            application.add_handlers(hosts, settings.guard.rules)
        self._keep_ready(loop)
        return application

    def _keep_ready(self, loop: ioloop.IOLoop) -> None:
        forks = self._openings[0].kernels.forks
        if forks is None:
            return
        # Joins and compresses what all pages load, which would keep the first visitor waiting.
        loop.run_in_executor(None, self._views[0].stamp)
        warm = partial(_warm, [opening.editions for opening in self._openings], forks)
        loop.add_callback(warm)
        # A changed table or notebook is run before the next visitor asks, and so is seen by the first reload.
        ioloop.PeriodicCallback(warm, _WARM_EVERY_MS).start()

    def _make_views(self) -> tuple[Views, ...]:
        """Return what draws pages: English ones first, then those in each language that is offered."""
        settings, code = self._settings, self._assets[CODE]
        parts = f"{settings.base_url}workbook/{PARTS}/{self._assets[PARTS].fingerprint()}/"
        offered = tuple(Language(one) for one in (ENGLISH, *settings.languages))
        made: list[Views] = []
        for language in offered:
            shelf = Shelf(settings.notebooks, _REST_S, language)
            # Scripts and styles are the same for all.
            modules = made[0].modules if made else None
            made.append(
                Views(
                    shelf,
                    settings.base_url,
                    code,
                    self._made,
                    parts=parts,
                    message_bytes=settings.door.message_bytes,
                    look=settings.look,
                    offered=offered,
                    modules=modules,
                    unsafe_eval=settings.unsafe_eval,
                )
            )
        return tuple(made)


def make_forks(settings: Settings, env: dict[str, str]) -> Forks:
    """Return what kernels are forked from, in the environment `env`."""
    package = Path(__file__).parents[1]
    return Forks(
        settings.warm_up,
        env,
        Assets((package,), _CODE | {".py", ".json", ".po"}, rest_s=_REST_S),
        data=Assets((settings.data,), _TABLES, rest_s=_REST_S),
        folder=settings.notebooks,
        limits=Limits(memory_mib=settings.kernel_memory_mib),
        keep_s=CULL_AFTER_S,
    )


def _assets() -> dict[str, Assets]:
    """Return the files that pages load, by their name in the address."""
    package = Path(__file__).parents[1]
    extensions = tuple(Path(path) for path in jupyter_path("nbextensions") if Path(path).is_dir())
    return {
        CODE: Assets((package,), _CODE, ("front/", "serve/static/", "exercises/"), rest_s=_REST_S),
        PARTS: Assets(extensions, _PARTS, settled=True),
    }


def _warm(spoken: list[Editions], forks: Forks) -> None:
    """Have the pages ready that anybody may ask for: in English, and in languages that somebody has used."""
    wanted = [one for one in spoken if one.is_asked_for or one.views.language == ENGLISH]
    forks.warm(
        (path, notebook.code, one.views.language)
        for one in wanted
        for path, notebook in _readable(one.views.shelf)
        if notebook.has_code
    )


def _readable(shelf: Shelf) -> Iterator[tuple[str, Notebook]]:
    """Give the notebooks that can be read, by path."""
    for path in shelf.paths():
        with suppress(NotebookError, FileNotFoundError):
            if file := shelf.file(path):
                yield path, read_notebook(file)
