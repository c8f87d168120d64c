"""Reading notebooks while the server runs."""

import asyncio

import nbformat
import pytest

from widget_host.common.worker_process import Worker, WorkerError
from widget_host.pages.notebook import NotebookError
from widget_host.pages.notebook_reader import NotebookReader


def test_who_asks_for_a_notebook_after_the_stop_waits_no_more(tmp_path):
    file = tmp_path / "page.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Words")]), file)
    readings = NotebookReader()
    readings.stop()
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(readings.notebook(file))


@pytest.mark.parametrize(("stopped", "said"), [(False, 1), (True, 0)])
def test_a_reading_that_a_stop_breaks_off_is_not_said_to_be_a_damaged_notebook(
    tmp_path, caplog, stopped, said
):
    file = tmp_path / "page.ipynb"
    file.write_text("{}", encoding="utf-8")
    readings = NotebookReader()

    def breaks_off(*_):
        if stopped:
            readings.stop()
        raise WorkerError("reading has been stopped")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Worker, "call", breaks_off)
        with pytest.raises(NotebookError):
            asyncio.run(readings.notebook(file))
    readings.stop()
    assert len(caplog.records) == said
