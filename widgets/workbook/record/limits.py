"""Limits the size of records and of the database, so that nobody can fill the disk.

Here: the figures, and the checks. Not here: where they are called (see `records` and `open_record`), and how
often new records may be created (see `permits`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, Self

from workbook.record.errors import RecordError

__all__ = ["RESERVE_BYTES", "RecordLimits", "RecordSpace"]

RESERVE_BYTES = 2**20
"""Up to this size a record may grow even if space is scarce: it is more than most learners ever write."""

_MIB = 2**20
_NEARLY = 0.8


class RecordSpace(Protocol):
    """Measures the space for all records."""

    def free_bytes(self) -> int | None:
        """Return how many bytes are free on the disk, or None if that is unknown."""

    def used_bytes(self) -> int:
        """Return how many bytes the database takes."""


@dataclass(frozen=True, slots=True)
class RecordLimits:
    """The publisher's limits, in MiB; 0 sets no limit.

    `record` is the limit for one record, as stored: 20 MiB is some ten thousand pages of text. `database` is
    the limit for the whole database: beyond it, no new records are created, and large ones can't grow. The
    same applies if less than `low_disk` is free.
    """

    record: int = 20
    database: int = 0
    low_disk: int = 0

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Return the limits from the environment that the server gives its kernels, with defaults."""
        usual = cls()
        return cls(
            _number(environment.get("WORKBOOK_RECORD_SIZE", ""), usual.record),
            _number(environment.get("WORKBOOK_DATABASE_SIZE", ""), usual.database),
            _number(environment.get("WORKBOOK_LOW_DISK", ""), usual.low_disk),
        )

    def is_nearly_full(self, size: int, entries: float) -> bool:
        """Return whether a record of `size` bytes uses four fifths of its limit, or of that for `entries`.

        `entries` is given as a share of the limit, from 0 to 1.
        """
        return entries >= _NEARLY or bool(self.record and size >= _NEARLY * self.record * _MIB)

    def check_new(self, room: RecordSpace) -> None:
        """Raise RecordError ("scarce") if no new record may be created, to keep space for existing ones."""
        if self._is_scarce(room):
            raise RecordError("scarce")

    def check_grown(self, before: int, after: int, room: RecordSpace) -> None:
        """Raise RecordError if a record may not grow from `before` to `after` bytes.

        "quota" if it would exceed the limit for one record, "scarce" if there is little space. A change that
        makes it smaller is always allowed.
        """
        if after <= before:
            return
        if self.record and after > self.record * _MIB:
            raise RecordError("quota")
        if after > RESERVE_BYTES and self._is_scarce(room):
            raise RecordError("scarce")

    def _is_scarce(self, room: RecordSpace) -> bool:
        free = room.free_bytes() if self.low_disk else None
        if free is not None and free < self.low_disk * _MIB:
            return True
        return bool(self.database) and room.used_bytes() > self.database * _MIB


def _number(text: str, usual: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() else usual
