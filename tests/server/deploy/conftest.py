"""The files of `workbook deploy`, written once for each kind."""

import pytest

from browser.server import ROOT
from workbook.server.deploy import Deployment, write

NAME = "workbook.example.org"


@pytest.fixture
def plan():
    """Make a plan: `plan(servers=3)`."""
    return lambda **more: Deployment(**{"name": NAME, "source": ROOT, **more})


@pytest.fixture
def written(tmp_path, plan):
    """Write the files of a plan; gives their folder: `written(kind="machine")`."""

    def make(**more):
        folder = tmp_path / "deploy"
        write(plan(**more), folder)
        return folder

    return make
