"""The learning record as a Word file: real headings, tables with header rows, British English, A4.

Here: how each block of `flow` looks in Word. python-docx is imported when a file is made.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from workbook.record.documents import _word_styles as styles
from workbook.record.documents._text import is_right_to_left
from workbook.record.documents.flow import Block, Facts, Grid, Heading, Note, Said, blocks
from workbook.record.documents.model import File, file_name
from workbook.record.documents.request import read_request

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

__all__ = ["make"]

_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def make(request: Mapping[str, object]) -> File:
    """Make the record as a Word file. Raises RecordError ("unreadable" or "big")."""
    document = read_request(request)
    word = styles.new_file(document)
    for block in blocks(document):
        _write(word, block)
    file = io.BytesIO()
    word.save(file)
    return File(file_name(document.words("documents.file"), document.made, "docx"), _MEDIA, file.getvalue())


def _write(word: WordDocument, block: Block) -> None:
    """Add a block at the end of the file."""
    match block:
        case Heading(level, text):
            _add(word, text, f"Heading {level}" if level else "Title")
        case Note(text, role):
            _add(word, text, styles.NOTES[role])
        case Facts(rows):
            for label, text in rows:
                paragraph = word.add_paragraph(style=styles.FACT)
                paragraph.add_run(f"{label}\t").bold = True
                _add_text(paragraph, text)
        case Said(question, text, about, other):
            _add(word, question, styles.OTHER if other else styles.QUESTION)
            for line in filter(str.strip, text.split("\n")):
                _add(word, line, styles.ANSWER)
            if about:
                _add(word, about, styles.ABOUT)
        case Grid():
            _add_table(word, block)


def _add_table(word: WordDocument, grid: Grid) -> None:
    table = word.add_table(rows=0, cols=len(grid.columns), style=styles.TABLE)
    styles.fix_table(table, grid.caption, grid.widths)
    whole = sum(grid.widths)
    for number, texts in enumerate((grid.columns, *grid.rows)):
        head = number == 0
        row = table.add_row()
        styles.fix_row(row, head)
        for cell, text, width in zip(row.cells, texts, grid.widths, strict=True):
            styles.fix_cell(cell, width / whole, head)
            _fill(cell, text, styles.HEAD if head else styles.CELL)


def _add(word: WordDocument, text: str, style: str) -> None:
    _add_text(word.add_paragraph(style=style), text)


def _fill(cell: _Cell, text: str, style: str) -> None:
    """Write a text into a cell, a paragraph for each line."""
    first, *others = text.split("\n")
    _add_text(cell.paragraphs[0], first)
    cell.paragraphs[0].style = style
    for line in others:
        _add_text(cell.add_paragraph(style=style), line)


def _add_text(paragraph: Paragraph, text: str) -> None:
    """Add a text as it is, and have Word lay it out from the right where its first letter asks for that."""
    run = paragraph.add_run(text)
    if is_right_to_left(text):
        run.font.rtl = True
        styles.from_the_right(paragraph)
