"""Runs a page's code cells in the page's own kernel, and returns the outputs of each.

Here: running cells in order, and the models of their widgets. Not here: how a kernel starts (see
`kernel_manager`), running a notebook once for all visitors (see `fork_pool`), how outputs are rendered (see
`outputs`).
"""

import asyncio
import base64
from collections.abc import AsyncGenerator
from typing import Any

from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config
from voila.execute import VoilaExecutor

from forked_kernels.run import Model, Shown, joined
from widget_host.kernels.kernel_manager import Kernels
from widget_host.pages.notebook import Cell

__all__ = ["CellRunner"]


class CellRunner:
    """Runs cells for at most `at_once` visitors at the same time; the others wait their turn.

    When many open a page together, each would otherwise slow down all others, and the first would be ready no
    sooner than the last. Of thirty visitors within a second to a page of eleven exercises, on two cores, half
    were ready after 2.5 s and the last after 4.6 s with six at once; after 3.7 s and 4.4 s with all at once;
    and after 7.5 s and 15.6 s one by one.
    """

    def __init__(self, kernels: Kernels, config: Config, at_once: int) -> None:
        """Take the kernels, and Voila's configuration."""
        self._kernels = kernels
        self._config = config
        self.turn = asyncio.Semaphore(at_once)

    async def outputs(
        self, kernel_id: str, cells: tuple[Cell, ...], models: dict[str, Model]
    ) -> AsyncGenerator[Shown, None]:
        """Run the code of `cells` in a kernel and yield each output with its cell's number.

        A cell that fails yields an output of the type `error`, without its message, and the next one is still
        run. The widgets' models are added to `models` when all cells have run.
        """
        nodes = [new_code_cell(cell.source) for cell in cells]  # type: ignore[no-untyped-call]
        executor = _Executor(
            new_notebook(cells=nodes),  # type: ignore[no-untyped-call]
            km=self._kernels.get_kernel(kernel_id),
            config=self._config,
            show_tracebacks=False,
        )
        try:
            await executor.async_start_new_kernel_client()
            for index, (cell, node) in enumerate(zip(cells, nodes, strict=True)):
                # A kernel needs its history to suppress the value of a line that ends with a semicolon.
                await executor.execute_cell(node, None, index, store_history=True)
                for output in joined(node.outputs):
                    yield cell.number, output
            for identifier, state in executor.widget_state.items():
                # Add to the known models, from other cells or the notebook's one run, what has changed in
                # them.
                models[identifier] = _model(
                    models.get(identifier), state, executor.widget_buffers.get(identifier, {})
                )
        finally:
            if executor.kc is not None:
                executor.kc.stop_channels()


class _Executor(VoilaExecutor):  # type: ignore[misc]  # Voila is untyped
    """Voila's executor, with a fix for visits that never end if cells use Output widgets.

    The message that nbclient sends for such a widget consumes the wake-up of a pending receive in
    jupyter_client's socket (jupyter_client's pull request 1059): so this has the socket check again.
    """

    def handle_comm_msg(self, outs: list[Any], msg: dict[str, Any], cell_index: int) -> None:
        """Handle a message of a widget as nbclient does, then have the socket check again."""
        super().handle_comm_msg(outs, msg, cell_index)
        for channel in (self.kc.shell_channel, self.kc.iopub_channel):
            look_again = getattr(channel.socket, "_schedule_remaining_events", None)
            if look_again is not None:
                look_again()


def _model(
    known: Model | None, state: dict[str, Any], buffers: dict[tuple[Any, ...], dict[str, str]]
) -> Model:
    """Return a model as nbclient collected it, merged into its state from before."""
    whole = {**(known.state if known else {}), **state}
    found = dict(known.buffers) if known else {}
    found |= {path: base64.b64decode(one["data"]) for path, one in buffers.items()}
    return Model(
        name=str(whole.get("_model_name", "")),
        module=str(whole.get("_model_module", "")),
        version=str(whole.get("_model_module_version", "")),
        state=whole,
        buffers=tuple(found.items()),
    )
