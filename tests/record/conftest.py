"""Databases for the tests of the record: every test of the store runs over SQLite and over PostgreSQL."""

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
