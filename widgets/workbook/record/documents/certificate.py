"""Creates a certificate of completion, one page of PDF: what was done and when, without marks or endorsement.

Here: its facts. Its layout is in `certificate.typ`.
"""

from collections.abc import Mapping
from pathlib import Path

from workbook.documents.files import PDF, File, file_name
from workbook.documents.pdf import language_of
from workbook.documents.typeset import typeset
from workbook.record.documents.model import Document, PageProgress
from workbook.record.documents.request import read_request
from workbook.record.documents.wording import day, span, total

__all__ = ["make"]

_LAYOUT = Path(__file__).with_name("certificate.typ").read_bytes()

_LONGEST = 70  # characters of a page's title, so that everything fits on one page


def make(request: Mapping[str, object]) -> File:
    """Create a certificate (PDF/UA-1). Raises RecordError ("unreadable" or "big").

    It lists the pages on which anything is done. Its title says completion only if all exercises of all pages
    are done.
    """
    document = read_request(request)
    name = file_name(document.words("documents.certificate.file"), document.made, "pdf")
    return File(name, PDF, typeset(_LAYOUT, _data(document), document.made))


def _data(document: Document) -> dict[str, object]:
    words = document.words
    pages = [page for page in document.pages if page.total]
    done = [page for page in pages if page.done]
    whole = bool(pages) and all(page.done >= page.total for page in pages)
    facts = [
        (words("documents.certificate.when"), span(document, document.first, document.last)),
        (words("documents.time_total"), total(document)),
    ]
    return {
        **language_of(document.language),
        "title": words(f"documents.certificate.{'title' if whole else 'part_title'}"),
        "name": document.name,
        "has": words(f"documents.certificate.{'named' if document.name else 'unnamed'}"),
        "workbook": [words("documents.certificate.workbook"), words("documents.certificate.audience")],
        "columns": [words("documents.certificate.page"), words("documents.certificate.done")],
        "rows": [[page.title[:_LONGEST], _done(document, page.done, page.total)] for page in done],
        "sum": [words("documents.certificate.sum"), _sum(document, pages)],
        "none": "" if done else words("documents.certificate.none"),
        "facts": [fact for fact in facts if fact[1] and document.first],
        "made": words("documents.certificate.made", date=day(document, document.made.date().isoformat())),
        "honest": words("documents.certificate.honest"),
    }


def _done(document: Document, done: int, whole: int) -> str:
    return document.words("documents.certificate.done_of", done=min(done, whole), total=whole)


def _sum(document: Document, pages: list[PageProgress]) -> str:
    return _done(
        document, sum(min(page.done, page.total) for page in pages), sum(page.total for page in pages)
    )
