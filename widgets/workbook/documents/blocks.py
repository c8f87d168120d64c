"""What a document on paper is made of: blocks in reading order, and what the whole says of itself.

Not here: how a block looks (see `word` and `pdf`).
"""

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Block", "Facts", "Grid", "Heading", "Note", "Paper", "Said"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Level 0 is the document's title, 1 a part, 2 an activity or a standard, 3 what is below."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A text of the workbook's own. `role` is "text", "notice" (to be seen) or "hint" (beside the matter)."""

    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Short facts, each with its label."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a header row. `widths` are parts of the whole; `caption` names it for a screen reader."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote: the words that it answers, the text ("" is none), and a line about it.

    `other` marks a version that is not settled; its `question` says so.
    """

    question: str
    text: str
    about: str
    other: bool = False


Block = Heading | Note | Facts | Grid | Said


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: its blocks, the first of them a heading of level 0, and its title, author and language.

    `language` is a tag such as en-GB; `made` is a moment with its offset from UTC. `page` numbers the pages,
    with gaps for `{page}` and `{pages}`; `missing` says that some signs could not be shown. `contents` heads
    the list of parts that a long PDF begins with; "" leaves it out.
    """

    blocks: tuple[Block, ...]
    title: str
    author: str
    language: str
    made: datetime
    page: str
    missing: str
    contents: str = ""
