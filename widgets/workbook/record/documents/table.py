"""Creates the learning record as a table (CSV) for spreadsheets: a row for each answer and for each time.

A supervisor sorts and filters it, and adds up the minutes. So each answer has its own row, with the date,
activity and standard of a PRTL record of activity and the part of it that it belongs to (what I learned, what
I will change, what difference it makes); and minutes appear once for each activity, in a separate row, so
that their sum is right. Dates are ISO dates, which spreadsheets recognise.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from workbook.common.spreadsheet_cells import harmless
from workbook.documents.files import File, file_name
from workbook.record.documents.model import Activity, Answer, Document, Rating
from workbook.record.documents.request import read_request
from workbook.record.documents.wording import activity_title, asked, rated, span, standard, with_days

__all__ = ["COLUMNS", "make"]

COLUMNS = (
    "documents.date",
    "documents.activity",
    "documents.standard",
    "documents.table.minutes",
    "documents.table.part",
    "documents.table.question",
    "documents.table.answer",
)
"""The labels of the columns, in order."""

_LONGEST = 32_000  # characters: a cell of Excel holds 32,767, and truncates longer texts


@dataclass(frozen=True, slots=True)
class _Row:
    day: str = ""
    activity: str = ""
    standard: str = ""
    minutes: str = ""
    part: str = ""
    question: str = ""
    answer: str = ""


def make(request: Mapping[str, object]) -> File:
    """Create the record as CSV (UTF-8 with BOM, RFC 4180). Raises RecordError ("unreadable" or "big").

    An answer that is too long for one cell takes several rows, marked as pieces.
    """
    document = read_request(request)
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(document.words(name) for name in COLUMNS)
    for row in _rows(document):
        for piece in _pieces(document, row):
            cells = (piece.day, piece.activity, piece.standard, piece.minutes)
            writer.writerow(map(harmless, (*cells, piece.part, piece.question, piece.answer)))
    name = file_name(document.words("documents.file"), document.made, "csv")
    return File(name, "text/csv;charset=utf-8", text.getvalue().encode("utf-8-sig"))


def _rows(document: Document) -> Iterator[_Row]:
    titles = {one.page: activity_title(document, one) for one in document.activities}
    if document.include & {"activity", "answers"}:
        for activity in document.activities:
            if "activity" in document.include and activity.minutes is not None:
                yield _time(document, activity)
            for answer in document.answers:
                if answer.page == activity.page:
                    name = "documents.change" if answer.frame == "now_what" else "documents.learned"
                    yield from _answer(document, answer, name, titles[answer.page])
    if "ratings" in document.include:
        for rating in document.ratings:
            yield from _rating(document, rating)
    if "plan" in document.include:
        for line in document.plan:
            named = {
                "documents.change": line.change,
                "documents.plan_by": line.by,
                "documents.plan_know": line.know,
                "documents.difference": line.difference,
            }
            for name, one in named.items():
                if one:
                    yield from _answer(document, one, name, document.words("documents.plan"))


def _time(document: Document, activity: Activity) -> _Row:
    name = "documents.table.time_given" if activity.given else "documents.table.time_measured"
    return _Row(
        day=activity.first,
        activity=activity_title(document, activity),
        standard="\n".join(standard(document, id_) for id_ in activity.standards),
        minutes=str(activity.minutes),
        part=document.words(name),
        question=document.words("documents.period"),
        answer=span(document, activity.first, activity.last),
    )


def _answer(document: Document, answer: Answer, name: str, activity: str) -> Iterator[_Row]:
    part = document.words(name)
    own = standard(document, answer.standard) if answer.standard else ""
    question = asked(answer)
    if answer.text:
        text = with_days(document, answer.text)
        yield _Row(answer.day, activity, own, part=part, question=question, answer=text)
    other_part = document.words("documents.table.other", part=part)
    for other in answer.others:
        text = with_days(document, other.text)
        yield _Row(other.day, activity, own, part=other_part, question=question, answer=text)


def _rating(document: Document, rating: Rating) -> Iterator[_Row]:
    own = standard(document, rating.standard) if rating.standard else ""
    title = document.words("documents.ratings")
    for name, one in (("documents.before", rating.before), ("documents.after", rating.after)):
        if one:
            text = rated(document, one, dated=False)
            yield _Row(one.day, title, own, "", document.words(name), rating.statement, text)


def _pieces(document: Document, row: _Row) -> Iterator[_Row]:
    """Yield a row, or as many as its answer needs so that no cell is truncated."""
    pieces = [row.answer[at : at + _LONGEST] for at in range(0, len(row.answer), _LONGEST)] or [""]
    for number, text in enumerate(pieces, start=1):
        question = row.question
        if len(pieces) > 1:
            gaps = {"question": question, "piece": number, "pieces": len(pieces)}
            question = document.words("documents.table.piece", **gaps)
        yield replace(row, question=question, answer=text)
