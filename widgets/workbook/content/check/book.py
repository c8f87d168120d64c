"""Reads the folder of tables as far as possible, with the faults of its files and headers.

Here: continuing where the loader would give up, so that one run reports all faults. Not here: checking cells
(see `schema_rules`) and rules across tables (see the other modules of `check`).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from workbook.content.check.faults import CheckNote, Fault, Finding, files, notes
from workbook.content.content import ROWS
from workbook.content.errors import Unreadable, nearest
from workbook.content.folder import PACKAGE_FILE
from workbook.content.languages import KEY
from workbook.content.package import DataPackage, TableSchema, read_package
from workbook.content.reader import SUFFIXES, Record, find_file, read_records
from workbook.content.spreadsheet import as_typed

__all__ = ["Book", "Line", "Sheet", "as_identifier", "listed", "read_book", "read_language"]

NEEDED = ("course", "standards")
"""The tables that every course needs; others may be empty if they are not used."""

OTHER_SUFFIXES = (".ods", ".xls", ".xlsm", ".xlsb", ".tsv", ".txt", ".numbers", ".fods")
"""Suffixes of other formats in which a spreadsheet program may save a table."""


MOST_NAMED = 4
"""The most tables or columns named in one message."""

IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

F = TypeVar("F", bound=Finding)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its number in the spreadsheet, and its cells by the column's name."""

    row: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the text of a cell, or "" if it is empty or its column is missing."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Sheet:
    """A table that could be read: its file, the columns of the package that it has, and its rows."""

    schema: TableSchema
    file: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]

    def fault(
        self,
        kind: type[F],
        line: Line,
        column: str = "id",
        /,
        *,
        value: str | None = None,
        nearest: str = "",
        **details: str,
    ) -> F:
        """Return a finding about a row of this table; its value is the column's cell by default."""
        text = line[column] if value is None else value
        row = line.row
        return kind(file=self.file, row=row, column=column, value=text, nearest=nearest, details=details)

    @property
    def whole(self) -> bool:
        """Whether all columns of the package, and all that pages need, are present."""
        columns = {*self.columns}
        return len(columns) == len(self.schema.columns) and _needed(self.schema.name).keys() <= columns

    @cached_property
    def ids(self) -> dict[str, Line]:
        """The rows by identifier; of duplicates, the first."""
        return {line["id"]: line for line in reversed(self.lines) if line["id"]}

    @cached_property
    def known(self) -> dict[str, None]:
        """The identifiers that other tables may refer to; malformed ones also in their corrected form."""
        return dict.fromkeys((*self.ids, *map(as_identifier, self.ids)))


@dataclass(frozen=True, slots=True)
class Book:
    """The tables that could be read, by name, and the package, which is None if it could not be read."""

    package: DataPackage | None = None
    sheets: dict[str, Sheet] = field(default_factory=dict)

    def has(self, *tables: str) -> bool:
        """Return whether all these tables were read with all their columns; rules need complete tables."""
        return all(table in self.sheets and self.sheets[table].whole for table in tables)

    def lines(self, table: str) -> tuple[Line, ...]:
        """Return the rows of a table that could be read."""
        return self.sheets[table].lines

    def named_rightly(self) -> "Book":
        """Return the book with corrected identifiers, so that a malformed one causes no further faults."""
        return replace(self, sheets={name: _named_rightly(sheet) for name, sheet in self.sheets.items()})

    def by(self, table: str, column: str) -> dict[str, list[Line]]:
        """Return the rows of a table by their value in a column; [] for any other value."""
        groups: defaultdict[str, list[Line]] = defaultdict(list)
        for line in self.lines(table):
            groups[line[column]].append(line)
        return groups


def read_book(folder: Path) -> tuple[Book, list[Finding]]:
    """Read all readable tables of the folder, and collect the faults of its files and headers."""
    try:
        package = read_package(folder)
    except Unreadable as problem:
        return Book(), [_fault(problem)]
    found: list[Finding] = [*_undescribed(package), *_strangers(folder, package)]
    sheets: dict[str, Sheet] = {}
    for schema in package.tables.values():
        try:
            file, records = _records(folder, schema.name, found)
            sheets[schema.name] = _sheet(schema, file, records, found)
        except Unreadable as problem:
            found.append(_fault(problem))
    return Book(package, sheets), found


def read_language(folder: Path, package: DataPackage) -> tuple[dict[str, Sheet], list[Finding]]:
    """Read the tables in a language's own folder, and collect the faults of its files and headers.

    Only the column id is required. Files are named with their folder: `ga/scenes.csv`.
    """
    told: list[Finding] = [*_strangers(folder, package)]
    sheets: dict[str, Sheet] = {}
    for schema in package.tables.values():
        found: list[Finding] = []
        try:
            file, records = _records(folder, schema.name, found)
            sheet = _sheet(schema, file, records, found)
        except Unreadable as problem:
            if problem.problem != "missing-table":
                found.append(_fault(problem))
        else:
            sheets[schema.name] = replace(sheet, file=f"{folder.name}/{file}")
        told += (one for one in found if not isinstance(one, files.MissingColumn) or one.column == KEY)
    return sheets, [replace(one, file=f"{folder.name}/{one.file}") for one in told]


def _fault(problem: Unreadable) -> Fault:
    """Return the catalogue's fault for a problem of the reader."""
    kind = {
        "missing-folder": files.MissingFolder,
        "missing-package": files.MissingPackage,
        "broken-package": files.BrokenPackage,
        "missing-table": files.MissingTable,
        "two-kinds": files.TableTwice,
        "unopenable": files.UnopenableFile,
        "not-a-table": files.NotATable,
        "encoding": files.WrongEncoding,
        "quotes": files.UnclosedQuotes,
        "empty": files.EmptyTable,
        "too-large": files.TooLargeTable,
        "other-sheet": files.OtherSheet,
        "late-header": files.LateHeader,
        "formula": files.FormulaWithoutValue,
    }[problem.problem]
    details = {
        "reason": problem.detail,
        "other": problem.detail,
        "kept": problem.file,
        "table": Path(problem.file).stem,
    }
    return kind(file=problem.file, row=problem.row, details=details)


def _undescribed(package: DataPackage) -> Iterator[Fault]:
    """Yield faults for missing tables of the package, and for missing columns of each other table."""
    tables = [name for name in ROWS if name not in package.tables]
    if tables:
        yield files.UndescribedTable(file=PACKAGE_FILE, details={"needed": listed("table", tables)})
    for name in ROWS:
        if name in package.tables:
            described = {column.name for column in package.tables[name].columns}
            columns = [one for one in _needed(name) if one not in described]
            if columns:
                needed = f"{listed('column', columns)} of the table {name}"
                yield files.UndescribedTable(file=PACKAGE_FILE, details={"needed": needed})


def as_identifier(text: str) -> str:
    """Return a text as an identifier: lower-case letters and digits, with single hyphens between."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def _named_rightly(sheet: Sheet) -> Sheet:
    columns = {KEY} | {reference.column for reference in sheet.schema.references}
    lines = []
    for line in sheet.lines:
        wrong = {one: line[one] for one in columns if line[one] and not IDENTIFIER.fullmatch(line[one])}
        right = {one: as_identifier(text) or text for one, text in wrong.items()}
        lines.append(Line(line.row, line.cells | right) if right else line)
    return replace(sheet, lines=tuple(lines))


def _needed(table: str) -> dict[str, None]:
    """Return the columns of a table that pages need, in order."""
    found = fields(ROWS[table]) if table in ROWS else ()
    return dict.fromkeys(one.name for one in found if one.default is MISSING)


def listed(noun: str, names: Sequence[str]) -> str:
    """Return a list in words, such as: the tables drafts and tips. Of many, only the first few."""
    if len(names) == 1:
        return f"the {noun} {names[0]}"
    shown, left = list(names[:MOST_NAMED]), len(names) - MOST_NAMED
    last = f"{left} more" if left > 0 else shown.pop()
    return f"the {noun}s {', '.join(shown)} and {last}"


def _strangers(folder: Path, package: DataPackage) -> Iterator[Fault]:
    """Yield faults for files that only look like a table; locks and other hidden files are ignored."""
    for path in sorted(folder.iterdir()):
        suffix = path.suffix.lower()
        if path.name.startswith((".", "~")) or suffix not in SUFFIXES + OTHER_SUFFIXES:
            continue
        if path.stem in package.tables:
            if path.suffix not in SUFFIXES:
                yield files.UnsupportedFile(file=path.name, details={"suffix": path.suffix})
        # A table that pages need but the package does not describe is reported as a fault of the package.
        elif suffix != ".txt" and path.stem not in ROWS:
            near = nearest(path.stem, package.tables)
            yield files.UnknownTable(file=path.name, nearest=near and near + SUFFIXES[0])


def _records(folder: Path, table: str, found: list[Finding]) -> tuple[str, tuple[Record, ...]]:
    """Read a table's file; one in two formats or in another encoding is a fault, but still read."""
    try:
        path = find_file(folder, table)
    except Unreadable as problem:
        if problem.problem != "two-kinds":
            raise
        found.append(_fault(problem))
        path = folder / problem.file
    try:
        return path.name, read_records(path)
    except Unreadable as problem:
        if problem.problem != "encoding":
            raise
        found.append(_fault(problem))
        return path.name, read_records(path, lenient=True)


def _sheet(schema: TableSchema, file: str, records: tuple[Record, ...], found: list[Finding]) -> Sheet:
    header, *rows = records
    if not any(column.name in header.cells for column in schema.columns):
        raise Unreadable("not-a-table", file, detail="without any of the table's column names in row 1")
    if not rows and schema.name in NEEDED:
        raise Unreadable("empty", file)
    names = list(_header(schema, file, header, found))
    lines = []
    for record in rows:
        cells: dict[str, str] = {}
        for at, cell in enumerate(record.cells):
            name = names[at] if at < len(names) else ""
            if name:
                cells.setdefault(name, cell)
            elif cell and (at >= len(names) or not header.cells[at]):
                column = _letter(at)
                found.append(files.UnnamedColumn(file=file, row=record.row, column=column, value=cell))
        typed = as_typed(schema, cells)
        found += _read_back(file, record.row, cells, typed)
        lines.append(Line(record.row, cells | typed))
    known = tuple(column.name for column in schema.columns if column.name in names)
    return Sheet(schema, file, known, tuple(lines))


def _read_back(
    file: str, row: int, cells: Mapping[str, str], typed: Mapping[str, str]
) -> Iterator[CheckNote]:
    """Yield notes on cells that a spreadsheet had changed and that were read as typed."""
    for column, read in typed.items():
        told, value = {"read": read}, cells[column]
        yield notes.ReadAsTyped(file=file, row=row, column=column, value=value, details=told)


def _header(schema: TableSchema, file: str, header: Record, found: list[Finding]) -> Iterator[str]:
    """Return the package's column for each column of the file, or "" if there is none.

    A misspelt name stands for the most similar missing one, so that one mistake is one fault. A column that
    pages need but the package does not describe is reported as a fault of the package.
    """
    expected = [column.name for column in schema.columns]
    missing = [name for name in expected if name not in header.cells]
    needed = _needed(schema.name)
    for at, (name, written) in enumerate(zip(header.cells, header.written, strict=True)):
        if name in expected:
            if name in header.cells[:at]:
                found.append(files.RepeatedColumn(file=file, row=header.row, column=written))
            yield name
        elif name and name not in needed:
            near = nearest(name, missing)
            found.append(
                files.UnknownColumn(file=file, row=header.row, column=written, value=written, nearest=near)
            )
            if near:
                missing.remove(near)
            yield near
        else:
            yield ""
    found.extend(files.MissingColumn(file=file, row=header.row, column=name) for name in missing)


def _letter(at: int) -> str:
    """Return a spreadsheet's letter of a column, for its index counted from 0."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
