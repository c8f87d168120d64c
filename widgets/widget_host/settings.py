"""The server's settings, and its fixed figures.

Here: the settings of one server, their validation, Voila's configuration. Not here: the server itself (see
`voila_app`).
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tornado.web import RequestHandler
from traitlets.config import Config

from widget_host.common.child_environment import handed_on
from widget_host.errors import ServeError
from widget_host.extension import Extension
from widget_host.http.logs import LogFormat, LogLevel
from widget_host.http.request_limits import RequestLimits
from widget_host.kernels.admission_queue import places_in_files, places_in_memory
from widget_host.kernels.rpc_handlers import Answer
from widget_host.kernels.transport import TRANSPORT, short_temporary_folder
from widget_host.languages import ENGLISH, PAGE_LANGUAGE

__all__ = [
    "CULL_AFTER_S",
    "Check",
    "Guard",
    "MoreRoutes",
    "Offer",
    "Settings",
    "Visited",
    "clean_base_url",
    "kernel_environment",
    "voila_config",
]

CULL_AFTER_S = 600
"""Seconds after which a kernel without a page is ended.

It has to exceed the longest outage after which a page is guaranteed to resume: 170 s was measured, so that a
laptop that sleeps through a lift ride finds its kernel again. A page that is closed ends its kernel
immediately.
"""

_CULL_EVERY_S = 60
_BASE_URL = re.compile(r"(/[A-Za-z0-9._~-]+)*/")


Offer = Callable[[Callable[[str, float], None]], Answer]
"""Returns the function that answers the kernels for one service (see `rpc_handlers`).

It takes a function that counts saves: "saved", "failed", or "full" if there was no disk space, and the
seconds.
"""


@dataclass(frozen=True, slots=True)
class Check:
    """A check of something that the server depends on.

    `works` raises if it does not work. It is called in a separate thread and may block; or it returns an
    awaitable. `reason` then says in plain words what is wrong, and what to do. A check that passed is
    repeated after `rest_s` seconds at the earliest (0 for the default), and a failed one sooner. While it is
    repeated, its last result stays valid for `stands_s` seconds: set this for a check that may take long on a
    busy machine. The messages of exceptions of the type `tells` are shown with the reason, so they must be
    fit for everybody. A check that only `warns` is reported, but the server counts as ready. A check that is
    `watched` runs every minute even if nobody requests it, so that the log shows when it fails.
    """

    reason: str
    works: Callable[[], object]
    rest_s: float = 0.0
    stands_s: float = 0.0
    warns: bool = False
    watched: bool = False
    tells: type[Exception] | None = None


class Guard(Protocol):
    """The server's view of an access guard, which admits some people and not others."""

    @property
    def rules(self) -> list[tuple[Any, ...]]:
        """Tornado's rules for routes that are open to everybody, such as a sign-in callback."""

    def behind(self, handler: type[RequestHandler]) -> type[RequestHandler]:
        """Return a handler that answers as `handler` does, but only to people who are admitted."""


class MoreRoutes(Protocol):
    """The server's view of further routes beside its pages."""

    @property
    def rules(self) -> list[tuple[Any, ...]]:
        """Tornado's rules; their addresses begin with the base path."""

    def start(self) -> None:
        """Start, in the running loop."""

    async def stop(self) -> None:
        """Finish what was started."""

    def state(self) -> dict[str, Any]:
        """Return its state for `readyz`, as names and figures."""

    def figures(self) -> dict[str, tuple[str, float]]:
        """Return its metrics by name, each with its description and value."""


Visited = Callable[[str, Mapping[str, str]], None]
"""Called for each page that was sent, with its name and the request's headers."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one server.

    `notebooks` and `data` are existing folders, `data` None where pages have none; `base_url` begins and ends
    with a slash; `port` 0 lets the system choose; `name` is what the server is called in its own messages,
    and `program` the package that is run, whose upper-case name begins the names of its environment
    variables; `allow_hosts` are further host names to which the server answers, beside this machine's own;
    `warm_up` lists what is imported in kernels in advance, as `module` or `module:function` (see
    `fork_server`); with `run_ahead`, all pages' cells are run at the start and not at a page's first visit;
    `starts_at_once` is how many pages may open at the same moment, the others waiting their turn; `also_say`
    are lines printed after the address for the person who starts the server; `disk` is the folder of a
    database that is a file, None for others, and if less than `low_disk_mib` MiB are free there, the server
    says so and creates no new records; `max_kernels` is how many may run at once; `kernel_memory_mib` the
    most memory that each may take, in MiB, 0 for no limit; `kernel_env` are further environment variables of
    kernels, none of them secret, and `kernel_variables` are names in this process's own environment that are
    passed on to them; `kernel_user` is the system user that they run as, "" for the server's; with
    `uses_forks` False they are never forked; `visitor_env` returns more variables of a visitor's kernel, by
    the visitor's network; `services` are the services that they can call, by name (see `rpc_handlers`);
    `more_routes` is called with the base path and the port, and returns the routes beside the pages;
    `visited` is called for each visit; `checks` are further checks of `readyz`; `public_metrics` shows
    `metrics` to everybody; `log_format` is the format of lines, `log_level` the lowest level that is logged;
    a shutdown takes at most `shutdown_timeout_s` seconds; `request_limits` says which requests are accepted,
    and `guard` who is admitted, None for everybody; `extension` is what a program puts on pages;
    `languages` are those in which pages are available beside English; with `unsafe_eval`, pages whose
    notebook asks for it may evaluate text as code; with `offline`, browsers may keep pages for the time
    without a network, except where a `guard` admits people.
    """

    notebooks: Path
    data: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8866
    base_url: str = "/"
    name: str = "The server"
    program: str = "widget_host"
    allow_hosts: tuple[str, ...] = ()
    open_browser: bool = False
    warm_up: tuple[str, ...] = ()
    run_ahead: bool = True
    starts_at_once: int = 3 * (os.cpu_count() or 1)
    also_say: tuple[str, ...] = ()
    disk: Path | None = None
    low_disk_mib: int = 500
    max_kernels: int = field(default_factory=lambda: min(places_in_memory(), places_in_files()))
    kernel_memory_mib: int = 1024
    kernel_env: Mapping[str, str] = field(default_factory=dict, repr=False)
    kernel_variables: tuple[str, ...] = ()
    kernel_user: str = ""
    uses_forks: bool = True
    visitor_env: Callable[[str], Mapping[str, str]] = field(default=lambda _: {}, repr=False)
    services: Mapping[str, Offer] = field(default_factory=dict, repr=False)
    more_routes: Callable[[str, int], MoreRoutes] | None = field(default=None, repr=False)
    visited: Visited | None = field(default=None, repr=False)
    checks: tuple[Check, ...] = ()
    public_metrics: bool = False
    log_format: LogFormat = "text"
    log_level: LogLevel = "info"
    shutdown_timeout_s: int = 30
    request_limits: RequestLimits = field(default_factory=RequestLimits)
    extension: Extension = field(default_factory=Extension, repr=False)
    unsafe_eval: bool = False
    languages: tuple[str, ...] = ()
    offline: bool = False
    guard: Guard | None = field(default=None, repr=False)

    @property
    def keeps_pages(self) -> bool:
        """Whether browsers may keep pages: not where somebody may sign out, and the next person come."""
        return self.offline and self.guard is None


def clean_base_url(base_url: str) -> str:
    """Return `base_url` with a slash at each end; raises ServeError if it is not a path."""
    cleaned = f"/{base_url.strip('/')}/" if base_url.strip("/") else "/"
    if not _BASE_URL.fullmatch(cleaned):
        raise ServeError(f"--base-url {base_url!r} is not a path. Give something like /pages/.")
    return cleaned


def kernel_environment(settings: Settings) -> dict[str, str]:
    """Return the environment of every kernel: what any program needs, and settings for the pages' code.

    It contains no secret. The server does for a kernel whatever needs one (see `rpc_handlers`).
    """
    own = ("WIDGET_HOST_", f"{settings.program.upper()}_")
    env = handed_on(os.environ, settings.kernel_variables, own)
    # Pages in other languages set this themselves (see `application`).
    env[PAGE_LANGUAGE] = ENGLISH
    return env | dict(settings.kernel_env)


def voila_config(settings: Settings) -> Config:
    """Return Voila's configuration: this Python, no tracebacks, and kernels that are culled."""
    config = Config()
    config.Voila.ip = settings.host
    config.Voila.port = settings.port
    config.Voila.base_url = settings.base_url
    if settings.request_limits.cookie_secret:
        config.Voila.cookie_secret = settings.request_limits.cookie_secret
    config.Voila.root_dir = str(settings.notebooks)
    config.Voila.open_browser = False
    config.Voila.config_file_paths = []  # a voila.json in the working directory is not ours to run
    config.Voila.identity_provider_class = "widget_host.http.headers.AnonymousIdentity"
    config.Voila.connection_dir_root = short_temporary_folder()
    config.VoilaConfiguration.kernel_spec_manager_class = "widget_host.kernels.kernel_manager.OwnPython"
    config.VoilaConfiguration.multi_kernel_manager_class = "widget_host.kernels.kernel_manager.Kernels"
    config.VoilaConfiguration.show_tracebacks = False
    # Under load a cell's output can come late; with the default of 4 s, whole pages stayed blank.
    config.VoilaExecutor.iopub_timeout = 120
    config.VoilaExecutor.timeout = 120
    config.VoilaExecutor.allow_errors = True
    config.KernelManager.transport = TRANSPORT
    # A dead kernel is reported to its page. A restarted one would know nothing about the page's exercises.
    config.KernelRestarter.restart_limit = 0
    config.Kernels.kernel_manager_class = "widget_host.kernels.kernel_manager.PageKernel"
    config.Kernels.cull_idle_timeout = CULL_AFTER_S
    config.Kernels.cull_interval = _CULL_EVERY_S
    return config
