"""Databases of words for the tests, over SQLite and over PostgreSQL."""

import pytest

from database.small_package import Words


@pytest.fixture
def store(address, prepared):
    """A store that is ready for words, of each engine in turn."""
    return prepared(Words, address)
