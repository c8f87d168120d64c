"""Databases for the tests of workshops: what the store keeps is tested over SQLite and over PostgreSQL."""

from functools import partial

import pytest

from workbook.workshop.storage import trainers
from workbook.workshop.storage.store import WorkshopStore
from workbook.workshop.storage.workshops import Workshops
from workshop.rooms import Room, Texts


@pytest.fixture(autouse=True)
def _passphrases_are_quick_to_check(request, monkeypatch):
    """Spare every test the tenth of a second that a passphrase costs on purpose, but for those about it."""
    if "real_hashes" not in request.fixturenames:
        monkeypatch.setattr(trainers, "_MEMORY", 64)
        monkeypatch.setattr(trainers, "_ITERATIONS", 1)


@pytest.fixture
def real_hashes():
    """Have passphrases hashed as they are for a person."""
    trainers._nobodys.cache_clear()


@pytest.fixture
def new_store(prepared):
    """Make stores that are ready: `new_store(address)`."""
    return partial(prepared, WorkshopStore)


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
