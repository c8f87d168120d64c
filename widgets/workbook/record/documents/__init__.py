"""A learning record as a file to keep, to print or to hand in: Word, PDF, Markdown, CSV and JSON.

Here: which format is made by which module. All words come with the request (see the front end's words
`documents`), so nothing here holds a text. python-docx, typst and segno are imported when a file needs them.
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
"""What can be made, by the name that a request uses."""


def make(format: str, request: Mapping[str, object]) -> File:  # noqa: A002 - the message's own word
    """Make a file of a learner's record.

    The request has: `labels` (name: text), `made` (ISO, with offset), `entries`, and where there is something
    to say `language`, `zone` (such as "Europe/London"), `name`, `title`, `pages`, `standards`, `include`
    (of model.PARTS; absent is all) and `progress`. Raises RecordError ("unreadable" or "big").
    """
    maker = FORMATS.get(format)
    if maker is None:
        raise RecordError("unreadable", "No file of this kind can be made.")
    return maker(request)
