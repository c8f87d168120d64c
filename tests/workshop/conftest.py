"""Databases for the tests of workshops: what the store keeps is tested over SQLite and over PostgreSQL."""

from itertools import count

import pytest

from record.postgres import MISSING, Cluster, binaries
from workbook.workshop.store import WorkshopStore
from workbook.workshop.workshops import Workshops
from workshop.rooms import Room, Texts

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

    def make(engine="sqlite"):
        if engine == "sqlite":
            return str(tmp_path / f"workshops{next(numbers)}" / "workshops.sqlite")
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
def new_store():
    """Make stores that are ready: `new_store(address)`."""
    made = []

    def make(address):
        made.append(WorkshopStore(address))
        made[-1].prepare()
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.fixture
def store(address, new_store):
    """A store that is ready for workshops, of each engine in turn."""
    return new_store(address)


@pytest.fixture
def room(store):
    """A workshop that has just started, of each engine in turn."""
    return Room(store)


@pytest.fixture
def small(new_address, new_store):
    """A workshop that has just started, over SQLite alone: for what has nothing to do with the database."""
    return Room(new_store(new_address()))


@pytest.fixture
def workshops(store):
    """All workshops of a store, of each engine in turn."""
    return Workshops(store, Texts())
