"""Browsers and a database for the tests of the record's front end."""

import pytest

from record.ui.browsers import INDEXED_DB, Browser, write_modules
from workbook.record.store import Store


@pytest.fixture(scope="session")
def modules(tmp_path_factory):
    if not INDEXED_DB.is_file():
        pytest.skip("What stands in for IndexedDB could not be fetched from npm.")
    return write_modules(tmp_path_factory.mktemp("modules"))


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "records.sqlite") as made:
        made.prepare()
        yield made


@pytest.fixture
def browser(modules, store):
    """Open a browser; with a code, one that goes on with the record of that."""
    opened = []

    def make(code=None):
        opened.append(Browser(modules, store))
        if code:
            opened[-1].do("resume", code)
        return opened[-1]

    yield make
    for one in opened:
        one.close()
