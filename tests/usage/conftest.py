"""Databases for the tests of feedback and counts: each runs over SQLite and over PostgreSQL."""

import pytest

from record.postgres import MISSING, Cluster, binaries
from workbook.usage.store import UsageStore

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL that runs for as long as the tests do."""
    if binaries() is None:
        pytest.skip(MISSING)
    running = Cluster()
    yield running
    running.stop()


@pytest.fixture(params=ENGINES)
def address(request, tmp_path):
    """The address of a database without tables, of each engine in turn."""
    if request.param == "sqlite":
        yield str(tmp_path / "usage" / "records.sqlite")
        return
    running = request.getfixturevalue("cluster")
    made = running.new_database()
    yield made
    running.drop(made)


@pytest.fixture
def store(address):
    """A store that is ready."""
    with UsageStore(address) as made:
        made.prepare()
        yield made
