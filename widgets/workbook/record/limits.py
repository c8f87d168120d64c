"""How large a record may be, and when there is no room for more: nobody is to fill the disk for all others.

Here: the figures, and what goes beyond them. Not here: who asks (see `records` and `open_record`), and how
often new records may be made (see `permits`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, Self

from workbook.record.errors import RecordError

__all__ = ["RESERVE_BYTES", "RecordLimits", "Room"]

RESERVE_BYTES = 2**20
"""Up to this size a record may grow also where room is scarce: it is more than most learners ever write."""

_MIB = 2**20
_NEARLY = 0.8


class Room(Protocol):
    """What knows of the room for all records."""

    def free_bytes(self) -> int | None:
        """Return how many bytes are left on the disk, None where that can't be known."""

    def used_bytes(self) -> int:
        """Return how many bytes the database takes."""


@dataclass(frozen=True, slots=True)
class RecordLimits:
    """What a publisher allows, in MiB; 0 sets no limit.

    `record` is the most for one record, as it is stored: 20 MiB are some ten thousand pages of text.
    `database` is the most that the database may take, beyond which there are no new records, and large ones
    do not grow; and so it is where less than `low_disk` is free.
    """

    record: int = 20
    database: int = 0
    low_disk: int = 0

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Return the limits that the server tells its kernels; what it does not say is as usual."""
        usual = cls()
        return cls(
            _number(environment.get("WORKBOOK_RECORD_SIZE", ""), usual.record),
            _number(environment.get("WORKBOOK_DATABASE_SIZE", ""), usual.database),
            _number(environment.get("WORKBOOK_LOW_DISK", ""), usual.low_disk),
        )

    def is_nearly_full(self, size: int, entries: float) -> bool:
        """Say whether a record of `size` bytes has four fifths of what it may have, or of the `entries`.

        These are given as a share of the most that there may be, from 0 to 1.
        """
        return entries >= _NEARLY or bool(self.record and size >= _NEARLY * self.record * _MIB)

    def check_new(self, room: Room) -> None:
        """Raise RecordError ("scarce") where no new record is made, to keep the rest for those there are."""
        if self._is_scarce(room):
            raise RecordError("scarce")

    def check_grown(self, before: int, after: int, room: Room) -> None:
        """Raise RecordError where a record may not grow from `before` to `after` bytes.

        "quota" where it is larger than one may be, "scarce" where there is little room. What makes it smaller
        is always kept.
        """
        if after <= before:
            return
        if self.record and after > self.record * _MIB:
            raise RecordError("quota")
        if after > RESERVE_BYTES and self._is_scarce(room):
            raise RecordError("scarce")

    def _is_scarce(self, room: Room) -> bool:
        free = room.free_bytes() if self.low_disk else None
        if free is not None and free < self.low_disk * _MIB:
            return True
        return bool(self.database) and room.used_bytes() > self.database * _MIB


def _number(text: str, usual: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() else usual
