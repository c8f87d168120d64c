"""Databases for the tests of workshops: what the store keeps is tested over SQLite and over PostgreSQL."""

from functools import partial

import pytest

from workbook.workshop.storage.store import WorkshopStore
from workbook.workshop.storage.workshops import Workshops
from workshop.rooms import Room, Texts


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
