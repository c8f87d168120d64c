"""Runs the notebooks' cells once and collects their outputs, for pages without a kernel.

Here: one kernel for all notebooks, one after another. Not here: the kernel (see
`widget_host.kernels.ordinary`), and the use of the outputs (see `site`).
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from forked_kernels.recording import Recorder
from forked_kernels.run import Run
from widget_host.common.child_environment import handed_on
from widget_host.kernels.ordinary import ordinary_kernel
from widget_host.pages.notebook import Cell, Notebook
from workbook.publish.errors import SiteError

__all__ = ["run_all"]

_CELL_WITHIN_S = 120.0
# Each notebook starts from scratch, in its own folder, as with its own kernel.
_BEGIN = "get_ipython().reset(new_session=True)\nimport os\nos.chdir({folder!r})\ndel os"


def run_all(
    folder: Path, notebooks: Iterable[tuple[str, Notebook]], data: Path, environment: dict[str, str]
) -> Iterator[tuple[str, Notebook, Run]]:
    """Yield each notebook with its cells' outputs; paths are relative to `folder`; `data` has the tables.

    `environment` is added to the variables that any program needs from this process's environment, which
    include no secret and no database. Raises SiteError if a cell fails, or takes longer than two minutes, and
    ServeError if no kernel starts.
    """
    env = {**handed_on(os.environ), **environment, "WORKBOOK_DATA": str(data)}
    with ordinary_kernel(folder, env) as kernel:
        for path, notebook in notebooks:
            begin = Cell(0, source=_BEGIN.format(folder=str((folder / path).parent)))
            kernel.run(begin, Recorder(), _CELL_WITHIN_S)
            recorder = Recorder()
            for cell in notebook.code:
                failure = kernel.run(cell, recorder, _CELL_WITHIN_S)
                if failure:
                    raise SiteError(f"Cell {failure.cell} of {path} {failure.reason}. Fix the page first.")
            yield path, notebook, recorder.run()
