"""Creates the pages of a new course, as notebooks, from the short format in the folder `pages`.

The first line has the page's facts; then come cells, each after a line `=== text` or `=== code` with its
tags. `{n}` is the standard's number. A cell tagged `notes` is repeated for each standard.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

__all__ = ["page_file"]

_CELL = re.compile(r"^=== (\w+)(?: (.*))?$", re.MULTILINE)
_EACH = "notes"
_NUMBERS = ("order", "minutes")
_FIRST_ORDER = 20


def page_file(text: str, number: int, standards: int) -> bytes:
    """Return a page as a notebook's JSON; `number` is its standard's, `standards` how many there are."""
    head, *parts = _CELL.split(text)
    filled = head.replace("{n}", str(number)).replace("{order}", str(_FIRST_ORDER + number))
    page: dict[str, Any] = dict(_fact(part) for part in filled.strip().split(" | "))
    cells = []
    for kind, tags, source in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        for one in range(1, standards + 1) if tags == _EACH else (number,):
            cells.append(_cell(kind, "" if tags == _EACH else tags or "", source.replace("{n}", str(one))))
    named = {name: {**cell, "id": name} for name, cell in zip(_names(len(cells)), cells, strict=True)}
    notebook = {
        "cells": list(named.values()),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "title": page.pop("title"),
            "workbook": page,
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return f"{json.dumps(notebook, ensure_ascii=False, indent=1)}\n".encode()


def _fact(part: str) -> tuple[str, str | int]:
    name, value = part.split(": ", 1)
    return name, int(value) if name in _NUMBERS else value


def _cell(kind: str, tags: str, source: str) -> dict[str, Any]:
    metadata = {"tags": tags.split()} if tags else {}
    lines = source.strip().splitlines(keepends=True)
    if kind == "text":
        return {"cell_type": "markdown", "metadata": metadata, "source": lines}
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": [],
        "source": lines,
    }


def _names(count: int) -> Iterator[str]:
    for number in range(1, count + 1):
        yield f"cell-{number}"
