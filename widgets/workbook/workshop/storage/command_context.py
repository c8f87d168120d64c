"""What a trainer's command works on: a locked workshop, the texts of its questions, and the time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from workbook.workshop.domain.answers import Choices
from workbook.workshop.domain.plans import Step
from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage.rows import WorkshopRow, change

__all__ = ["CommandContext", "whole"]


class CommandContext:
    """A workshop that is locked while a command runs, with the texts of its questions and the time."""

    def __init__(self, connection: Connection, held: WorkshopRow, texts: Choices, now: datetime) -> None:
        self.connection = connection
        self.held = held
        self.texts = texts
        self.now = now

    def change(self, **values: Any) -> None:  # noqa: ANN401 - columns of several types
        """Change the workshop's own row."""
        self.held = change(self.connection, self.held, **values)

    @property
    def step(self) -> Step:
        """The step at hand."""
        return self.held.step


def whole(parts: Mapping[str, Any], name: str, most: int) -> int:
    """Return a part that is a number from 0 to `most`; raises WorkshopError ("unreadable")."""
    number = parts.get(name)
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= most:
        raise WorkshopError("unreadable")
    return number
