"""A small workbook that is complete and without faults, for each test to damage in its own way."""

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from content.small_tables import small_tables
from workbook.content.check import Report, check
from workbook.content.check.faults import Fault

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "data" / "datapackage.json"
Rows = list[dict[str, str]]
MADE = date(2026, 12, 1)
"""The day on which it is checked."""

_NUMBERS = count(1)


class SmallWorkbook:
    """A folder of tables and one of notebooks, with an edit for each thing that a trainer may do."""

    def __init__(self, root: Path) -> None:
        self.data = root / "data"
        self.notebooks = root / "notebooks"
        self.data.mkdir()
        self.notebooks.mkdir()
        shutil.copy(PACKAGE, self.data / "datapackage.json")
        for name, text in _tables_as_files().items():
            self.put(name, text)
        for name, notebook in small_notebooks().items():
            self.write_notebook(name, notebook)

    def columns(self, table: str) -> tuple[str, ...]:
        """Give the columns of a table in the package's order."""
        return _columns()[table]

    def read(self, table: str) -> Rows:
        """Give the rows of a table as its file holds them."""
        with (self.data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, table: str, rows: Rows) -> None:
        """Write a table as a spreadsheet would: UTF-8, commas."""
        self.put(f"{table}.csv", _as_file(table, rows))

    def edit(self, table: str, row: int, **cells: str) -> None:
        """Change cells of the row with this number; the header is row 1, as in a spreadsheet."""
        rows = self.read(table)
        rows[row - 2].update(cells)
        self.write(table, rows)

    def add(self, table: str, **cells: str) -> int:
        """Add a copy of the last row with other cells; gives the number of the new row."""
        rows = self.read(table)
        rows.append({**rows[-1], **cells})
        self.write(table, rows)
        return len(rows) + 1

    def remove(self, table: str, *rows: int) -> None:
        """Delete rows by their numbers."""
        kept = [cells for number, cells in enumerate(self.read(table), 2) if number not in rows]
        self.write(table, kept)

    def text(self, table: str) -> str:
        """Give the file of a table as text."""
        return (self.data / f"{table}.csv").read_text(encoding="utf-8")

    def put(self, name: str, raw: bytes | str) -> None:
        """Write a file of the data folder as it stands."""
        (self.data / name).write_bytes(raw.encode() if isinstance(raw, str) else raw)

    def as_spreadsheet(self, table: str, change: Callable[[Any], None] = lambda _: None) -> None:
        """Save a table as .xlsx in place of .csv, after `change` has had the sheet in its hands."""
        rows = self.read(table)
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(self.columns(table))
        for row in rows:
            sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in row.values()])
        change(sheet)
        book.save(self.data / f"{table}.xlsx")
        (self.data / f"{table}.csv").unlink()

    def notebook(self, name: str = "standard-1") -> dict[str, Any]:
        """Give a notebook as JSON."""
        notebook: dict[str, Any] = json.loads((self.notebooks / f"{name}.ipynb").read_text(encoding="utf-8"))
        return notebook

    def write_notebook(self, name: str, notebook: dict[str, Any]) -> None:
        """Write a notebook."""
        (self.notebooks / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")

    def add_cell(self, source: str, *tags: str, kind: str = "code", name: str = "standard-1") -> int:
        """Add a cell to a notebook; gives its number, counted from 1."""
        notebook = self.notebook(name)
        notebook["cells"].append(cell(source, *tags, kind=kind))
        self.write_notebook(name, notebook)
        return len(notebook["cells"])

    def check(self, today: date = MADE) -> Report:
        """Check it as `workbook check` does."""
        return check(self.data, self.notebooks, clock=lambda: today)

    def only_fault(self) -> Fault:
        """Give the one fault that is there, and fail where there is none or another one."""
        report = self.check()
        assert len(report.faults) == 1, report.text()
        return report.faults[0]


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    package = json.loads(PACKAGE.read_text(encoding="utf-8"))
    return {
        one["name"]: tuple(field["name"] for field in one["schema"]["fields"]) for one in package["resources"]
    }


@cache
def _tables_as_files() -> dict[str, str]:
    return {f"{name}.csv": _as_file(name, rows) for name, rows in small_tables().items()}


def _as_file(table: str, rows: Rows) -> str:
    file = StringIO(newline="")
    writer = csv.DictWriter(file, _columns()[table], restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def cell(source: str, *tags: str, kind: str = "code") -> dict[str, Any]:
    """Give a notebook's cell."""
    common = {
        "cell_type": kind,
        "metadata": {"tags": list(tags)},
        "source": source,
        "id": f"cell-{next(_NUMBERS)}",
    }
    return common | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def small_exercises(number: int) -> list[str]:
    """Give the calls by which a page shows all that the tables have for its standard."""
    standard = f"standard-{number}"
    about = ("standard", "confidence", "voices", "facilitator_note")
    return [
        *(f'workbook.{exercise}("{standard}")' for exercise in about),
        f'workbook.scenario("case-{number}")',
        f'workbook.reflection("reflect-{number}")',
        *(f'workbook.tip("tip-{tip}")' for tip in range(number, 9, 2)),
        *(["workbook.workshop_console()"] if number == 1 else []),
    ]


def small_notebooks() -> dict[str, dict[str, Any]]:
    """Give one notebook for each of the small workbook's two standards."""
    return {
        f"standard-{number}": {
            "cells": [
                cell("import workbook", "setup"),
                cell(
                    f"# Standard {number}\n\nSee [the top](standard-{number}.ipynb#Standard-{number}).",
                    kind="markdown",
                ),
                cell("\n".join(small_exercises(number))),
                cell("workbook.carousel()\nworkbook.glossary()"),
                cell(f'assert workbook.walk("case-{number}")', "check"),
            ],
            "metadata": {
                "title": f"Standard {number}",
                "workbook": {
                    "page": f"standard-{number}",
                    "part": "standards",
                    "order": number,
                    "minutes": 20,
                    "summary": "What it asks of you.",
                    "standard": f"standard-{number}",
                },
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        for number in (1, 2)
    }
