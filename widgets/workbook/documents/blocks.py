"""The parts of a document: blocks in reading order, and the document's properties.

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
"""The text of a table cell that contains only a tick box."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Level 0 is the document's title, 1 a part, 2 an activity or a standard, 3 and 4 are lower.

    A `See` refers to it by its `mark`, a unique name of lower-case letters, digits and hyphens. `fresh`
    starts a new page.
    """

    level: int
    text: str
    mark: str = ""
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A text from the workbook.

    `role` is "text", "notice" (prominent), "hint" (secondary) or "lead" (introduces the next block).
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
    """A table with a header row. `widths` are shares of the whole; `caption` names it for a screen reader.

    `room` is the least number of lines of handwriting that fit into a row: for a table to fill in.

    `bars` draws a cell's numbers: for each row, and each of its cells, a part of the whole (0 to 1) for each
    line of the text that has a bar below it. The text says the same, so a screen reader passes bars over.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    room: int = 0
    bars: tuple[tuple[tuple[float, ...], ...], ...] = ()

    def bars_of(self, row: int, column: int) -> tuple[float, ...]:
        """Return the bars of a cell, by its row below the header; none for most."""
        return self.bars[row][column] if self.bars else ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: for each item a lead in bold (or "") and its text, which may have several lines.

    With `ticks`, each item has a tick box; letters and numbers allow references to items.
    """

    items: tuple[tuple[str, str], ...]
    signs: Literal["bullets", "numbers", "letters"] = "bullets"
    ticks: bool = False


@dataclass(frozen=True, slots=True)
class WritingPrompt:
    """A question with ruled lines for the answer, and a hint (or "") between them."""

    text: str
    hint: str
    lines: int


@dataclass(frozen=True, slots=True)
class See:
    """A cross-reference to the heading with the mark `to`; `{page}` in its text is that heading's page."""

    text: str
    to: str


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote: the question that it answers, the text (or ""), and a line about it.

    `other` marks an unresolved version; its `question` says so.
    """

    question: str
    text: str
    about: str
    other: bool = False


Block = Heading | Note | Facts | Grid | Said | Listing | WritingPrompt | See


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: its blocks, the first of them a heading of level 0, and its title, author and language.

    `language` is a tag such as en-GB; `made` is a time with its offset from UTC. `page` is the text of the
    page numbers, with the placeholders `{page}` and `{pages}`; `missing` says that some characters could not
    be shown. `contents` is the heading of the list of parts at the beginning of a long document, after its
    notices; "" leaves it out. `running` is the text at the top of each page, beside the name of the part; a
    document with one has a title page, and margins for binding. "" leaves it out.
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
    """Return whether a block other than a heading should be kept on one page with the start of the next one.

    This holds for the introduction of a table, a list or lines; a block that belongs to a heading; a block
    alone between two headings; and a line that leads on from them.
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
