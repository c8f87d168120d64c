"""Creates a report as a table for a spreadsheet (CSV, XLSX): a row for each figure.

Here: the rows, and both files. A withheld figure has an empty value and a reason in words: an empty cell
never means none. Not here: the same figures for reading (see `contents`).
"""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from workbook.common.spreadsheet_cells import harmless
from workbook.documents.text import clean
from workbook.workshop.domain.snapshots import Snapshot
from workbook.workshop.report.compare import side_by_side
from workbook.workshop.report.contents import about, kind, limits, title, took
from workbook.workshop.report.figures import Figure, Question, questions
from workbook.workshop.report.request import ReportRequest
from workbook.workshop.report.sheets import Cell, sheets
from workbook.workshop.report.words import Words

__all__ = ["COLUMNS", "csv_file", "rows", "xlsx_file"]

COLUMNS = (
    "workshop_report.workshop",
    "workshop_report.date",
    "workshop_report.table.step",
    "workshop_report.done.activity",
    "workshop_report.table.subject",
    "workshop_report.table.subject_id",
    "workshop_report.table.round",
    "workshop_report.table.measure",
    "workshop_report.table.item",
    "workshop_report.table.item_id",
    "workshop_report.table.to",
    "workshop_report.table.value",
    "workshop_report.table.of",
    "workshop_report.table.words",
)
"""The labels of the columns, in order."""

_WIDTHS = (24, 12, 24, 18, 30, 16, 22, 24, 50, 16, 30, 10, 10, 24)
_LONGEST_NAME = 31
_LINE = 15  # points
_NO_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True, slots=True)
class _Row:
    step: str = ""
    activity: str = ""
    subject: str = ""
    subject_id: str = ""
    round: str = ""
    measure: str = ""
    item: str = ""
    item_id: str = ""
    to: str = ""
    value: float | None = None
    of: int | None = None
    words: str = ""


def rows(asked: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows below COLUMNS: texts, not yet made harmless, numbers, and None for no number."""
    for snapshot in asked.snapshots:
        head = (clean(snapshot.title), asked.words.iso_day(snapshot.started))
        for row in _rows(asked.words, snapshot, notes=asked.notes):
            named = (row.step, row.activity, row.subject, row.subject_id, row.round, row.measure)
            yield (*head, *named, row.item, row.item_id, row.to, row.value, row.of, row.words)


def csv_file(asked: ReportRequest) -> bytes:
    """Return the report as CSV: UTF-8 with a byte order mark, RFC 4180."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(asked.words(name) for name in COLUMNS)
    for row in rows(asked):
        writer.writerow("" if cell is None else _safe(cell) for cell in row)
    return text.getvalue().encode("utf-8-sig")


def xlsx_file(asked: ReportRequest) -> bytes:
    """Return the report as XLSX.

    It has a sheet about the report, one for each question, one with all figures, and a comparison of several
    workshops.
    """
    import openpyxl  # noqa: PLC0415 - slow to import, and needed only for this format

    words = asked.words
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.creator = clean(asked.snapshots[0].trainer)
    book.properties.title = title(asked)
    book.properties.created = book.properties.modified = asked.made.replace(tzinfo=None)
    _fill(book, words("workshop_report.about"), list(_about(asked)), (28, 100))
    for name, lines, widths in sheets(asked.snapshots, words):
        _fill(book, name, lines, widths)
    figures = [tuple(words(name) for name in COLUMNS), *rows(asked)]
    _fill(book, words("workshop_report.table"), figures, _WIDTHS, filtered=True)
    if len(asked.snapshots) > 1:
        table = side_by_side(asked.snapshots, words)
        compared = [tuple(table["columns"]), *(tuple(row) for row in table["rows"])]
        widths = (30, 50, 14, *[24] * len(asked.snapshots))
        _fill(book, words("workshop_report.compare"), compared, widths)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _rows(words: Words, snapshot: Snapshot, *, notes: bool) -> Iterator[_Row]:
    joined = words("workshop_report.measure.joined")
    yield _Row(measure=joined, value=snapshot.joined, words=str(snapshot.joined))
    for step in snapshot.plan.taken:
        planned = words("workshop_report.measure.planned")
        lasts = words.minutes(step.minutes)
        head = (clean(step.title), kind(words, step))
        yield _Row(*head, measure=planned, value=step.minutes, words=lasts)
        measured = words("workshop_report.measure.took")
        minutes = round(snapshot.times[step.id] / 60, 1) if step.id in snapshot.times else None
        yield _Row(*head, measure=measured, value=minutes, words=took(words, snapshot, step))
    for question in questions(snapshot):
        for figure in question.figures():
            yield _row(words, question, figure)
        for text in question.given:
            yield _text(words, question, text)
    if notes:
        titles = {"": words("workshop_report.notes.whole")}
        titles |= {step.id: step.title for step in snapshot.plan.steps}
        for key, named in titles.items():
            text = clean(snapshot.notes.get(key, "")).strip()
            if text:
                yield _Row(clean(named), measure=words("workshop_report.measure.note"), words=text)


def _row(words: Words, question: Question, figure: Figure) -> _Row:
    step = question.steps.get(figure.round)
    return _Row(
        step=clean(step.title) if step else "",
        activity=words.kind(question.step),
        subject=words.subject(question),
        subject_id=question.subject,
        round=words(f"workshop_report.round.{figure.round}"),
        measure=words.measure(figure),
        item=words.item(question, figure.item),
        item_id=figure.item,
        to=words.item(question, figure.to),
        value=figure.value,
        of=figure.of if figure.value is not None else None,
        words=words.figure(figure) if figure.state != "masked" else words("workshop_report.masked.full"),
    )


def _text(words: Words, question: Question, text: str) -> _Row:
    """Return the row of a text that its writer gave for the report."""
    return _Row(
        step=clean(question.step.title),
        activity=words.kind(question.step),
        subject=words.subject(question),
        measure=words("workshop_report.measure.given"),
        words=clean(text),
    )


def _about(asked: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    words = asked.words
    yield (title(asked), "")
    yield (words("workshop_report.made"), words.day(asked.made))
    yield ("", words("workshop_report.notice.what"))
    yield ("", words("workshop_report.notice.masked"))
    yield ("", words("workshop_report.masked.why"))
    yield ("", words("workshop_report.notice.regulator"))
    for snapshot in asked.snapshots:
        yield (words("workshop_report.workshop"), clean(snapshot.title))
        yield from about(words, snapshot)
    yield (words("workshop_report.limits"), "")
    yield from limits(words)


def _fill(
    book: Any,  # noqa: ANN401
    name: str,
    lines: Sequence[Sequence[Cell]],
    widths: Sequence[int],
    *,
    filtered: bool = False,
) -> None:
    """Add a sheet: with a frozen first row, column widths in characters, and cells that wrap."""
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - see `xlsx_file`

    sheet = book.create_sheet(name.translate(_NO_NAME)[:_LONGEST_NAME])
    for number, line in enumerate(lines, start=1):
        for column, cell in enumerate(line, start=1):
            placed = sheet.cell(number, column, None if cell in ("", None) else _safe(cell))
            placed.alignment = Alignment(wrap_text=True, vertical="top")
            placed.font = Font(bold=number == 1)
        # Not every program fits rows to wrapped lines by itself.
        sheet.row_dimensions[number].height = _LINE * max(map(_lines_of, line, widths), default=1)
    for column, width in zip(sheet.iter_cols(1, len(widths), 1, 1), widths, strict=True):
        sheet.column_dimensions[column[0].column_letter].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    if filtered:
        sheet.auto_filter.ref = sheet.dimensions


def _lines_of(cell: Cell, width: int) -> int:
    """Return how many lines a cell takes in a column of so many characters, rather too many than too few."""
    parts = str("" if cell is None else cell).split("\n")
    return sum(max(1, math.ceil(len(part) / (0.95 * width))) for part in parts)


def _safe(cell: Cell) -> Cell:
    return harmless(cell) if isinstance(cell, str) else cell
