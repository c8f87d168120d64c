"""The initial files of a new course: each table with sample rows, and a page for each standard.

The tables have the same columns as the workbook's own. Rules that only its own course needs, such as exactly
six standards, are left out. Pages that say nothing about the course are copied unchanged.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbook.new.pages import page_file

__all__ = ["NewCourse", "new_course"]

_HERE = Path(__file__).parent
_SCHEMA = "datapackage.json"
_ITEM = re.compile(r"- \[[^\]]*\]\(([^)#]+\.ipynb)")
# Pages for any course: who can read what, what terms mean, feedback, and how a workshop is run.
_TAKEN_OVER = ("privacy.ipynb", "glossary.ipynb", "feedback.ipynb", "workshop.ipynb")
# Tables that don't depend on the course: who can see what online, and words to look out for in a draft.
_COMMON_TABLES = ("audience_settings", "audience_assumptions")
# Column rules that apply only to the workbook's own course.
_OWN_RULES = {
    ("standards", "number"): "maximum",
    ("tips", "number"): "maximum",
    ("scenarios", "theme"): "enum",
    ("scenarios", "setting"): "enum",
    ("scenarios", "platform"): "enum",
    ("reading", "theme"): "enum",
    ("reading", "country"): "enum",
}


@dataclass(frozen=True, slots=True)
class NewCourse:
    """The facts about a new course: its name, its audience, whose standards it teaches and how many.

    `identifier` distinguishes it from all other courses (see the table course).
    """

    name: str
    audience: str
    regulator: str
    standards: int
    identifier: str


def new_course(begun: NewCourse, notebooks: Path, data: Path) -> dict[str, bytes]:
    """Return the files of a new course by path, such as `data/standards.csv`.

    The tables' format is that of the folder `data`; pages for any course are copied from `notebooks`. Raises
    OSError if one of these can't be read.
    """
    package = json.loads((data / _SCHEMA).read_text(encoding="utf-8"))
    files = {f"data/{_SCHEMA}": _json(_package(package, begun))}
    for resource in package["resources"]:
        columns = [field["name"] for field in resource["schema"]["fields"]]
        name = resource["name"]
        rows = list(_rows(name, data, begun))
        files[f"data/{name}.csv"] = _table(columns, rows)
    for path, template, number in _pages(begun):
        files[f"notebooks/{path}"] = page_file(
            (_HERE / "pages" / template).read_text(encoding="utf-8"), number, begun.standards
        )
    pages = {path for path, *_ in _pages(begun)} | {*_TAKEN_OVER}
    for path in _TAKEN_OVER:
        files[f"notebooks/{path}"] = _taken_over((notebooks / path).read_text(encoding="utf-8"), pages)
    files["README.md"] = (
        (_HERE / "readme.md").read_text(encoding="utf-8").replace("{name}", begun.name).encode()
    )
    return files


def _pages(begun: NewCourse) -> Iterator[tuple[str, str, int]]:
    yield "start.ipynb", "start.txt", 0
    for number in range(1, begun.standards + 1):
        yield f"standard-{number}.ipynb", "standard.txt", number
    yield "record.ipynb", "record.txt", 0
    yield "come-back.ipynb", "come-back.txt", 0
    yield "guides/facilitator-notes.ipynb", "facilitator-notes.txt", 0


def _taken_over(text: str, pages: Set[str]) -> bytes:
    """Return a page for any course without list items that link to pages other than `pages`."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        lines = "".join(cell["source"]).splitlines(keepends=True)
        kept = [line for line in lines if not (item := _ITEM.match(line)) or item[1] in pages]
        cell["source"] = "".join(kept).rstrip("\n")
    return _json(notebook)


def _package(package: Mapping[str, Any], begun: NewCourse) -> dict[str, Any]:
    """Return the data package's description for the new course, without the facts of the workbook's own."""
    kept = {name: value for name, value in package.items() if name not in ("sources", "licenses", "created")}
    resources = [_resource(resource) for resource in package["resources"]]
    title = f"{begun.name}: content of the training workbook"
    return {**kept, "name": "course", "title": title, "version": "0.1.0", "resources": resources}


def _resource(resource: Mapping[str, Any]) -> dict[str, Any]:
    fields = []
    for field in resource["schema"]["fields"]:
        rules = dict(field.get("constraints", {}))
        rules.pop(_OWN_RULES.get((resource["name"], field["name"]), ""), None)
        fields.append({**field, "constraints": rules} if rules else _without_rules(field))
    return {**resource, "path": f"{resource['name']}.csv", "schema": {**resource["schema"], "fields": fields}}


def _without_rules(field: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in field.items() if name != "constraints"}


def _rows(name: str, data: Path, begun: NewCourse) -> Iterator[Mapping[str, str]]:
    if name == "course":
        yield from _facts(begun)
    elif name in _COMMON_TABLES:
        yield from csv.DictReader(io.StringIO((data / f"{name}.csv").read_text(encoding="utf-8-sig")))
    elif (template := _HERE / "tables" / f"{name}.csv").is_file():
        rows = list(csv.DictReader(io.StringIO(template.read_text(encoding="utf-8"))))
        for number in range(1, begun.standards + 1):
            for row in rows:
                # A row that names no standard is used once.
                if number == 1 or any("{n}" in cell for cell in row.values()):
                    yield {column: cell.replace("{n}", str(number)) for column, cell in row.items()}


def _facts(begun: NewCourse) -> Iterator[Mapping[str, str]]:
    facts = {
        "name": begun.name,
        "audience": begun.audience,
        "intro": "[One or two sentences for the first page: what learners do here, and what for]",
        "regulator": begun.regulator,
        "notice": "[Whose standards these are, and that the workbook is not legal advice]",
        "licence": "[The licence of your text, such as CC BY 4.0]",
        "licence-address": "https://example.org/to-write",
        "provisions": "",
        "elsewhere": "",
        "identifier": begun.identifier,
    }
    for name, text in facts.items():
        yield {"id": name, "text": text}


def _table(columns: list[str], rows: list[Mapping[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _json(value: object) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode()
