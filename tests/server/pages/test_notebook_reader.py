"""Notebooks that are read beside the running server."""

import asyncio

import nbformat
import pytest

from workbook.server.pages.notebook_reader import Readings


def test_who_asks_for_a_notebook_after_the_stop_waits_no_more(tmp_path):
    file = tmp_path / "page.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Words")]), file)
    readings = Readings()
    readings.stop()
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(readings.notebook(file))
