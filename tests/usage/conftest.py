"""Databases for the tests of feedback and counts: each runs over SQLite and over PostgreSQL."""

import pytest

from workbook.usage.store import UsageStore


@pytest.fixture
def store(address, prepared):
    """A store that is ready, of each engine in turn."""
    return prepared(UsageStore, address)
