"""The errors of workshops.

Here: the reasons, and their default texts for a person. Not here: the front end's texts for each reason (see
its words).
"""

from typing import Literal

from workbook.database.errors import Reason as DatabaseReason
from workbook.errors import WorkbookError

__all__ = ["Reason", "StoreError", "WorkshopError"]

Reason = Literal[
    "unknown",
    "ended",
    "full",
    "closed",
    "unreadable",
    "wait",
    "password",
    "passphrase_none",
    "signed_out",
    "not_yours",
    "plan",
    "not_now",
    "busy",
    "big",
    "left",
    "down",
]
"""Why an operation in a workshop failed; the texts below explain each."""

_TEXTS: dict[Reason, str] = {
    "unknown": "There is no workshop with this code.",
    "ended": "This workshop has ended.",
    "full": "This workshop is full.",
    "closed": "This activity is not open for answers.",
    "unreadable": "This can't be understood.",
    "wait": "There were many attempts. Wait a little before the next.",
    "password": "The name or the passphrase is not right.",
    "passphrase_none": "No trainer is set up yet. Run `workbook trainer add`.",
    "signed_out": "You are signed out. Sign in again.",
    "not_yours": "This workshop belongs to another trainer.",
    "plan": "This plan can't be used.",
    "not_now": "This can't be done at this point of the workshop.",
    "busy": "The database of workshops is busy. Try again in a moment.",
    "big": "This is too big to be kept.",
    "left": "This device is not in the workshop. Join it again with the code.",
    "down": "The database of workshops can't be used.",
}

_OF_DATABASE: dict[DatabaseReason, Reason] = {"busy": "busy", "big": "big", "unknown": "unknown"}


class WorkshopError(WorkbookError):
    """An operation in a workshop failed. `reason` is one of `Reason`; the text is for a person.

    `wait_s` is how many seconds to wait before the next attempt, if the reason is "wait". It never contains
    an answer, a code, a seat, a passphrase or a token.
    """

    def __init__(self, reason: Reason, text: str = "", wait_s: int = 0) -> None:
        """Keep the reason, and a text that replaces the default one."""
        self.reason: Reason = reason
        self.text = text or _TEXTS[reason]
        self.wait_s = wait_s
        super().__init__(self.text)


class StoreError(WorkshopError):
    """A failed operation of the database of workshops, with the reason of a WorkshopError.

    The reason is "down" if trying again would not help.
    """

    def __init__(self, reason: DatabaseReason, text: str = "") -> None:
        """Take the database's reason, and its text for a person."""
        super().__init__(_OF_DATABASE.get(reason, "down"), text)
