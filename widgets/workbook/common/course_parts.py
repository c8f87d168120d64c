"""What all packages assume about the pages of a course: their parts, and where a notebook names its own.

Every package may import this module, and it imports none.
"""

from typing import Literal, get_args

__all__ = ["APART", "METADATA", "PARTS", "Part"]

METADATA = "workbook"
"""The name in a notebook's metadata under which it says which page of the course it is."""

Part = Literal["start", "standards", "practice", "record", "guides"]
"""A group of pages."""

PARTS: tuple[Part, ...] = get_args(Part)
"""The parts in the order in which they are shown."""

APART: frozenset[str] = frozenset({"guides"})
"""Parts into which nobody is led by "next"."""
