"""Watches the disk space for learners' records, and warns when it is low.

Here: the disk of a database that is a file, and whether saves failed for lack of space. Not here: what
kernels do then (see `record.limits`), and whether the database can be written to (see `cli.serving`).
"""

import math
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from widget_host.settings import Check

__all__ = ["Storage"]

_MIB = 2**20
# How long a save that failed for lack of space counts, unless another one succeeds.
_BELIEVED_S = 600.0
_HARDLY_ANY_BYTES = 2**20


class FullError(Exception):
    """There is no disk space, or little."""


class Storage:
    """The disk space for records, as far as it is known."""

    def __init__(
        self, folder: Path | None, low_mib: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Take the folder of the database's file (None for a database elsewhere), and the low mark in MiB."""
        self._folder, self._low_mib, self._clock = folder, low_mib, clock
        self._full_at = -math.inf

    def heard(self, word: str) -> None:
        """Note the result of a save (see `metrics`)."""
        if word == "full":
            self._full_at = self._clock()
        elif word == "saved":
            self._full_at = -math.inf

    def free_bytes(self) -> float:
        """Return how many bytes are free, or NaN if that is unknown."""
        with suppress(OSError):
            if self._folder is not None:
                return shutil.disk_usage(self._folder).free
        return math.nan

    def checks(self) -> tuple[Check, Check]:
        """Return the health checks: whether there is space, and whether it is running low."""
        full = (
            "The disk of the database is full. Free some space. Until then, what learners write stays in "
            "their browsers."
        )
        low = (
            f"Less than {self._low_mib} MiB are free on the disk of the database. Free some space: no new "
            "records are created, and large ones can't grow."
        )
        return (
            Check(full, self._must_have_room, watched=True),
            Check(low, self._must_not_be_low, warns=True, watched=True),
        )

    def _must_have_room(self) -> None:
        if self._clock() - self._full_at < _BELIEVED_S or self.free_bytes() < _HARDLY_ANY_BYTES:
            raise FullError

    def _must_not_be_low(self) -> None:
        if self.free_bytes() < self._low_mib * _MIB:
            raise FullError
