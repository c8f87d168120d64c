"""The nearest valid values, for as many findings of a kind as anybody reads.

To compare a name with all valid ones takes a while, and a table can have fifty thousand wrong ones. Here: how
often that is done. Not here: comparing (see `errors`), and how many findings are printed (see `report`).
"""

from collections import Counter
from collections.abc import Iterable

from workbook.content.errors import nearest

__all__ = ["Hints"]

MOST = 100
"""As many wrong values of one kind are compared."""


class Hints:
    """Gives nearest valid values, and nothing once it has been asked often enough for one kind."""

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self._asked: Counter[str] = Counter()

    def nearest(self, kind: str, name: str, valid: Iterable[str]) -> str:
        """Give the valid value that is most like `name`; "" where none is, or `kind` was asked too often."""
        self._asked[kind] += 1
        return nearest(name, valid) if self._asked[kind] <= MOST else ""
