"""What a document on paper is made of: blocks in reading order, and what the whole says of itself.

Not here: how a block looks (see `word` and `pdf`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

__all__ = [
    "TICK",
    "Block",
    "Facts",
    "Grid",
    "Heading",
    "Listing",
    "Note",
    "Paper",
    "Said",
    "See",
    "WritingPrompt",
    "stays",
]

TICK = "\N{BALLOT BOX}"
"""The text of a table's cell that holds a box to tick and nothing else."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Level 0 is the document's title, 1 a part, 2 an activity or a standard, 3 and 4 are below.

    A `See` leads to it by its `mark`, a name of small letters, digits and hyphens that the document has once.
    `fresh` begins a page.
    """

    level: int
    text: str
    mark: str = ""
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A text of the workbook's own.

    `role` is "text", "notice" (to be seen), "hint" (beside the matter) or "lead" (the next block answers it).
    """

    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Short facts, each with its label; `stacked` puts each label above its fact, for long labels."""

    rows: tuple[tuple[str, str], ...]
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a header row. `widths` are parts of the whole; `caption` names it for a screen reader.

    `room` is how many lines of handwriting a row has room for at the least: for a table to fill in.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    room: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: for each item a lead in bold ("" is none) and its text, which may have lines.

    With `ticks`, each item has a box to tick; letters and numbers are what it can be named by.
    """

    items: tuple[tuple[str, str], ...]
    signs: Literal["bullets", "numbers", "letters"] = "bullets"
    ticks: bool = False


@dataclass(frozen=True, slots=True)
class WritingPrompt:
    """A question with ruled lines to write the answer on, and a hint ("" is none) between them."""

    text: str
    hint: str
    lines: int


@dataclass(frozen=True, slots=True)
class See:
    """A line that leads to the heading with the mark `to`; `{page}` in its text is that heading's page."""

    text: str
    to: str


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote: the words that it answers, the text ("" is none), and a line about it.

    `other` marks a version that is not settled; its `question` says so.
    """

    question: str
    text: str
    about: str
    other: bool = False


Block = Heading | Note | Facts | Grid | Said | Listing | WritingPrompt | See


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: its blocks, the first of them a heading of level 0, and its title, author and language.

    `language` is a tag such as en-GB; `made` is a moment with its offset from UTC. `page` numbers the pages,
    with gaps for `{page}` and `{pages}`; `missing` says that some signs could not be shown. `contents` heads
    the list of parts that a long document begins with, after its notices; "" leaves it out. `running` is what
    stands at the head of each page, beside the name of the part; a document with one has a title page, and
    margins to bind it. "" leaves it out.
    """

    blocks: tuple[Block, ...]
    title: str
    author: str
    language: str
    made: datetime
    page: str
    missing: str
    contents: str = ""
    running: str = ""


def stays(before: Block | None, block: Block, after: Block | None) -> bool:
    """Say whether a block other than a heading should stand on one page with the beginning of the next one.

    So does what leads to a table, a list or lines; what hangs from a heading; what stands alone between two
    headings; and a line that leads on from them.
    """
    match block:
        case Note(role="lead"):
            return True
        case Note(role="text"):
            alone = isinstance(before, Heading) and isinstance(after, Heading)
            return alone or isinstance(after, Grid | Facts | Listing)
        case Note(role="hint") | See():
            return isinstance(before, Heading)
        case Facts(stacked=stacked):
            return not stacked and not isinstance(after, Heading)
    leads_on = isinstance(after, Note) and after.role == "lead"
    return (isinstance(block, WritingPrompt) and isinstance(after, See)) or (
        isinstance(block, Said) and leads_on
    )
