"""A notebook that was run once: the template that kernels are forked from, and its cells' outputs.

Here: building a template, and forking it. Not here: when it is built, and which one is in use (see
`fork_pool`).
"""

import asyncio
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, Self

from forked_kernels.fork_client import ForkedKernel, ForkServer, ProcessConnection
from forked_kernels.fork_server import KERNEL
from forked_kernels.limits import Limits
from forked_kernels.recording import unpacked
from forked_kernels.run import Run
from widget_host.languages import ENGLISH
from widget_host.pages.failures import Failure, failure_in
from widget_host.pages.notebook import Cell

__all__ = ["CannotRunOnce", "Fingerprint", "NotebookTemplate", "Source", "build_template"]


class CannotRunOnce(Exception):  # noqa: N818 - it is not an error:  each visitor's kernel runs the notebook
    """A notebook can't be run once for all; `reason` says why, without quoting the notebook.

    `failure` says more if it would fail for a visitor too: only for the notebook's editor. `is_lasting` says
    whether it would fail again: not if something else may have ended the process.
    """

    def __init__(self, reason: str, failure: Failure | None = None, *, is_lasting: bool = True) -> None:
        """Take the reason, in a few words."""
        super().__init__(reason)
        self.reason = reason
        self.failure = failure
        self.is_lasting = is_lasting

    @property
    def fails(self) -> bool:
        """Whether it would fail for a visitor too."""
        return self.failure is not None


class Fingerprint(Protocol):
    """Identifies the present state of files (see `assets.Assets`)."""

    def fingerprint(self) -> str:
        """Return a fingerprint that changes with any of the files."""


@dataclass(frozen=True, slots=True)
class Source:
    """The source of a build: the code cells of the notebook at `path`, without those for each visitor.

    `key` identifies them, the data and the code that they depend on, and their `language`.
    """

    path: str
    cells: tuple[Cell, ...]
    key: str
    language: str = ENGLISH

    @classmethod
    def of(
        cls, path: str, cells: tuple[Cell, ...], goes_by: tuple[object, ...], language: str = ENGLISH
    ) -> Self:
        """Return the source of a notebook with these code cells.

        `goes_by` are the fingerprints of the data and the code, compared by their `repr`.
        """
        once = tuple(cell for cell in cells if not cell.each_visitor)
        named = (path, [(cell.number, cell.source, cell.may_fail) for cell in once], *goes_by, language)
        return cls(path, once, hashlib.sha256(repr(named).encode()).hexdigest(), language)


@dataclass(frozen=True, slots=True)
class NotebookTemplate:
    """A process that has run a notebook: `run` has its cells' outputs, and `build` identifies them.

    A build has the same name whenever the same notebook with the same data and code showed widgets with the
    same ids, so that an open page outlives the process that it was rendered from.
    """

    source: Source
    run: Run
    build: str
    fork_server: ForkServer
    _connection: ProcessConnection
    _process: ForkedKernel
    _env: dict[str, str]
    _limits: Limits

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it can be forked."""
        return self._connection.is_open

    async def fork(self, connection_file: str, env: dict[str, str]) -> ForkedKernel:
        """Return a new kernel, ready for messages at the addresses in `connection_file`; raises ForkError."""
        changed = {name: value for name, value in env.items() if self._env.get(name) != value}
        request = {"connection_file": connection_file, "env": changed, "limits": asdict(self._limits)}
        conversation = await self._connection.ask(KERNEL, request)
        conversation.close()
        return ForkedKernel(conversation.pid)

    def end(self) -> None:
        """End the process; its kernels go on running."""
        self._connection.close()
        self._process.kill()


async def build_template(
    fork_server: ForkServer,
    source: Source,
    folder: Path,
    env: dict[str, str],
    *,
    limits: Limits,
    within_s: float,
) -> NotebookTemplate:
    """Run a notebook's cells once, in `folder`; raises CannotRunOnce, or ForkError without a fork server."""
    request = {
        "folder": str(folder),
        "env": env,
        "cells": [(cell.number, cell.source, cell.may_fail) for cell in source.cells],
        "key": source.key,
        "limits": asdict(limits),
    }
    connection, conversation = await fork_server.template(request)
    process = ForkedKernel(conversation.pid)
    try:
        async with asyncio.timeout(within_s):
            await conversation.answer()
        run = _run(source, conversation.said)
    except BaseException as error:
        connection.close()
        conversation.close()
        process.kill()
        if isinstance(error, TimeoutError):
            raise _too_slow(source, conversation.said, within_s) from None
        raise
    names = hashlib.sha256(" ".join([source.key, *sorted(run.models)]).encode())
    return NotebookTemplate(
        source, run, names.hexdigest()[:12], fork_server, connection, process, env, limits
    )


def _run(source: Source, said: bytes) -> Run:
    """Return the outputs of a template's cells, as it reported them; raises CannotRunOnce."""
    cell, answer = _heard(said)
    if not answer:
        # It ended by itself, or because memory ran out: the two can't be distinguished.
        reason, failure = f"its process ended{_in(cell)}", failure_in(source.cells, cell, kind="ended")
        raise CannotRunOnce(reason, failure, is_lasting=False)
    if "cannot" in answer:
        raise CannotRunOnce(answer["cannot"])
    if "failed" not in answer:
        return unpacked(answer)
    failed = answer["failed"]
    if "ends" in failed:
        reason, failure = f"it ends {failed['ends']}{_in(cell)}", failure_in(source.cells, cell, kind="ended")
        raise CannotRunOnce(reason, failure)
    raise CannotRunOnce(f"it raises {failed['name']}{_in(cell)}", failure_in(source.cells, cell, **failed))


def _heard(said: bytes) -> tuple[int | None, dict[str, Any]]:
    """Return the number of the cell that was started last, or None, and the answer, or {}."""
    *begun, answer = said.split(b"\n")
    cell = int(begun[-1]) if begun and begun[-1].isdigit() else None
    try:
        return cell, dict(json.loads(answer))
    except ValueError:  # nothing, or cut off when the process ended
        return cell, {}


def _too_slow(source: Source, said: bytes, within_s: float) -> CannotRunOnce:
    cell, _ = _heard(said)
    failure = failure_in(source.cells, cell, kind="slow", seconds=within_s)
    return CannotRunOnce(f"it takes longer than {within_s:g} s{_in(cell)}", failure, is_lasting=False)


def _in(cell: int | None) -> str:
    return "" if cell is None else f" in cell {cell + 1}"
