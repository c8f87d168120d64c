"""The workbook's own pages without a server, created once for all tests."""

import os
from pathlib import Path

import pytest

from workbook.content import load
from workbook.publish.site.site import make_site
from workbook.server.branding import Branding

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def whole_site():
    """The whole workbook as `workbook export site` makes it."""
    facts = load(ROOT / "data").facts()
    return make_site(ROOT / "notebooks", ROOT / "data", branding=Branding(facts=lambda: facts))


@pytest.fixture
def names_of_this_machine():
    """What would tell where a copy was made."""
    return [str(ROOT), str(Path.home()) + os.sep, os.uname().nodename if hasattr(os, "uname") else ""]
