"""A document as a Word file: real headings, tables with header rows, British English, A4.

Here: how each block looks in Word. python-docx is imported when a file is made.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from workbook.documents import _word_styles as styles
from workbook.documents.blocks import Block, Facts, Grid, Heading, Note, Paper, Said
from workbook.documents.text import is_right_to_left

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

__all__ = ["word_file"]


def word_file(paper: Paper) -> bytes:
    """Return a document as a Word file."""
    word = styles.new_file(paper)
    writer = _Writer(word)
    for block in paper.blocks:
        writer.write(block)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


class _Writer:
    """A Word file that grows block by block."""

    def __init__(self, word: WordDocument) -> None:
        self._word = word
        # python-docx searches the styles for each paragraph, which takes four fifths of the time.
        self._ids = {style.name: style.style_id for style in word.styles}

    def write(self, block: Block) -> None:
        """Add a block at the end of the file."""
        match block:
            case Heading(level, text):
                self._add(text, f"Heading {level}" if level else "Title")
            case Note(text, role):
                self._add(text, styles.NOTES[role])
            case Facts(rows):
                for label, text in rows:
                    paragraph = self._word.add_paragraph()
                    paragraph.add_run(f"{label}\t").bold = True
                    self._fill(paragraph, text, styles.FACT)
            case Said(question, text, about, other):
                self._add(question, styles.OTHER if other else styles.QUESTION)
                for line in filter(str.strip, text.split("\n")):
                    self._add(line, styles.ANSWER)
                if about:
                    self._add(about, styles.ABOUT)
            case Grid():
                self._table(block)

    def _table(self, grid: Grid) -> None:
        table = self._word.add_table(rows=0, cols=len(grid.columns), style=styles.TABLE)
        styles.fix_table(table, grid.caption, grid.widths)
        whole = sum(grid.widths)
        for number, texts in enumerate((grid.columns, *grid.rows)):
            head = number == 0
            row = table.add_row()
            styles.fix_row(row, head)
            for cell, text, width in zip(row.cells, texts, grid.widths, strict=True):
                styles.fix_cell(cell, width / whole, head)
                for at, line in enumerate(text.split("\n")):
                    paragraph = cell.add_paragraph() if at else cell.paragraphs[0]
                    self._fill(paragraph, line, styles.HEAD if head else styles.CELL)

    def _add(self, text: str, style: str) -> None:
        self._fill(self._word.add_paragraph(), text, style)

    def _fill(self, paragraph: Paragraph, text: str, style: str) -> None:
        """Add a text as it is, laid out from the right where its first letter asks for that."""
        paragraph._p.style = self._ids[style]
        run = paragraph.add_run(text)
        if is_right_to_left(text):
            run.font.rtl = True
            styles.from_the_right(paragraph)
