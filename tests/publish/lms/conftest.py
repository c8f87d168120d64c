"""A small course's site, created once for all tests of packages."""

import pytest

from workbook.publish.site.site import Site


@pytest.fixture(scope="session")
def site():
    """A site of two pages on standards and a home page, as `make_site` gives one."""
    pages = {
        name: f"<!doctype html><title>{name}</title>" for name in ("index.html", "one.html", "two é&.html")
    }
    return Site(pages, {"files/0a.js": b"void 0;"}, ("one.html", "two é&.html"), ("one", "two"))
