"""The errors of learners' records.

Here: the reasons, and their default texts for a person. Not here: the front end's texts for each reason (see
its words).
"""

from typing import Literal, TypeAlias

from workbook.errors import WorkbookError

__all__ = ["Gone", "Reason", "RecordError"]

Gone: TypeAlias = Literal["deleted", "left", "changed"]
"""Why a record is gone on purpose: deleted for all devices; taken out, to stay only on devices; put under
another code.
"""

Reason: TypeAlias = Literal[
    "unknown",
    "deleted",
    "left",
    "changed",
    "restored",
    "wrong",
    "mistyped",
    "off",
    "busy",
    "closed",
    "full",
    "newer",
    "old",
    "damaged",
    "older",
    "unreadable",
    "big",
    "quota",
    "scarce",
    "wait",
    "crowded",
]
"""Why an operation on a record failed; the texts below explain each."""

_TEXTS: dict[Reason, str] = {
    "unknown": "There is no record for this code.",
    "deleted": "This record was deleted.",
    "left": "This record was taken out of the database, to be kept on a device alone.",
    "changed": "This record has another code now.",
    "restored": "A backup of the database was restored that does not contain this record.",
    "wrong": "The key does not open this record.",
    "mistyped": "The code has a typing mistake in it.",
    "off": "Recovery codes are switched off here.",
    "busy": "The database of records is busy. Try again in a moment.",
    "closed": "The database of records can't be reached or written to.",
    "full": "The disk of the database of records is full. Free some space, and try again.",
    "newer": "This was made by a newer version of the workbook. Install that version, and try again.",
    "old": "The database of records was made by an older version of the workbook. "
    "Copy it first (`workbook backup FILE`), then run `workbook upgrade`.",
    "damaged": "What is stored has been changed or damaged.",
    "older": "The database holds an older state of this record than was seen before.",
    "unreadable": "This can't be understood.",
    "big": "This is too big to be kept.",
    "quota": "This record is as large as one may be.",
    "scarce": "The space for records is nearly used up, and the rest is reserved for existing records.",
    "crowded": "Many records are being created from here. Wait a little before the next.",
    "wait": "There were many attempts. Wait a little before the next.",
}


class RecordError(WorkbookError):
    """An operation on a record failed. `reason` is one of `Reason`; the text is for a person.

    Neither ever contains a learner's text, a code, a key or a password.
    """

    def __init__(self, reason: Reason, text: str = "") -> None:
        """Keep the reason, and a text that replaces the default one."""
        self.reason: Reason = reason
        super().__init__(text or _TEXTS[reason])
