"""Runs a page's code cells in a kernel of its own, and hands over what each shows.

Here: starting the kernel, running cells in order, ending the kernel when the visitor leaves meanwhile.
Not here: how outputs look (see `views`).
"""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import PurePosixPath
from typing import Any

from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config
from voila.execute import VoilaExecutor

from workbook.serve.kernels import Kernels
from workbook.serve.notebooks import Cell

__all__ = ["Runner"]


class Runner:
    """Opens pages: at most `at_once` at the same moment, the others wait their turn.

    When many open a page together, each would else slow down all, and the first would be ready no sooner
    than the last. Of thirty visitors within a second to a page of eleven exercises, on two cores, half were
    ready after 2.5 s and the last after 4.6 s with six at once; after 3.7 s and 4.4 s with all at once; and
    after 7.5 s and 15.6 s one by one.
    """

    def __init__(self, kernels: Kernels, config: Config, env: dict[str, str], at_once: int) -> None:
        """Take the kernels, Voila's configuration, and the environment of every kernel."""
        self._kernels = kernels
        self._config = config
        self._env = env
        self._turn = asyncio.Semaphore(at_once)

    async def outputs(
        self, kernel_id: str, path: str, cells: tuple[Cell, ...]
    ) -> AsyncGenerator[tuple[int, dict[str, Any]], None]:
        """Start the kernel `kernel_id`, run the code of `cells` and give each output with its cell's number.

        A cell that fails gives an output of the type `error`, without a word of the failure itself, and the
        next one is run all the same. Raises whatever keeps the kernel from starting; the kernel is ended
        then, and when the caller stops before the end.
        """
        code = [cell for cell in cells if cell.is_code]
        async with self._turn:
            try:
                await self._kernels.start_page_kernel(kernel_id, str(PurePosixPath(path).parent), self._env)
                async for number, output in self._run(kernel_id, code):
                    yield number, output
            except BaseException:
                await self._kernels.end_page_kernel(kernel_id)
                raise

    async def _run(
        self, kernel_id: str, code: list[Cell]
    ) -> AsyncGenerator[tuple[int, dict[str, Any]], None]:
        nodes = [new_code_cell(cell.source) for cell in code]  # type: ignore[no-untyped-call]
        executor = VoilaExecutor(
            new_notebook(cells=nodes),  # type: ignore[no-untyped-call]
            km=self._kernels.get_kernel(kernel_id),
            config=self._config,
            show_tracebacks=False,
        )
        try:
            await executor.async_start_new_kernel_client()
            for index, (cell, node) in enumerate(zip(code, nodes, strict=True)):
                await executor.execute_cell(node, None, index, store_history=False)
                for output in node.outputs:
                    yield cell.number, output
        finally:
            if executor.kc is not None:
                executor.kc.stop_channels()
