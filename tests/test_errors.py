"""Every package's own errors are of the one kind that a command reports."""

from importlib import import_module
from pathlib import Path

import pytest

import workbook
from workbook.errors import WorkbookError

PACKAGE = Path(workbook.__file__).parent
PACKAGES = sorted(path.parent.name for path in PACKAGE.glob("*/errors.py"))


def own_errors(package):
    """The errors that a package's module of errors defines, by name."""
    module = import_module(f"workbook.{package}.errors")
    return {name: one for name in module.__all__ if name.endswith("Error") for one in [getattr(module, name)]}


@pytest.mark.parametrize("package", PACKAGES)
def test_a_command_can_report_the_errors_of_each_package(package):
    errors = own_errors(package)
    assert errors
    assert [name for name, one in errors.items() if not issubclass(one, WorkbookError)] == []


def test_each_package_has_an_error_of_its_own():
    assert len(PACKAGES) >= 6
    assert all(WorkbookError not in own_errors(package).values() for package in PACKAGES)
