"""Creates an accessible PDF file of a document: tagged (PDF/UA-1), with headings, tables and page numbers.

Here: converting blocks to data for the layout in `paper.typ`. Not here: how typst is called, and what
replaces characters that no font has (see `typeset`).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

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
from workbook.documents.typeset import typeset

__all__ = ["language_of", "pdf_file"]

_LAYOUT = Path(__file__).with_name("paper.typ").read_bytes()


def pdf_file(paper: Paper) -> bytes:
    """Return a document as a PDF file."""
    data = {
        **language_of(paper.language),
        "page": paper.page,
        "missing": paper.missing,
        "contents": paper.contents,
        "running": paper.running,
        "tick": TICK,
        "blocks": list(_blocks(paper.blocks)),
    }
    return typeset(_LAYOUT, data, paper.made)


def language_of(tag: str) -> dict[str, str]:
    """Return a language tag such as en-GB in typst's form: a language, and a region or ""."""
    language, _, region = tag.partition("-")
    known = language.isalpha() and language.isascii() and len(language) in (2, 3)
    fits = region.isalpha() and region.isascii() and len(region) == 2  # noqa: PLR2004 - ISO 3166-1
    return {"lang": language.lower() if known else "en", "region": region.upper() if fits else ""}


def _blocks(blocks: Sequence[Block]) -> Iterator[dict[str, object]]:
    """Yield each block as JSON values, and whether it stays with the next one."""
    for before, block, after in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
        yield {**_data(block), "stays": stays(before, block, after)}


def _data(block: Block) -> dict[str, object]:
    """Return a block as JSON values; texts that a person may have written are split into lines."""
    match block:
        case Heading(level, text, mark, fresh):
            flat = " ".join(text.split("\n"))
            return {"block": "heading", "level": level, "text": flat, "mark": mark, "fresh": fresh}
        case Note(text, role):
            return {"block": role, "lines": _lines(text)}
        case Facts(rows, stacked):
            told = [[label, _lines(text)] for label, text in rows]
            return {"block": "facts", "rows": told, "stacked": stacked}
        case Said(question, text, about, other):
            return {
                "block": "said",
                "question": _lines(question),
                "lines": _lines(text),
                "about": about,
                "other": other,
            }
        case _:
            return _form(block)


def _form(block: Grid | Listing | WritingPrompt | See) -> dict[str, object]:
    """Return a block that is to be filled in or followed."""
    match block:
        case Grid(caption, columns, rows, widths, room) as grid:
            return {
                "block": "grid",
                "caption": caption,
                "columns": columns,
                "rows": [[_cell(grid, *place) for place in _places(at, row)] for at, row in enumerate(rows)],
                "widths": widths,
                "room": room,
            }
        case Listing(items, signs, ticks):
            told = [[lead, _lines(text)] for lead, text in items]
            return {"block": "listing", "items": told, "signs": signs, "ticks": ticks}
        case WritingPrompt(text, hint, lines):
            return {"block": "prompt", "text": _lines(text), "hint": _lines(hint), "lines": lines}
        case See(text, to):
            return {"block": "see", "text": text, "to": to}


def _places(row: int, texts: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the row, the column and the text of each cell of a row."""
    for column, text in enumerate(texts):
        yield row, column, text


def _cell(grid: Grid, row: int, column: int, text: str) -> list[dict[str, object]]:
    """Return the lines of a cell, some with a bar: how much of the cell's width it takes."""
    lines = _lines(text)
    for line, bar in zip(lines, grid.bars_of(row, column), strict=False):
        line["bar"] = bar
    return lines


def _lines(text: str) -> list[dict[str, object]]:
    return [{"text": line, "rtl": is_right_to_left(line)} for line in text.split("\n") if line.strip()]
