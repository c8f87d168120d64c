"""The server, the check and the record all take the same files for notebooks."""

import json
import re
from pathlib import Path

import pytest

from server.course_pages import course_pages
from workbook.content.check import check
from workbook.record.ui.your_record.pages import pages_here
from workbook.server.folders import ServeError, find_folders

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    """A course as JupyterLab and a Mac leave it: with copies beside the notebooks."""
    for path in (
        *("notebooks/one.ipynb", "notebooks/guides/two.ipynb"),
        *("notebooks/.ipynb_checkpoints/one-checkpoint.ipynb", "notebooks/._one.ipynb"),
        *("notebooks/guides/.ipynb_checkpoints/two-checkpoint.ipynb", "notebooks/guides/.private/x.ipynb"),
    ):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        name = file.stem.partition("-")[0].strip("._")
        metadata = {"title": name, "workbook": {"page": name, "part": "standards"}}
        file.write_text(json.dumps({"metadata": metadata, "cells": []}))
    return tmp_path / "notebooks"


def test_the_server_the_check_and_the_record_take_the_same_files_for_notebooks(folder):
    assert set(course_pages(folder).paths()) == {"one.ipynb", "guides/two.ipynb"}
    assert [page["path"] for page in pages_here([], folder)] == ["one.ipynb", "guides/two.ipynb"]
    assert check(folder.parent / "data", folder).notebooks == 2


def test_a_file_that_is_no_notebook_keeps_nobody_from_the_others(folder):
    for name, content in (("deep", "[" * 50_000), ("cut", '{"metadata": '), ("list", "[]"), ("none", "")):
        (folder / f"{name}.ipynb").write_text(content)
    assert {page.path for page in course_pages(folder).pages()} == {"one.ipynb", "guides/two.ipynb"}
    assert [page["path"] for page in pages_here([], folder)] == ["one.ipynb", "guides/two.ipynb"]


def test_a_folder_with_copies_alone_can_not_be_served(folder):
    (folder / "one.ipynb").unlink()
    (folder / "guides" / "two.ipynb").unlink()
    with pytest.raises(ServeError, match="contains no notebook"):
        find_folders(notebooks=folder, data=ROOT / "data")


def test_nobody_looks_for_notebooks_in_another_way():
    sources = [path for place in ("widgets", "tests") for path in (ROOT / place).rglob("*.py")]
    found = [
        str(path.relative_to(ROOT))
        for path in sources
        if "node_modules" not in path.parts
        and re.search(r"glob\([^\n]*ipynb|os\.walk|\.walk\(.*ipynb", path.read_text(encoding="utf-8"))
    ]
    assert found == ["widgets/widget_host/common/notebook_files.py"]
