"""For whoever watches over the server: whether it lives, and whether it does all that it should.

Here: the checks, and the addresses that tell what came of them. Not here: figures over time (see `metrics`),
and what a check does with the database or the content, which the command hands over. Nothing here tells of
anybody.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

from widget_host.http.headers import HostHandler
from widget_host.http.installed_files import Installed
from widget_host.pages.opening import PageOpener
from widget_host.settings import Check

__all__ = ["Alive", "Health", "Ready", "Status", "kernels_check"]

_LOG = logging.getLogger("widget_host")
_REST_S = 5.0
_WITHIN_S = 5.0
# What failed is looked at again so many times sooner.
_SOONER = 4
_STOPPING = "The server is being stopped."


class Health:
    """The checks of one server. Each is made at most every `rest_s` seconds, however often somebody asks.

    A check can ask for a longer rest (see `settings.Check`). One that does not answer within `within_s`
    counts as failed, and is not begun again before it has ended.
    """

    def __init__(
        self,
        checks: Sequence[Check],
        *,
        rest_s: float = _REST_S,
        within_s: float = _WITHIN_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the checks, in the order in which their reasons are told."""
        self._watched = [_Watched(check, clock) for check in checks]
        self._rest_s, self._within_s = rest_s, within_s

    async def reasons(self) -> list[str]:
        """Return what is wrong, in plain words; nothing where all is well."""
        return await self._told([one for one in self._watched if not one.check.warns])

    async def warnings(self) -> list[str]:
        """Return what is going to be wrong soon, in plain words."""
        return await self._told([one for one in self._watched if one.check.warns])

    async def watch(self) -> None:
        """Look at what is watched, so that the log says it also where nobody asks."""
        await self._told([one for one in self._watched if one.check.watched])

    async def _told(self, watched: "Sequence[_Watched]") -> list[str]:
        fine = await asyncio.gather(*(one.is_fine(self._rest_s, self._within_s) for one in watched))
        return [one.reason for one, good in zip(watched, fine, strict=True) if not good]


class _Watched:
    """One check, and what came of it last."""

    def __init__(self, check: Check, clock: Callable[[], float]) -> None:
        self.check = check
        self._clock = clock
        self._looked_at = self._began = -float("inf")
        self._fine = True
        self.reason = check.reason
        self._is_known = False
        self._looking: asyncio.Task[Exception | None] | None = None

    async def is_fine(self, rest_s: float, within_s: float) -> bool:
        """Return what came of the check, made again where that is some time ago."""
        rest_s = max(rest_s, self.check.rest_s / (1 if self._fine else _SOONER))
        if self._looking is None and self._clock() - self._looked_at < rest_s:
            return self._fine
        if self._looking is None:
            self._began = self._clock()
            self._looking = asyncio.create_task(self._look())
            self._looking.add_done_callback(self._ended)
        # Who asks meanwhile waits for the same.
        done, _ = await asyncio.wait([self._looking], timeout=within_s)
        if done:
            return self._fine
        if self._clock() - self._began < self.check.stands_s:
            return self._fine and self._is_known
        self._tell(TimeoutError())
        return False

    async def _look(self) -> Exception | None:
        """Return what is in the way, None where all is well."""
        try:
            found = await asyncio.to_thread(self.check.works)
            if isinstance(found, Awaitable):
                await found
        except Exception as problem:  # whatever it is, it does not work
            return problem
        return None

    def _ended(self, task: "asyncio.Task[Exception | None]") -> None:
        self._looking, self._looked_at, self._is_known = None, self._clock(), True
        self._tell(TimeoutError() if task.cancelled() else task.result())

    def _tell(self, problem: Exception | None) -> None:
        """Say it once when it changes, and what the cause is each time at the finest level."""
        tells = self.check.tells is not None and isinstance(problem, self.check.tells)
        self.reason = f"{self.check.reason} {problem}" if tells else self.check.reason
        if problem is not None and self._fine:
            _LOG.error("%s", self.reason, exc_info=problem)
        elif problem is not None:
            _LOG.debug("Still: %s", self.check.reason, exc_info=problem)
        elif not self._fine:
            _LOG.info("Works again: %s", self.check.reason)
        self._fine = problem is None


def kernels_check(fork: Callable[[], Awaitable[None]]) -> Check:
    """Return the check that kernels can be forked; `fork` forks once, and raises where that can't be done."""
    return Check(
        "No process can be started for a page. Look at the memory, then start the server again.", fork
    )


class Alive(HostHandler):
    """Says that the process answers, and nothing else: who is told otherwise starts it again."""

    def get(self) -> None:
        """Answer at once, whatever else is wrong."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("ok\n")


class Ready(HostHandler):
    """Says whether the server does all that it should; a proxy sends people elsewhere where it does not."""

    def initialize(self, opening: PageOpener, health: Health, installed: Installed) -> None:
        """Take what opening a page takes, the checks, and the package."""
        self._opening, self._health, self._installed = opening, health, installed

    async def get(self) -> None:
        """Answer in JSON: 200 where it is ready, else 503 and the `reasons`.

        `pages` names those that are not served from a run of their present content, with the reason: an
        older run goes on serving, or they are run for each visitor. `warnings` says what is going to be wrong
        soon. `places` counts kernels, and who waits. `restart_needed` says that the package has changed since
        the server was started.
        What the server answers beside the pages adds its own (see `settings.MoreRoutes`).
        """
        opening, more = self._opening, self.settings.get("host_more")
        reasons = [_STOPPING] if opening.stopping.is_on else await self._health.reasons()
        self.set_header("Cache-Control", "no-store")
        self.set_status(HTTPStatus.SERVICE_UNAVAILABLE if reasons else HTTPStatus.OK)
        self.finish(
            {
                "ready": not reasons,
                "reasons": reasons,
                "warnings": await self._health.warnings(),
                "restart_needed": self._installed.is_changed,
                "pages": opening.page_cache.troubles(),
                "places": {
                    "most": opening.places.most,
                    "taken": len(opening.kernels),
                    "waiting": opening.places.waiting,
                },
                **(more.state() if more else {}),
            }
        )


class Status(HostHandler):
    """Says that the server answers, and how many kernels run."""

    def get(self) -> None:
        """Answer in JSON. The kernels' ids are nobody's business."""
        self.set_header("Cache-Control", "no-store")
        self.finish({"status": "ok", "kernels": len(self.settings["kernel_manager"].list_kernel_ids())})
