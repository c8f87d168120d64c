"""A document as a PDF file for everybody: tagged (PDF/UA-1), with headings, tables and page numbers.

Here: how blocks become data for the layout in `paper.typ`. Not here: how typst is called, and
what stands for signs that no font has (see `typeset`).
"""

from pathlib import Path

from workbook.documents.blocks import Block, Facts, Grid, Heading, Note, Paper, Said
from workbook.documents.text import is_right_to_left
from workbook.documents.typeset import typeset

__all__ = ["language_of", "pdf_file"]

_LAYOUT = Path(__file__).with_name("paper.typ")


def pdf_file(paper: Paper) -> bytes:
    """Return a document as a PDF file."""
    data = {
        **language_of(paper.language),
        "page": paper.page,
        "missing": paper.missing,
        "contents": paper.contents,
        "blocks": [_data(block) for block in paper.blocks],
    }
    return typeset(_LAYOUT.read_bytes(), data, paper.made)


def language_of(tag: str) -> dict[str, str]:
    """Return a language tag such as en-GB as typst takes it: a language, and a region or ""."""
    language, _, region = tag.partition("-")
    known = language.isalpha() and language.isascii() and len(language) in (2, 3)
    fits = region.isalpha() and region.isascii() and len(region) == 2  # noqa: PLR2004 - ISO 3166-1
    return {"lang": language.lower() if known else "en", "region": region.upper() if fits else ""}


def _data(block: Block) -> dict[str, object]:
    """Return a block as JSON can hold it; what a person may have written comes in lines."""
    match block:
        case Heading(level, text):
            return {"block": "heading", "level": level, "text": " ".join(text.split("\n"))}
        case Note(text, role):
            return {"block": role, "lines": _lines(text)}
        case Facts(rows):
            return {"block": "facts", "rows": [[label, _lines(text)] for label, text in rows]}
        case Said(question, text, about, other):
            return {
                "block": "said",
                "question": _lines(question),
                "lines": _lines(text),
                "about": about,
                "other": other,
            }
        case Grid(caption, columns, rows, widths):
            return {
                "block": "grid",
                "caption": caption,
                "columns": columns,
                "rows": [[_lines(cell) for cell in row] for row in rows],
                "widths": widths,
            }


def _lines(text: str) -> list[dict[str, object]]:
    return [{"text": line, "rtl": is_right_to_left(line)} for line in text.split("\n") if line.strip()]
