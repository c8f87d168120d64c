"""The errors of a database."""

from typing import Literal

from workbook.errors import WorkbookError

__all__ = ["DatabaseError", "Reason", "StepError"]

Reason = Literal["busy", "closed", "full", "newer", "old", "damaged", "unknown", "big"]
"""Why an operation failed: others are writing; the database can't be reached or written to; the disk is full;
its tables are from a newer or an older workbook; it is damaged; a row is gone; a row is too big.
"""


class DatabaseError(WorkbookError):
    """A failed database operation. The text is for a person, and never contains a value or a password."""

    def __init__(self, reason: Reason, text: str = "") -> None:
        """Keep the reason, and a more precise text if there is one."""
        self.reason: Reason = reason
        super().__init__(text or f"The database can't be used: {reason}.")


class StepError(DatabaseError):
    """A migration can't be run. In its text {where} stands for the database's address."""
