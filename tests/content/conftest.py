"""Fixtures of the content's tests."""

import pytest

from content.small_workbook import SmallWorkbook


@pytest.fixture
def small(tmp_path):
    """A small workbook without a fault, in a folder of its own."""
    return SmallWorkbook(tmp_path)
