"""What every run of pytest shares, the notebooks' included, and what nbval needs to run many at once."""

import sys
import tempfile
from itertools import count
from typing import Any

import pytest

# Limits that grow with the load of the machine, and a watch over what a run leaves behind.
pytest_plugins = ["timeouts", "left_behind", "pytester"]


def pytest_configure(config: pytest.Config) -> None:
    """Have workers share what they fork servers from, and nbval speak with its kernels over files.

    Workers that start some kernels together would fight over ports.
    """
    if sys.platform == "linux" and config.getoption("numprocesses", default=None):
        import server_forks  # noqa: PLC0415

        server_forks.share_origin()
    if not any(config.getoption(name, default=False) for name in ("nbval", "nbval_lax")):
        return
    # Imported here, since most runs have no notebooks and would wait for it.
    import nbval.kernel  # noqa: PLC0415
    from jupyter_client.manager import KernelManager  # noqa: PLC0415

    from widget_host.kernels.transport import TRANSPORT, short_temporary_folder  # noqa: PLC0415

    folder = tempfile.TemporaryDirectory(prefix="wb_", dir=short_temporary_folder())
    config.add_cleanup(folder.cleanup)
    numbers = count()

    def manager(**traits: Any) -> KernelManager:  # noqa: ANN401
        file = f"{folder.name}/{next(numbers)}.json"
        return KernelManager(transport=TRANSPORT, connection_file=file, **traits)

    nbval.kernel.KernelManager = manager


def pytest_sessionfinish() -> None:
    """End the processes that others were forked from, which otherwise end a little later, with this one."""
    if provisioner := sys.modules.get("forked_kernels.provisioner"):
        provisioner._OwnForkServer._end()
    if server_forks := sys.modules.get("server_forks"):
        server_forks.end_origin()
