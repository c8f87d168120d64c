"""Shared parts of the commands: types of options, output, and error reporting."""

import sys
import unicodedata
from datetime import date
from pathlib import Path

import click

from widget_host.common.safe_write import write_whole
from widget_host.errors import HostError
from workbook.errors import WorkbookError

__all__ = ["WARM_UP", "Day", "Number", "counted", "plain", "reported_errors", "say", "write_new"]

WARM_UP = (
    "workbook",
    "workbook:load",
    "workbook.record.rpc_handler",
    "workbook.record.documents.card",
    "docx",
    "segno",
)
"""Modules that kernels need in their first second, or for which a learner would wait later: imported once."""

_TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = ("Cc", "Cs", "Zl", "Zp")
_IN_PLACE = "\ufffd"
_FIRST_YEAR, _LAST_YEAR = 1970, 2999


class Number(click.ParamType[int]):
    """A whole number from `least` to `most`, with a readable message for other values."""

    name = "number"

    def __init__(self, what: str, most: int, least: int = 0) -> None:
        """Take a description of the number, such as "a port", its maximum and its minimum."""
        self._what = what
        self._least, self._most = least, most

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        text = str(value)
        if not (text.isascii() and text.isdecimal()) or not self._least <= int(text) <= self._most:
            given = f"Give a number from {self._least} to {self._most}."
            self.fail(f"{text!r} is not {self._what}. {given}", param, ctx)
        return int(text)


class Day(click.ParamType[date]):
    """A day such as 2026-11-23, with a readable message for other values."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, from 1970 to 2999: other years are mistakes, and no document can have them."""
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            day = date.max
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            self.fail(f"{value!r} is not a day. Give one like 2026-11-23.", param, ctx)
        return day


class reported_errors:  # noqa: N801 - reads as the words that it stands for
    """Reports the packages' errors for a person in one line, and ends the command with 1."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Convert an error that is meant for a person to a ClickException."""
        if isinstance(error, (WorkbookError, HostError)):
            raise click.ClickException(str(error)) from None


def say(line: str) -> None:
    """Print a line immediately, even to a file or a pipe."""
    click.echo(line)
    sys.stdout.flush()


def counted(number: int, one: str, more: str) -> str:
    """Return a number with its singular or plural word: 1 record, 2 records."""
    return f"{number} {one if number == 1 else more}"


def plain(text: str) -> str:
    """Return somebody's text in a form that is safe to show in a terminal.

    Characters that would move the cursor, change colours or the text direction are replaced, and so are those
    that the terminal's encoding lacks. Line breaks stay.
    """
    seen = "".join(_IN_PLACE if _acts(sign) else sign for sign in text)
    encoding = sys.stdout.encoding or "utf-8"
    return seen.encode(encoding, "replace").decode(encoding)


def write_new(file: Path, text: str) -> None:
    """Write a table for a spreadsheet to a new file that only its owner can read.

    The byte order mark tells a spreadsheet that it is UTF-8. Ends the command if the file can't be written.
    """
    try:
        write_whole(file, text.encode("utf-8-sig"), 0o600, is_new=True)
    except FileExistsError:
        raise click.ClickException(f"{file} is there already. Give a new name, or delete it.") from None
    except OSError as problem:
        reason = (problem.strerror or "it failed").lower()
        raise click.ClickException(f"{file} can't be written: {reason}.") from None


def _acts(sign: str) -> bool:
    return sign != "\n" and (sign in _TURNS or unicodedata.category(sign) in _UNSEEN)
