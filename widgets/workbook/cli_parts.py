"""What the commands share: numbers as options, lines for a person, and how a fault is told."""

import sys

import click

__all__ = ["Number", "counted", "say", "say_migrated", "told"]


class Number(click.ParamType[int]):
    """A whole number from 0 to `most`, with a message for a person where it is none."""

    name = "number"

    def __init__(self, what: str, most: int) -> None:
        """Take what the number is, such as "a port", and its greatest value."""
        self._what = what
        self._most = most

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        text = str(value)
        if not (text.isascii() and text.isdecimal()) or int(text) > self._most:
            self.fail(f"{text!r} is not {self._what}. Give a number from 0 to {self._most}.", param, ctx)
        return int(text)


class told:  # noqa: N801 - reads as the words that it stands for
    """Tells what the rooms raise for a person in one line, and ends the command with 1."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Turn an error that is meant for a person into the command line's own."""
        if error is None:
            return
        from workbook.content.errors import ContentError  # noqa: PLC0415 - see the docstring of `cli`
        from workbook.record.errors import RecordError  # noqa: PLC0415
        from workbook.serve.errors import ServeError  # noqa: PLC0415
        from workbook.workshop.errors import WorkshopError  # noqa: PLC0415

        if isinstance(error, (ServeError, ContentError, RecordError, WorkshopError)):
            raise click.ClickException(str(error)) from None


def say(line: str) -> None:
    """Print a line at once, also into a file or a pipe."""
    click.echo(line)
    sys.stdout.flush()


def counted(number: int, one: str, more: str) -> str:
    """Return a number with the word that belongs to it: 1 record, 2 records."""
    return f"{number} {one if number == 1 else more}"


def say_migrated(what: str, where: str, before: str | None, after: str) -> None:
    """Say what became of a database's tables; `what` is in it, `before` is None where it had no tables."""
    if before is None:
        say(f"The database {where} is ready for {what}, at version {after}.")
    elif before == after:
        say(f"The {what} in {where} were at version {after} already.")
    else:
        say(f"The {what} in {where} were brought from version {before} to {after}.")
