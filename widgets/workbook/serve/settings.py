"""What the server is told, and the figures that it goes by.

Here: the settings of one server, their checks, Voila's configuration. Not here: what it does (see `app`).
"""

import os
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from traitlets.config import Config

from workbook.serve.errors import ServeError
from workbook.serve.places import places_in_files, places_in_memory

__all__ = ["CULL_AFTER_S", "MoreRoutes", "Settings", "clean_base_url", "kernel_environment", "voila_config"]

CULL_AFTER_S = 600
"""Seconds after which a kernel without a page is ended.

It has to exceed the longest outage after which a page is promised to go on: 170 s were measured, so that a
laptop that sleeps through a lift ride finds its kernel again. A page that is closed ends its kernel at once.
"""

_CULL_EVERY_S = 60
_BASE_URL = re.compile(r"(/[A-Za-z0-9._~-]+)*/")


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


@dataclass(frozen=True, slots=True)
class Settings:
    """How one server is to run.

    `notebooks` and `data` are existing folders; `base_url` begins and ends with a slash; `port` 0 lets the
    system choose; `allow_hosts` are further names at which the workbook answers, beside this machine's own;
    `warm_up` is what kernels find imported already, as `module` or `module:function` (see `nursery`);
    `starts_at_once` is how many pages may open at the same moment, the others waiting their turn; `also_say`
    are lines for whoever starts the server, after the address; `database` is where kernels keep learners'
    records, as a path or URL that may hold a password, or "" for nowhere; `retention_months` after how many
    months without use records are deleted, or 0 for never; `most_kernels` is how many may run at once;
    `kernel_memory_mib` the most memory that each may take, in MiB, 0 for any amount; `kernel_env` is what
    kernels find in their environment besides; `more_routes` is called with the base path and the port, and
    returns what the server is to answer beside the pages.
    """

    notebooks: Path
    data: Path
    host: str = "127.0.0.1"
    port: int = 8866
    base_url: str = "/"
    allow_hosts: tuple[str, ...] = ()
    open_browser: bool = False
    warm_up: tuple[str, ...] = ()
    starts_at_once: int = 3 * (os.cpu_count() or 1)
    also_say: tuple[str, ...] = ()
    database: str = field(default="", repr=False)
    retention_months: int = 24
    most_kernels: int = field(default_factory=lambda: min(places_in_memory(), places_in_files()))
    kernel_memory_mib: int = 1024
    kernel_env: Mapping[str, str] = field(default_factory=dict, repr=False)
    more_routes: Callable[[str, int], MoreRoutes] | None = field(default=None, repr=False)


def clean_base_url(base_url: str) -> str:
    """Return `base_url` with a slash at each end; raises ServeError where it is no path."""
    cleaned = f"/{base_url.strip('/')}/" if base_url.strip("/") else "/"
    if not _BASE_URL.fullmatch(cleaned):
        raise ServeError(f"--base-url {base_url!r} is not a path. Give something like /workbook/.")
    return cleaned


def kernel_environment(settings: Settings) -> dict[str, str]:
    """Return the environment of every kernel: this process's own, and what the pages' code goes by."""
    env = {**os.environ, "WORKBOOK_DATA": str(settings.data)}
    # The variable may be set for the command alone; a kernel takes it that codes are offered.
    env.pop("WORKBOOK_DATABASE", None)
    env.pop("WORKBOOK_RETENTION_MONTHS", None)
    if settings.database:
        env["WORKBOOK_DATABASE"] = settings.database
        env["WORKBOOK_RETENTION_MONTHS"] = str(settings.retention_months)
    return env | dict(settings.kernel_env)


def voila_config(settings: Settings) -> Config:
    """Return Voila's configuration: own Python, no tracebacks, kernels that end."""
    config = Config()
    config.Voila.ip = settings.host
    config.Voila.port = settings.port
    config.Voila.base_url = settings.base_url
    config.Voila.root_dir = str(settings.notebooks)
    config.Voila.open_browser = False
    config.Voila.config_file_paths = []  # a voila.json in the working directory is not ours to run
    config.Voila.identity_provider_class = "workbook.serve.web.Anybody"
    config.Voila.connection_dir_root = _short_temporary_folder()
    config.VoilaConfiguration.kernel_spec_manager_class = "workbook.serve.kernels.OwnPython"
    config.VoilaConfiguration.multi_kernel_manager_class = "workbook.serve.kernels.Kernels"
    config.VoilaConfiguration.show_tracebacks = False
    # Under load a cell's output can come late; with the 4 s that are usual, whole pages stayed blank.
    config.VoilaExecutor.iopub_timeout = 120
    config.VoilaExecutor.timeout = 120
    config.VoilaExecutor.allow_errors = True
    # Ports are chosen and taken in two steps, and kernels that start together can choose the same one.
    config.KernelManager.transport = "tcp" if os.name == "nt" else "ipc"
    # A dead kernel is reported to its page. Started anew it would know nothing of the page's exercises.
    config.KernelRestarter.restart_limit = 0
    config.Kernels.kernel_manager_class = "workbook.serve.kernels.PageKernel"
    config.Kernels.cull_idle_timeout = CULL_AFTER_S
    config.Kernels.cull_interval = _CULL_EVERY_S
    return config


def _short_temporary_folder() -> str:
    """Return a folder for the kernels' sockets, whose paths may not exceed some 104 characters."""
    short = Path("/tmp")  # noqa: S108 - a folder of our own is made in it
    return str(short) if os.name != "nt" and os.access(short, os.W_OK) else tempfile.gettempdir()
