"""Databases for the tests of the record: every test of the store runs over SQLite and over PostgreSQL."""

import multiprocessing

import pytest

from workbook.record.store import Store


@pytest.fixture
def new_store(new_address, prepared):
    """Make stores that are ready for records: `new_store("sqlite", timeout=1)`."""

    def make(engine="sqlite", address=None, **options):
        return prepared(Store, address or new_address(engine), **options)

    return make


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
