"""Small notebooks for the tests of the workbook's server."""

import pytest
from nbformat.v4 import new_markdown_cell

from page_folders import page_folder_in, tagged_code


@pytest.fixture
def page_folder(tmp_path):
    """A folder, and a function that puts a notebook into it: `put("standard-1", part="standards")`."""
    folder, put = page_folder_in(tmp_path / "notebooks", "workbook")

    def put_page(path, **about):
        named = {"page": path.split("/")[-1]} if set(about) - {"title", "cells"} else {}
        return put(path, **(named | about))

    return folder, put_page


@pytest.fixture
def text():
    """Make a text cell."""
    return new_markdown_cell


@pytest.fixture
def code():
    """Make a code cell, with tags: `code("1 + 1", "check")`."""
    return tagged_code
