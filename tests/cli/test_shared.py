"""Shared parts of the commands: how errors are reported."""

import click
import pytest

from workbook.cli.shared import reported_errors
from workbook.errors import WorkbookError
from workbook.front import LanguageError


class PackageError(WorkbookError):
    """The error of a package."""


@pytest.mark.parametrize("error", [PackageError, LanguageError])
def test_what_a_package_says_to_a_person_ends_the_command_with_its_text(error):
    with pytest.raises(click.ClickException) as ended, reported_errors():
        raise error("The table is gone. Put it back.")
    assert (ended.value.format_message(), ended.value.exit_code) == ("The table is gone. Put it back.", 1)
    assert ended.value.__suppress_context__


def test_a_fault_of_the_program_is_not_told_as_one_of_the_person_s():
    with pytest.raises(ZeroDivisionError), reported_errors():
        raise ZeroDivisionError
