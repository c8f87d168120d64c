"""Creates the learning record as Markdown: readable as plain text, with a learner's texts escaped.

Here: writing each block of `contents`, and escaping (CommonMark, and GitHub's tables).
"""

import re
from collections.abc import Iterator, Mapping

from workbook.documents.blocks import Block, Facts, Grid, Heading, Note, Said
from workbook.documents.files import File, file_name
from workbook.record.documents.contents import blocks
from workbook.record.documents.request import read_request

__all__ = ["make", "plain"]

_INLINE = re.compile(r"[\\`*_\[\]~|$]")
_ENTITY = re.compile(r"&(?=#|\w+;)")
_START = re.compile(r"^(?:(\d+)(?=[.)])|(?=[#+=>:-]))")


def make(request: Mapping[str, object]) -> File:
    """Create the record as a Markdown file (UTF-8). Raises RecordError ("unreadable" or "big")."""
    document = read_request(request)
    text = "\n\n".join(part for block in blocks(document) for part in _written(block))
    name = file_name(document.words("documents.file"), document.made, "md")
    return File(name, "text/markdown;charset=utf-8", f"{text}\n".encode())


def plain(text: str) -> str:
    """Return one line of text escaped for Markdown: no markup, no HTML, no indented code.

    Blanks at both ends are removed: they are never shown, and four at the start would make it code.
    """
    line = _INLINE.sub(r"\\\g<0>", _ENTITY.sub("&amp;", text.strip()))
    # An entity rather than a backslash: not every Markdown parser lets a backslash escape HTML.
    return _START.sub(r"\1\\", line.replace("<", "&lt;"))


def _written(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield f"{'#' * (level + 1)} {_ended(_joined(text))}"
        case Note(text, "notice"):
            yield f"*{_joined(text)}*"
        case Note(text):
            yield _joined(text)
        case Facts(rows):
            yield "\n".join(f"- **{_joined(label)}:** {_joined(text)}" for label, text in rows)
        case Said(question, text, about, _):
            yield f"**{_joined(question)}**"
            if text.strip():
                yield "\n>\n".join(f"> {plain(line)}" for line in text.split("\n") if line.strip())
            if about:
                yield f"*{_joined(about)}*"
        case Grid():
            yield "\n".join(_rows(block))


def _rows(grid: Grid) -> Iterator[str]:
    for number, row in enumerate((grid.columns, *grid.rows)):
        yield f"| {' | '.join(_joined(cell) for cell in row)} |"
        if number == 0:
            yield f"|{' --- |' * len(row)}"


def _joined(text: str) -> str:
    """Return a text as one line, with its lines separated by semicolons."""
    return plain("; ".join(line.strip() for line in text.split("\n") if line.strip()))


def _ended(text: str) -> str:
    """Escape number signs at the end of a heading, which would close it."""
    return re.sub(r"#(?=#*$)", r"\\#", text)
