"""JupyterLab on the workbook's pages and tables, for the people who edit them.

Here: how JupyterLab gets the folders, the kernels and the address. Not here: the pages as learners see them
(see `voila_app`).
"""

import os
import warnings
from collections.abc import Callable
from pathlib import Path

from widget_host.http.voila_app import bound_sockets, stop_on_signals
from widget_host.settings import Settings

__all__ = ["lab_arguments", "lab_root", "open_lab"]

_LAB_SETTINGS = (
    Path(__file__).parent / "lab_settings"
)  # JupyterLab does not check for news, or ask the user about it


def open_lab(settings: Settings, say: Callable[[str], None] = print) -> None:
    """Run JupyterLab until Ctrl-C or SIGTERM stops it; then no kernel is left running.

    `say` is called with the address, including the access token, once JupyterLab listens. Raises ServeError,
    saying what to do, if it can't listen.
    """
    from jupyterlab.labapp import LabApp  # noqa: PLC0415 - it takes a second, and starts Node.js

    for taken in bound_sockets(settings):
        taken.close()
    # A trainer can't act on Jupyter's internal warnings.
    warnings.simplefilter("ignore", DeprecationWarning)
    if settings.data:
        os.environ["WORKBOOK_DATA"] = str(settings.data)
    server = LabApp.initialize_server(argv=lab_arguments(settings))
    # Jupyter prints its address in five lines; we print one.
    server.log.addFilter(lambda record: "To access the server" not in record.getMessage())
    data = settings.data or settings.notebooks
    server.io_loop.add_callback(say, f"JupyterLab is open at {server.display_url.splitlines()[0].strip()}")
    server.io_loop.add_callback(
        say,
        f"Pages from {settings.notebooks}, content from {data}. Stop with Ctrl-C.",
    )
    server.io_loop.add_callback(stop_on_signals, server.io_loop)
    server.start()


def lab_root(settings: Settings) -> Path:
    """Return the folder that JupyterLab shows: the nearest one that contains both pages and tables.

    If that would be the whole disk or the user's home, it is the folder of the pages.
    """
    common = Path(os.path.commonpath((settings.notebooks, settings.data or settings.notebooks)))
    return settings.notebooks if common in (Path(common.anchor), Path.home()) else common


def lab_arguments(settings: Settings) -> list[str]:
    """Return JupyterLab's command line: its token kept, no news from other hosts, only our kernel."""
    root = lab_root(settings)
    shown = settings.notebooks.relative_to(root).as_posix()
    return [
        f"--ServerApp.root_dir={root}",
        f"--ServerApp.ip={settings.host}",
        f"--ServerApp.port={settings.port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.base_url={settings.base_url}",
        f"--ServerApp.open_browser={settings.open_browser}",
        "--ServerApp.answer_yes=True",
        "--Application.log_level=WARN",
        "--ServerApp.allow_root=True",
        "--ServerApp.kernel_spec_manager_class=widget_host.kernels.kernel_manager.OwnPython",
        f"--LabApp.default_url=/lab/tree/{shown}" if shown != "." else "--LabApp.default_url=/lab",
        "--LabApp.news_url=None",
        f"--LabApp.app_settings_dir={_LAB_SETTINGS}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]
