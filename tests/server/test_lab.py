from pathlib import Path

from widget_host.settings import Settings
from workbook.server.lab import lab_arguments, lab_root


def settings(notebooks, data, **more):
    return Settings(notebooks=Path(notebooks), data=Path(data), **more)


def test_pages_and_tables_are_both_at_hand():
    assert lab_root(settings("/w/notebooks", "/w/data")) == Path("/w")


def test_the_whole_disk_is_not_laid_open():
    assert lab_root(settings("/w/notebooks", "/x/data")) == Path("/w/notebooks")
    home = Path.home()
    assert lab_root(settings(home / "notebooks", home / "data")) == home / "notebooks"


def test_jupyterlab_keeps_its_token_and_asks_no_other_host():
    arguments = lab_arguments(settings("/w/notebooks", "/w/data", port=9999))
    assert not any("token" in argument or "password" in argument for argument in arguments)
    assert "--ServerApp.ip=127.0.0.1" in arguments
    assert "--ServerApp.port_retries=0" in arguments
    assert "--LabApp.news_url=None" in arguments
    assert "--LabApp.default_url=/lab/tree/notebooks" in arguments
    assert "--ServerApp.kernel_spec_manager_class=widget_host.kernels.kernel_manager.OwnPython" in arguments
