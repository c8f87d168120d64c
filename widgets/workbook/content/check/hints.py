"""Suggests nearest valid values, for as many findings of a kind as anybody reads.

Comparing a name with all valid ones takes a while, and a table can have fifty thousand wrong ones. Here:
limiting how often that is done. Not here: comparing (see `errors`), and how many findings are printed (see
`report`).
"""

from collections import Counter
from collections.abc import Iterable

from workbook.content.errors import nearest

__all__ = ["Hints"]

MOST = 100
"""The most wrong values of one kind that are compared."""


class Hints:
    """Returns nearest valid values, but nothing once one kind has been requested often enough."""

    def __init__(self) -> None:
        """Start with no requests."""
        self._asked: Counter[str] = Counter()

    def nearest(self, kind: str, name: str, valid: Iterable[str]) -> str:
        """Return the valid value most similar to `name`; "" if none is, or after too many of `kind`."""
        self._asked[kind] += 1
        return nearest(name, valid) if self._asked[kind] <= MOST else ""
