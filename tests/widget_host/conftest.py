"""Fixtures of the host's tests, which need no program that mounts it."""

import pytest
from nbformat.v4 import new_markdown_cell

import examples
from page_folders import page_folder_in, tagged_code
from served import answering

examples.register()


@pytest.fixture
def page_folder(tmp_path):
    """A folder, and a function that puts a notebook into it: `put("one", order=2, cells=[...])`."""
    return page_folder_in(tmp_path / "notebooks", "widget_host")


@pytest.fixture
def served():
    """Answer the calls of kernels, as a server does: `with served({"name": answer}) as environment`."""
    return answering


@pytest.fixture
def text():
    """Make a text cell."""
    return new_markdown_cell


@pytest.fixture
def code():
    """Make a code cell, with tags: `code("1 + 1", "check")`."""
    return tagged_code
