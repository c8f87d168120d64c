"""Health endpoints for monitoring: whether the server is alive, and whether it works completely.

Here: running the checks, and the routes that report their results. Not here: figures over time (see
`metrics`), and the checks of the database and the content, which the command passes in. Nothing here is about
a person.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

from widget_host.http.headers import HostHandler
from widget_host.http.installed_files import Installed
from widget_host.pages.page_handlers import PageOpener
from widget_host.settings import Check

__all__ = ["Alive", "Health", "Ready", "Status", "kernels_check"]

_LOG = logging.getLogger("widget_host")
_REST_S = 5.0
_WITHIN_S = 5.0
# A failed check is repeated this many times sooner.
_SOONER = 4
_STOPPING = "The server is being stopped."


class Health:
    """The checks of one server. Each runs at most once every `rest_s` seconds, however often it is requested.

    A check can set a longer interval (see `settings.Check`). A check that does not answer within `within_s`
    seconds counts as failed, and is not started again before it has ended.
    """

    def __init__(
        self,
        checks: Sequence[Check],
        *,
        rest_s: float = _REST_S,
        within_s: float = _WITHIN_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the checks, in the order in which their reasons are reported."""
        self._watched = [_CheckState(check, clock) for check in checks]
        self._rest_s, self._within_s = rest_s, within_s

    async def reasons(self) -> list[str]:
        """Return the reasons for failed checks, in plain words; empty if all is well."""
        return await self._told([one for one in self._watched if not one.check.warns])

    async def warnings(self) -> list[str]:
        """Return the warnings about problems to come, in plain words."""
        return await self._told([one for one in self._watched if one.check.warns])

    async def watch(self) -> None:
        """Run the watched checks, so that the log reports failures even if nobody requests them."""
        await self._told([one for one in self._watched if one.check.watched])

    async def _told(self, watched: "Sequence[_CheckState]") -> list[str]:
        fine = await asyncio.gather(*(one.is_fine(self._rest_s, self._within_s) for one in watched))
        return [one.reason for one, good in zip(watched, fine, strict=True) if not good]


class _CheckState:
    """One check, and its last result."""

    def __init__(self, check: Check, clock: Callable[[], float]) -> None:
        self.check = check
        self._clock = clock
        self._looked_at = self._began = -float("inf")
        self._fine = True
        self.reason = check.reason
        self._is_known = False
        self._running: asyncio.Task[Exception | None] | None = None

    async def is_fine(self, rest_s: float, within_s: float) -> bool:
        """Return the result of the check, repeated if the last one is too old."""
        rest_s = max(rest_s, self.check.rest_s / (1 if self._fine else _SOONER))
        if self._running is None and self._clock() - self._looked_at < rest_s:
            return self._fine
        if self._running is None:
            self._began = self._clock()
            self._running = asyncio.create_task(self._result_now())
            self._running.add_done_callback(self._ended)
        # Requests that arrive meanwhile wait for the same run.
        done, _ = await asyncio.wait([self._running], timeout=within_s)
        if done:
            return self._fine
        if self._clock() - self._began < self.check.stands_s:
            return self._fine and self._is_known
        self._tell(TimeoutError())
        return False

    async def _result_now(self) -> Exception | None:
        """Return the problem, or None if all is well."""
        try:
            found = await asyncio.to_thread(self.check.works)
            if isinstance(found, Awaitable):
                await found
        except Exception as problem:  # any exception means that it does not work
            return problem
        return None

    def _ended(self, task: "asyncio.Task[Exception | None]") -> None:
        self._running, self._looked_at, self._is_known = None, self._clock(), True
        self._tell(TimeoutError() if task.cancelled() else task.result())

    def _tell(self, problem: Exception | None) -> None:
        """Log the result when it changes, and the cause each time at the debug level."""
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
    """Return the check that kernels can be forked; `fork` forks once, and raises if that fails."""
    return Check("No process can be started for a page. Check the memory, then restart the server.", fork)


class Alive(HostHandler):
    """Reports only that the process answers: a supervisor restarts it otherwise."""

    def get(self) -> None:
        """Answer immediately, whatever else is wrong."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("ok\n")


class Ready(HostHandler):
    """Reports whether the server works completely; if not, a proxy sends people elsewhere."""

    def initialize(self, opener: PageOpener, health: Health, installed: Installed) -> None:
        """Take the page opener, the checks, and the watch on the package's files."""
        self._opener, self._health, self._installed = opener, health, installed

    async def get(self) -> None:
        """Answer in JSON: 200 if the server is ready, else 503 and the `reasons`.

        `pages` lists those that are not served from a run of their present content, with the reason: an older
        run is still served, or they are run for each visitor. `warnings` lists problems to come. `places`
        counts kernels and waiting visitors. `restart_needed` says that the package has changed since the
        server was started. Further routes of the server add their own state (see `settings.MoreRoutes`).
        """
        opener, more = self._opener, self.settings.get("host_more")
        reasons = [_STOPPING] if opener.stopping.is_on else await self._health.reasons()
        self.set_header("Cache-Control", "no-store")
        self.set_status(HTTPStatus.SERVICE_UNAVAILABLE if reasons else HTTPStatus.OK)
        self.finish(
            {
                "ready": not reasons,
                "reasons": reasons,
                "warnings": await self._health.warnings(),
                "restart_needed": self._installed.is_changed,
                "pages": opener.page_cache.troubles(),
                "places": {
                    "most": opener.queue.most,
                    "taken": len(opener.kernels),
                    "waiting": opener.queue.waiting,
                },
                **(more.state() if more else {}),
            }
        )


class Status(HostHandler):
    """Reports that the server answers, and how many kernels run."""

    def get(self) -> None:
        """Answer in JSON, without the kernels' ids, which are private."""
        self.set_header("Cache-Control", "no-store")
        self.finish({"status": "ok", "kernels": len(self.settings["kernel_manager"].list_kernel_ids())})
