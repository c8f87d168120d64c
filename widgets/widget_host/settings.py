"""What the server is told, and the figures that it goes by.

Here: the settings of one server, their checks, Voila's configuration. Not here: what it does (see
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
from widget_host.http.proxy_trust import ProxyTrust
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

It has to exceed the longest outage after which a page is promised to go on: 170 s were measured, so that a
laptop that sleeps through a lift ride finds its kernel again. A page that is closed ends its kernel at once.
"""

_CULL_EVERY_S = 60
_BASE_URL = re.compile(r"(/[A-Za-z0-9._~-]+)*/")


Offer = Callable[[Callable[[str, float], None]], Answer]
"""Returns what answers the kernels for one service (see `rpc_handlers`).

It is given what counts saves: "saved", "failed", or "full" where there was no room, and the seconds.
"""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that the server can't do without.

    `works` raises where it does not work. It is called in a thread of its own and may block; or it returns
    what is awaited. `reason` says in plain words what is wrong then, and what to do. What worked is looked at
    again after `rest_s` seconds at the earliest (0 for the usual rest), and what failed sooner. While it is
    looked at again, what came of it last stands for `stands_s` seconds: give that to what may take long on a
    busy machine. What exceptions of the kind `tells` say is said with the reason, so it is for everybody.
    What only `warns` is told, and the server is ready all the same. What is `watched` is looked at each
    minute also where nobody asks, so that the log says when it fails.
    """

    reason: str
    works: Callable[[], object]
    rest_s: float = 0.0
    stands_s: float = 0.0
    warns: bool = False
    watched: bool = False
    tells: type[Exception] | None = None


class Guard(Protocol):
    """Who lets in some people and not others, of which the server knows no more than this."""

    @property
    def rules(self) -> list[tuple[Any, ...]]:
        """Tornado's rules for what is open to all, such as the way back from a sign-in."""

    def behind(self, handler: type[RequestHandler]) -> type[RequestHandler]:
        """Return what answers as `handler` does, to those who are let in."""


class MoreRoutes(Protocol):
    """What a server answers beside the pages, of which it knows no more than this."""

    @property
    def rules(self) -> list[tuple[Any, ...]]:
        """Tornado's rules; their addresses begin with the base path."""

    def start(self) -> None:
        """Begin, in the running loop."""

    async def stop(self) -> None:
        """Finish what was begun."""

    def state(self) -> dict[str, Any]:
        """Return what is told of it at `readyz`, in names and figures."""

    def figures(self) -> dict[str, tuple[str, float]]:
        """Return what is told of it at `metrics`: by name, what the figure is, and the figure."""


Visited = Callable[[str, Mapping[str, str]], None]
"""What hears of each page that was sent: its name, and the request's headers."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How one server is to run, and what a program mounts on it.

    `notebooks` is an existing folder, and so is `data`, which holds files that pages' code reads, or it is
    None; `base_url` begins and ends with a slash; `port` 0 lets the system choose; `allow_hosts` are further
    names at which the server answers, beside this machine's own; `name` is what it is called in lines for
    people, and `program` the package that is run, after which its figures and log lines are named; `warm_up`
    is what kernels find imported already, as `module` or `module:function` (see `fork_server`);
    `starts_at_once` is how many pages may open at the same moment, the others waiting their turn; `also_say`
    are lines for whoever starts the server, after the address; `disk` is the folder of a database that is a
    file, None for others, and where less than `low_disk_mib` MiB are free there, that is said, and no new
    records are made; `max_kernels` is how many may run at once; `kernel_memory_mib` the most memory that each
    may take, in MiB, 0 for any amount; `kernel_env` is what kernels find in their environment besides, which
    is no secret, and `kernel_variables` are names in this process's own that they get too; `kernel_user` is
    the system's user that they run as, "" for the server's; without `uses_forks` each is started as an
    ordinary one; `visitor_env` returns what a kernel finds besides whose page is asked for from a network (""
    for an unknown one); `services` are what the server does for them, by name (see `rpc_handlers`);
    `more_routes` is called with the base path and the port, and returns what the server is to answer beside
    the pages; `visited` hears of each visit; `checks` are what `readyz` looks at besides; `public_metrics`
    tells the figures at `metrics` to everybody; `log_format` is the form of lines, `log_level` the least that
    is told; a stop takes at most `shutdown_timeout_s` seconds; `proxy_trust` is what is let in (see
    `proxy_trust`), and `guard` who is, None for everybody; `extension` is what is put on pages; `languages`
    are those that pages can be had in beside English; with `unsafe_eval`, pages whose notebook asks for it
    may make code out of text.
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
    proxy_trust: ProxyTrust = field(default_factory=ProxyTrust)
    extension: Extension = field(default_factory=Extension, repr=False)
    unsafe_eval: bool = False
    languages: tuple[str, ...] = ()
    guard: Guard | None = field(default=None, repr=False)


def clean_base_url(base_url: str) -> str:
    """Return `base_url` with a slash at each end; raises ServeError where it is not a path."""
    cleaned = f"/{base_url.strip('/')}/" if base_url.strip("/") else "/"
    if not _BASE_URL.fullmatch(cleaned):
        raise ServeError(f"--base-url {base_url!r} is not a path. Give something like /pages/.")
    return cleaned


def kernel_environment(settings: Settings) -> dict[str, str]:
    """Return the environment of every kernel: what a program needs, and what the pages' code goes by.

    There is no secret in it. What a kernel can't do without one, the server does for it (see `rpc_handlers`).
    """
    own = ("WIDGET_HOST_", f"{settings.program.upper()}_")
    env = handed_on(os.environ, settings.kernel_variables, own)
    # Pages that are not English say so themselves (see `application`).
    env[PAGE_LANGUAGE] = ENGLISH
    return env | dict(settings.kernel_env)


def voila_config(settings: Settings) -> Config:
    """Return Voila's configuration: own Python, no tracebacks, kernels that end."""
    config = Config()
    config.Voila.ip = settings.host
    config.Voila.port = settings.port
    config.Voila.base_url = settings.base_url
    if settings.proxy_trust.cookie_secret:
        config.Voila.cookie_secret = settings.proxy_trust.cookie_secret
    config.Voila.root_dir = str(settings.notebooks)
    config.Voila.open_browser = False
    config.Voila.config_file_paths = []  # a voila.json in the working directory is not ours to run
    config.Voila.identity_provider_class = "widget_host.http.headers.Anybody"
    config.Voila.connection_dir_root = short_temporary_folder()
    config.VoilaConfiguration.kernel_spec_manager_class = "widget_host.kernels.kernel_manager.OwnPython"
    config.VoilaConfiguration.multi_kernel_manager_class = "widget_host.kernels.kernel_manager.Kernels"
    config.VoilaConfiguration.show_tracebacks = False
    # Under load a cell's output can come late; with the 4 s that are usual, whole pages stayed blank.
    config.VoilaExecutor.iopub_timeout = 120
    config.VoilaExecutor.timeout = 120
    config.VoilaExecutor.allow_errors = True
    config.KernelManager.transport = TRANSPORT
    # A dead kernel is reported to its page. Started again it would know nothing of the page's exercises.
    config.KernelRestarter.restart_limit = 0
    config.Kernels.kernel_manager_class = "widget_host.kernels.kernel_manager.PageKernel"
    config.Kernels.cull_idle_timeout = CULL_AFTER_S
    config.Kernels.cull_interval = _CULL_EVERY_S
    return config
