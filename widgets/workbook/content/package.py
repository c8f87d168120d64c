"""Reads the parts of datapackage.json about the tables that the workbook itself needs.

Here: the tables, their columns, types and keys, read without any library, since a learner's kernel imports
this. Not here: the tables' rows (see `reader`), and checking  them (see `check`).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from widget_host.common.plain_files import NoPlainFile, read_plain
from workbook.content.errors import Unreadable
from workbook.content.folder import PACKAGE_FILE
from workbook.content.identity import EARLIER_RECORDS, IDENTIFIER

__all__ = ["Column", "DataPackage", "Reference", "TableSchema", "read_package"]

_MOST_BYTES = 4 * 2**20

_LATER_FACTS = (IDENTIFIER, EARLIER_RECORDS)
"""Rows of the table course that were added after the first courses, whose own schema lacks them."""

_DATES = ("/datePublished", "/Date")
"""The endings of the rdfType of columns with dates: terms of https://schema.org."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, Frictionless type and format, and the constraints that we use."""

    name: str
    type: str
    format: str
    description: str
    required: bool
    unique: bool
    identifier: bool
    enum: tuple[str, ...]
    is_date: bool
    true_values: tuple[str, ...]
    false_values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: each cell of `column` is an id of the table `table`, or empty."""

    column: str
    table: str


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table as the package describes it; `descriptor` is its Frictionless schema, untouched."""

    name: str
    columns: tuple[Column, ...]
    references: tuple[Reference, ...]
    unique_together: tuple[tuple[str, ...], ...]
    descriptor: dict[str, Any]

    def column(self, name: str) -> Column:
        """Return the column with this name; raises KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def constraint(self, column: str, rule: str) -> object:
        """Return a constraint of a column as in the package, or None if it has none."""
        fields = {field["name"]: field for field in self.descriptor["fields"]}
        return fields[column].get("constraints", {}).get(rule)


@dataclass(frozen=True, slots=True)
class DataPackage:
    """The tables of the package by name, in its order."""

    tables: dict[str, TableSchema]


def read_package(folder: Path) -> DataPackage:
    """Read the folder's datapackage.json.

    Raises Unreadable if the folder or the file is missing, or if the file is not JSON or does not describe
    tables as a Frictionless Data Package does (https://datapackage.org).
    """
    if not folder.is_dir():
        raise Unreadable("missing-folder", str(folder))
    path = folder / PACKAGE_FILE
    if not path.is_file():
        raise Unreadable("missing-package", PACKAGE_FILE)
    try:
        document = json.loads(read_plain(path, _MOST_BYTES))
    except json.JSONDecodeError as error:
        detail = f"it is not JSON: see line {error.lineno}"
        raise Unreadable("broken-package", PACKAGE_FILE, detail=detail) from None
    except NoPlainFile as error:
        raise Unreadable("broken-package", PACKAGE_FILE, detail=str(error)) from None
    except (OSError, ValueError, RecursionError):
        raise Unreadable("broken-package", PACKAGE_FILE, detail="it is not JSON in UTF-8") from None
    try:
        return DataPackage({resource["name"]: _table(resource) for resource in document["resources"]})
    except (KeyError, TypeError, AttributeError, ValueError, IndexError):
        detail = "it does not describe the tables and their columns as a Data Package does"
        raise Unreadable("broken-package", PACKAGE_FILE, detail=detail) from None


def _table(resource: dict[str, Any]) -> TableSchema:
    schema = _with_later_facts(resource["name"], resource["schema"])
    return TableSchema(
        name=_text(resource["name"]),
        columns=tuple(_column(field) for field in schema["fields"]),
        references=tuple(
            # A reference to the table itself omits the resource.
            Reference(_list(key["fields"])[0], key["reference"].get("resource") or resource["name"])
            for key in _list(schema.get("foreignKeys", []))
        ),
        unique_together=tuple(tuple(_list(key)) for key in _list(schema.get("uniqueKeys", []))),
        descriptor=schema,
    )


def _with_later_facts(table: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with the facts that courses of an earlier version do not describe yet."""
    if table != "course":
        return schema
    fields = [dict(field) for field in schema["fields"]]
    for field in fields:
        rules = field.get("constraints", {})
        if field["name"] == "id" and "enum" in rules:
            allowed = _list(rules["enum"])
            later = (name for name in _LATER_FACTS if name not in allowed)
            field["constraints"] = {**rules, "enum": [*allowed, *later]}
    return {**schema, "fields": fields}


def _column(field: dict[str, Any]) -> Column:
    constraints = field.get("constraints", {})
    return Column(
        name=_text(field["name"]),
        type=_text(field.get("type", "string")),
        format=_text(field.get("format", "default")),
        description=_text(field.get("description", "")),
        required=bool(constraints.get("required")),
        unique=bool(constraints.get("unique")),
        identifier="pattern" in constraints,
        enum=tuple(str(value) for value in _list(constraints.get("enum", []))),
        is_date=_text(field.get("rdfType", "")).endswith(_DATES),
        true_values=tuple(_list(field.get("trueValues", ["true", "True", "TRUE", "1"]))),
        false_values=tuple(_list(field.get("falseValues", ["false", "False", "FALSE", "0"]))),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _list(value: object) -> list[Any]:
    # A string in place of a list would be read as a list of its letters.
    if not isinstance(value, list):
        raise TypeError(value)
    return value
