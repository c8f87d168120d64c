"""What the commands share: numbers as options, lines for a person, and how a fault is told."""

import sys
import unicodedata
from datetime import date
from pathlib import Path

import click

from widget_host.common.safe_write import write_whole
from widget_host.errors import HostError
from workbook.errors import WorkbookError

__all__ = ["WARM_UP", "Day", "Number", "counted", "plain", "say", "told", "write_new"]

WARM_UP = (
    "workbook",
    "workbook:load",
    "workbook.record.rpc_handler",
    "workbook.record.documents.card",
    "docx",
    "segno",
)
"""What kernels need in their first second, or would keep a learner waiting for later: imported once."""

_TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = ("Cc", "Cs", "Zl", "Zp")
_IN_PLACE = "\ufffd"
_FIRST_YEAR, _LAST_YEAR = 1970, 2999


class Number(click.ParamType[int]):
    """A whole number from `least` to `most`, with a message for a person where it is not one."""

    name = "number"

    def __init__(self, what: str, most: int, least: int = 0) -> None:
        """Take what the number is, such as "a port", its greatest and its least value."""
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
    """A day as 2026-11-23, with a message for a person where it is not one."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, of the years 1970 to 2999: others are mistyped, and no document can have them."""
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            day = date.max
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            self.fail(f"{value!r} is not a day. Give one like 2026-11-23.", param, ctx)
        return day


class told:  # noqa: N801 - reads as the words that it stands for
    """Tells what the rooms raise for a person in one line, and ends the command with 1."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Turn an error that is meant for a person into the command line's own."""
        if isinstance(error, (WorkbookError, HostError)):
            raise click.ClickException(str(error)) from None


def say(line: str) -> None:
    """Print a line at once, also into a file or a pipe."""
    click.echo(line)
    sys.stdout.flush()


def counted(number: int, one: str, more: str) -> str:
    """Return a number with the word that belongs to it: 1 record, 2 records."""
    return f"{number} {one if number == 1 else more}"


def plain(text: str) -> str:
    """Return a text that somebody sent, as it can be shown in a terminal.

    Signs that would move the cursor, change colours or turn the direction of what follows are replaced, and
    so is what the terminal's encoding lacks. Line breaks stay.
    """
    seen = "".join(_IN_PLACE if _acts(sign) else sign for sign in text)
    encoding = sys.stdout.encoding or "utf-8"
    return seen.encode(encoding, "replace").decode(encoding)


def write_new(file: Path, text: str) -> None:
    """Write a table for a spreadsheet into a new file that its owner alone can read.

    The mark at its start tells a spreadsheet that it is UTF-8. Ends the command where that can't be.
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
