"""Exports a learning record as a file to keep, print or hand in: Word, PDF, Markdown, CSV and JSON.

Here: which module creates which format. All words come with the request (see the front end's words
`documents`), so there are no texts here. python-docx, typst and segno are imported when a file needs them.
"""

from collections.abc import Callable, Mapping

from workbook.documents.files import File
from workbook.record.documents import certificate, exchange, markdown, pdf, table, word
from workbook.record.errors import RecordError

__all__ = ["FORMATS", "File", "make"]

FORMATS: Mapping[str, Callable[[Mapping[str, object]], File]] = {
    "docx": word.make,
    "pdf": pdf.make,
    "md": markdown.make,
    "csv": table.make,
    "json": exchange.make,
    "certificate": certificate.make,
}
"""The formats by their names in a request."""


def make(format: str, request: Mapping[str, object]) -> File:  # noqa: A002 - the message's own word
    """Create a file of a learner's record.

    The request has: `labels` (name: text), `made` (ISO, with offset), `entries`, and optionally `language`,
    `zone` (such as "Europe/London"), `name`, `title`, `pages`, `standards`, `include` (of model.PARTS; all if
    absent) and `progress`. Raises RecordError ("unreadable" or "big").
    """
    maker = FORMATS.get(format)
    if maker is None:
        raise RecordError("unreadable", "No file of this kind can be made.")
    return maker(request)
