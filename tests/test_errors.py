"""The one kind of error that a command tells: every room's own is one."""

from importlib import import_module
from pathlib import Path

import pytest

import workbook
from workbook.errors import WorkbookError

PACKAGE = Path(workbook.__file__).parent
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/errors.py"))


def own_errors(room):
    """The errors that a room's module of them makes, by their names."""
    module = import_module(f"workbook.{room}.errors")
    return {name: one for name in module.__all__ if name.endswith("Error") for one in [getattr(module, name)]}


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_s_own_errors_can_be_told_by_a_command(room):
    errors = own_errors(room)
    assert errors
    assert [name for name, one in errors.items() if not issubclass(one, WorkbookError)] == []


def test_each_room_keeps_an_error_of_its_own():
    assert len(ROOMS) >= 6
    assert all(WorkbookError not in own_errors(room).values() for room in ROOMS)
