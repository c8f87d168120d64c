"""The learning record as a Word file."""

from collections.abc import Mapping

from workbook.documents.files import WORD, File, file_name
from workbook.documents.word import word_file
from workbook.record.documents.contents import paper
from workbook.record.documents.request import read_request

__all__ = ["make"]


def make(request: Mapping[str, object]) -> File:
    """Create the record as a Word file. Raises RecordError ("unreadable" or "big")."""
    document = read_request(request)
    name = file_name(document.words("documents.file"), document.made, "docx")
    return File(name, WORD, word_file(paper(document)))
