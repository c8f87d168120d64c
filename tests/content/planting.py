"""Adds a fault to the small workbook, and checks what the checker says about it."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from content.small_workbook import SmallWorkbook


@dataclass(frozen=True)
class Planted:
    """One edit, and the one fault that it gives; with `among` other faults may follow from the same edit."""

    type: str
    edit: Callable[[SmallWorkbook], object]
    file: str
    row: int | None = None
    column: str = ""
    nearest: str = ""
    says: str = ""
    among: bool = False

    def __str__(self):
        return f"{self.type}, {self.file} {self.row} {self.column}"


def assert_told(workbook, planted):
    """Plant the fault, and check that it is reported completely, and alone unless others follow from it."""
    planted.edit(workbook)
    report = workbook.check()
    places = {(one.type, one.file, one.row, one.column, one.nearest): one for one in report.faults}
    expected = (planted.type, planted.file, planted.row, planted.column, planted.nearest)
    assert expected in places, report.text()
    assert planted.among or len(report.faults) == 1, report.text()
    text = places[expected].text()
    assert text.startswith(planted.file)
    assert planted.says in text
    assert "What to do: " in text
    assert report.exit_code == 1


def package(workbook, change):
    """Change datapackage.json."""
    described = json.loads((workbook.data / "datapackage.json").read_text(encoding="utf-8"))
    change({one["name"]: one for one in described["resources"]}, described)
    workbook.put("datapackage.json", json.dumps(described))
