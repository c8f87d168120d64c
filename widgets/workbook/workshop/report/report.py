"""Creates a report on one or more workshops, for their commissioner: Word, PDF, CSV and XLSX.

Here: which module creates which format. A report contains only masked totals and the trainer's own words, and
no participants' texts. All its words come with the request (see the front end's words `workshop_report`).
python-docx, typst, openpyxl and pandas are imported when a file needs them.
"""

from collections.abc import Callable, Mapping

from workbook.documents.files import PDF, WORD, File, file_name
from workbook.documents.pdf import pdf_file
from workbook.documents.word import word_file
from workbook.workshop.errors import WorkshopError
from workbook.workshop.report.contents import paper
from workbook.workshop.report.request import Find, ReportRequest, read_request
from workbook.workshop.report.tables import csv_file, xlsx_file
from workbook.workshop.report.words import ReportTexts

__all__ = ["FORMATS", "make"]

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS: Mapping[str, tuple[str, Callable[[ReportRequest], bytes]]] = {
    "docx": (WORD, lambda asked: word_file(paper(asked))),
    "pdf": (PDF, lambda asked: pdf_file(paper(asked))),
    "csv": ("text/csv;charset=utf-8", csv_file),
    "xlsx": (_XLSX, xlsx_file),
}
"""The formats by their names in a request: the media type, and the function that creates the file."""


def make(request: Mapping[str, object], find: Find | None = None, texts: ReportTexts | None = None) -> File:
    """Create the report that a trainer requests.

    The request has `format` (of FORMATS) and the fields for `read_request`, which gets `find` and `texts`.
    Raises WorkshopError: "unreadable" for an unknown format, and as `read_request` does.
    """
    chosen = FORMATS.get(str(request.get("format")))
    if chosen is None:
        raise WorkshopError("unreadable", "No report of this kind can be made.")
    asked = read_request(request, find, texts)
    media, make_it = chosen
    name = file_name(asked.words("workshop_report.file"), asked.made, str(request.get("format")))
    return File(name, media, make_it(asked))
