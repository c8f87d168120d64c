"""The learning record as a PDF file."""

from collections.abc import Mapping

from workbook.documents.files import PDF, File, file_name
from workbook.documents.pdf import pdf_file
from workbook.record.documents.contents import paper
from workbook.record.documents.request import read_request

__all__ = ["make"]


def make(request: Mapping[str, object]) -> File:
    """Create the record as a PDF file. Raises RecordError ("unreadable" or "big")."""
    document = read_request(request)
    name = file_name(document.words("documents.file"), document.made, "pdf")
    return File(name, PDF, pdf_file(paper(document)))
