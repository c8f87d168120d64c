"""The learning record as a PDF file for everybody: tagged (PDF/UA-1), with headings, tables and page numbers.

Here: how the blocks of `flow` become data for the layout in `record.typ`. Not here: how typst is called, and
what stands for signs that no font has (see `_typst`).
"""

from collections.abc import Mapping

from workbook.record.documents._text import is_right_to_left
from workbook.record.documents._typst import typeset
from workbook.record.documents.flow import Block, Facts, Grid, Heading, Note, Said, blocks
from workbook.record.documents.model import File, file_name
from workbook.record.documents.request import read_request

__all__ = ["language_of", "make"]


def make(request: Mapping[str, object]) -> File:
    """Make the record as a PDF file. Raises RecordError ("unreadable" or "big")."""
    document = read_request(request)
    data = {
        **language_of(document.language),
        "page": document.words("documents.page"),
        "missing": document.words("documents.signs_missing"),
        "blocks": [_data(block) for block in blocks(document)],
    }
    name = file_name(document.words("documents.file"), document.made, "pdf")
    return File(name, "application/pdf", typeset("record.typ", data, document.made))


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
