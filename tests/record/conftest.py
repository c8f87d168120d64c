"""Databases for the tests of the record: every test of the store runs over SQLite and over PostgreSQL."""

import multiprocessing
from itertools import count

import pytest

from record.postgres import MISSING, Cluster, binaries
from workbook.record.store import Store

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL that runs for as long as the tests do."""
    if binaries() is None:
        pytest.skip(MISSING)
    running = Cluster()
    yield running
    running.stop()


@pytest.fixture
def new_address(request, tmp_path):
    """Make addresses of databases without tables: `new_address("sqlite")` or `new_address("postgresql")`."""
    made = []
    numbers = count(1)

    def make(engine):
        if engine == "sqlite":
            return str(tmp_path / f"records{next(numbers)}" / "records.sqlite")
        running = request.getfixturevalue("cluster")
        made.append((running, running.new_database()))
        return made[-1][1]

    yield make
    for running, address in made:
        running.drop(address)


@pytest.fixture(params=ENGINES)
def address(request, new_address):
    """The address of a database without tables, of each engine in turn."""
    return new_address(request.param)


@pytest.fixture
def new_store(new_address):
    """Make stores that are ready for records: `new_store("sqlite", timeout=1)`."""
    made = []

    def make(engine="sqlite", address=None, **options):
        store = Store(address or new_address(engine), **options)
        made.append(store)
        store.prepare()
        return store

    yield make
    for store in made:
        store.close()


@pytest.fixture
def store(address, new_store):
    """A store that is ready for records, of each engine in turn."""
    return new_store(address=address)


@pytest.fixture
def processes():
    """Start other processes: `processes.Process(target=..., args=...)`; they have to end by themselves."""
    # A fork of this one would share its connections.
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["record.planting"])
    return context
