"""What goes wrong with a database, told by one kind of error."""

from typing import Literal

from workbook.errors import WorkbookError

__all__ = ["DatabaseError", "Reason", "StepError"]

Reason = Literal["busy", "closed", "full", "newer", "old", "damaged", "unknown", "big"]
"""Why it can't be done: others are writing; it can't be reached or written to; there is no room; its tables
are of a newer or of an older workbook; it is damaged; a row is gone; a row is too big."""


class DatabaseError(WorkbookError):
    """Something that a database can't do. The text is for a person, and never holds a value or a password."""

    def __init__(self, reason: Reason, text: str = "") -> None:
        """Keep the reason, and the text where there is something more exact to say."""
        self.reason: Reason = reason
        super().__init__(text or f"The database can't be used: {reason}.")


class StepError(DatabaseError):
    """What keeps a step from being taken. In its text {where} stands for the database's address."""
