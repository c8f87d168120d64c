"""Creates a Word file of a document: real headings, tables with header rows, British English, A4.

Here: how each block looks in Word. python-docx is imported when a file is created.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from workbook.documents import _word_styles as styles
from workbook.documents._word_forms import Forms
from workbook.documents.blocks import (
    TICK,
    Block,
    Facts,
    Grid,
    Heading,
    Listing,
    Note,
    Paper,
    Said,
    See,
    WritingPrompt,
    stays,
)
from workbook.documents.text import is_right_to_left

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

__all__ = ["word_file"]


_EARLIEST = 1980  # the first year that a zip file supports
_DEEPEST = 2  # the deepest heading level in the contents
_TOGETHER = 6  # the longest list of choices that is kept on one page


def word_file(paper: Paper) -> bytes:
    """Return a document as a Word file; the same document always has the same bytes."""
    word = styles.new_file(paper)
    writer = _Writer(word)
    around = (None, *paper.blocks, None)
    for at, block in enumerate(paper.blocks):
        writer.write(block)
        if stays(around[at], block, around[at + 2]):
            writer.keep_with_next()
        if paper.contents and at == _before_contents(paper.blocks):
            writer.begin_contents(paper.contents)
    writer.end()
    file = io.BytesIO()
    word.save(file)
    return _dated(file.getvalue(), paper.made)


def _before_contents(blocks: tuple[Block, ...]) -> int:
    """Return the index of the block after which the contents go: the first notice."""
    return next((at for at, it in enumerate(blocks) if isinstance(it, Note) and it.role == "notice"), 0)


def _dated(file: bytes, made: datetime) -> bytes:
    """Return a zip file in which every part has the document's date, not the time of saving."""
    when = (max(made.year, _EARLIEST), made.month, made.day, 0, 0, 0)
    settled = io.BytesIO()
    with ZipFile(io.BytesIO(file)) as old, ZipFile(settled, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, when), old.read(name), ZIP_DEFLATED)
    return settled.getvalue()


class _Writer:
    """Writes a Word file block by block."""

    def __init__(self, word: WordDocument) -> None:
        self._word = word
        self._forms = Forms(word)
        self._contents: Paragraph | None = None
        self._lines: list[tuple[str, str, str]] = []
        self._last: Paragraph | None = None
        # Cached: python-docx searches the styles for each paragraph, which takes four fifths of the time.
        self._ids = {style.name: style.style_id for style in word.styles}

    def write(self, block: Block) -> None:
        """Add a block at the end of the file."""
        match block:
            case Heading():
                self._head(block)
            case Note(text, role):
                self._add(text, styles.NOTES[role])
            case Facts(rows, stacked):
                for label, text in rows:
                    paragraph = self._word.add_paragraph()
                    paragraph.add_run(f"{label}\n" if stacked else f"{label}\t").bold = True
                    self._fill(paragraph, text, styles.STACKED if stacked else styles.FACT)
            case Said(question, text, about, other):
                self._add(question, styles.OTHER if other else styles.QUESTION)
                for line in filter(str.strip, text.split("\n")):
                    self._add(line, styles.ANSWER)
                if about:
                    self._add(about, styles.ABOUT)
            case Listing():
                self._list(block)
            case WritingPrompt(text, hint, lines):
                self._add(text, styles.PROMPT)
                if hint:
                    self._add(hint, styles.PROMPT_HINT)
                self._forms.add_ruled_lines(self._add("", styles.RULED), lines)
            case See(text, to):
                self._last = self._word.add_paragraph()
                self._last._p.style = self._ids[styles.NOTES["hint"]]
                self._forms.add_lead(self._last, text, to)
            case Grid():
                self._table(block)

    def keep_with_next(self) -> None:
        """Keep the last paragraph on one page with the next block."""
        if self._last is not None:
            self._last.paragraph_format.keep_with_next = True

    def begin_contents(self, heading: str) -> None:
        """Write the heading of the contents, which are known only at the end."""
        self._contents = self._add(heading, styles.CONTENTS)
        self._contents.paragraph_format.page_break_before = True

    def end(self) -> None:
        """Write the contents, which could not be known before."""
        if self._contents is not None:
            self._forms.fill_contents(self._contents, self._lines)

    def _head(self, heading: Heading) -> None:
        level, text = heading.level, heading.text
        paragraph = self._add(text, f"Heading {level}" if level else "Title")
        if heading.fresh:
            paragraph.paragraph_format.page_break_before = True
        if heading.mark:
            self._forms.mark(paragraph, heading.mark)
        if 1 <= level <= _DEEPEST and self._contents is not None:
            style = self._ids[styles.CONTENTS_LINES[level - 1]]
            self._lines.append((style, text, self._forms.mark(paragraph)))

    def _list(self, listing: Listing) -> None:
        number = self._forms.start_list(listing.signs)
        for at, (lead, text) in enumerate(listing.items, 1):
            paragraph = self._word.add_paragraph()
            if listing.ticks:
                self._forms.add_tick(paragraph, lead or text)
                paragraph.add_run(" ")
            if lead:
                paragraph.add_run(f"{lead} ").bold = True
            self._fill(paragraph, text, styles.LISTED)
            self._forms.put_in_list(paragraph, number)
            # Choices are compared with each other, so they are kept on one page.
            if listing.ticks and at < len(listing.items) <= _TOGETHER:
                paragraph.paragraph_format.keep_with_next = True

    def _table(self, grid: Grid) -> None:
        table = self._word.add_table(rows=0, cols=len(grid.columns), style=styles.TABLE)
        styles.fix_table(table, grid.caption, grid.widths)
        parts = [width / sum(grid.widths) for width in grid.widths]
        for number, texts in enumerate((grid.columns, *grid.rows)):
            head = number == 0
            row = table.add_row()
            styles.fix_row(row, head, grid.room)
            for at, (cell, text, part) in enumerate(zip(row.cells, texts, parts, strict=True)):
                styles.fix_cell(cell, part, head)
                if text == TICK and not head:
                    self._tick(cell.paragraphs[0], f"{grid.columns[at]}: {texts[0] or texts[1]}")
                elif head:
                    self._cell(cell, text, styles.HEAD, (), part)
                else:
                    self._cell(cell, text, styles.CELL, grid.bars_of(number - 1, at), part)

    def _cell(self, cell: _Cell, text: str, style: str, bars: tuple[float, ...], part: float) -> None:
        """Fill a cell, which takes a part of the table's width, with its lines and their bars."""
        for at, line in enumerate(text.split("\n")):
            paragraph = cell.add_paragraph() if at else cell.paragraphs[0]
            self._fill(paragraph, line, style)
            if at < len(bars) and bars[at] > 0:
                bar = cell.add_paragraph()
                bar._p.style = self._ids[styles.BAR]
                styles.draw_bar(bar, min(bars[at], 1.0), part)

    def _tick(self, paragraph: Paragraph, name: str) -> None:
        paragraph._p.style = self._ids[styles.CELL]
        self._forms.add_tick(paragraph, name)

    def _add(self, text: str, style: str) -> Paragraph:
        paragraph = self._word.add_paragraph()
        self._fill(paragraph, text, style)
        return paragraph

    def _fill(self, paragraph: Paragraph, text: str, style: str) -> None:
        """Add a text as it is, right to left if its first letter requires that."""
        self._last = paragraph
        paragraph._p.style = self._ids[style]
        run = paragraph.add_run(text)
        if is_right_to_left(text):
            run.font.rtl = True
            styles.from_the_right(paragraph)
