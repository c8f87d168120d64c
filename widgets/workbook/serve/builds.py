"""A notebook that was run once: the template that kernels are forked from, and what its cells showed.

Here: building a template, and forking it. Not here: when it is built, and which one serves (see `forks`).
"""

import asyncio
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol, Self

from workbook.front import ENGLISH
from workbook.serve.limits import Limits
from workbook.serve.notebooks import Cell
from workbook.serve.nurse import ForkedKernel, Line, Nursery
from workbook.serve.nursery import KERNEL
from workbook.serve.recording import unpacked
from workbook.serve.runs import Run

__all__ = ["CannotRunOnce", "Fingerprint", "Source", "Template", "build_template"]


class CannotRunOnce(Exception):  # noqa: N818 - it is no error: each visitor's kernel runs the notebook
    """A notebook that can't be run once for all; `reason` says why, without a word of the notebook.

    `fails` tells whether it would fail for a visitor too; `is_lasting` whether it would fail again: not where
    something else may have ended the process.
    """

    def __init__(self, reason: str, *, fails: bool, is_lasting: bool = True) -> None:
        """Take the reason, in a few words."""
        super().__init__(reason)
        self.reason = reason
        self.fails = fails
        self.is_lasting = is_lasting


class Fingerprint(Protocol):
    """Names the present state of files (see `assets.Assets`)."""

    def fingerprint(self) -> str:
        """Return a name that changes with any of the files."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is to be built: the code cells of the notebook at `path`, those for each visitor left out.

    `key` names them, the data and the code that they go by, and the `language` that they speak.
    """

    path: str
    cells: tuple[Cell, ...]
    key: str
    language: str = ENGLISH

    @classmethod
    def of(
        cls, path: str, cells: tuple[Cell, ...], goes_by: tuple[object, ...], language: str = ENGLISH
    ) -> Self:
        """Return what is to be built of a notebook with these code cells.

        `goes_by` are the names of the data and the code: whatever has the same `repr` is the same.
        """
        once = tuple(cell for cell in cells if not cell.each_visitor)
        named = (path, [(cell.number, cell.source) for cell in once], *goes_by, language)
        return cls(path, once, hashlib.sha256(repr(named).encode()).hexdigest(), language)


@dataclass(frozen=True, slots=True)
class Template:
    """A process that has run a notebook: `run` is what its cells showed, and `build` names that.

    A build has the same name whenever the same notebook with the same data and code showed widgets with the
    same ids, so that an open page outlives the process that it was drawn from.
    """

    source: Source
    run: Run
    build: str
    nursery: Nursery
    _line: Line
    _process: ForkedKernel
    _env: dict[str, str]
    _limits: Limits

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it can be forked."""
        return self._line.is_open

    async def fork(self, connection_file: str, env: dict[str, str]) -> ForkedKernel:
        """Return a new kernel, ready for messages at the addresses in `connection_file`; raises ForkError."""
        changed = {name: value for name, value in env.items() if self._env.get(name) != value}
        request = {"connection_file": connection_file, "env": changed, "limits": asdict(self._limits)}
        conversation = await self._line.ask(KERNEL, request)
        conversation.close()
        return ForkedKernel(conversation.pid)

    def end(self) -> None:
        """End the process; kernels live on."""
        self._line.close()
        self._process.kill()


async def build_template(
    nursery: Nursery, source: Source, folder: Path, env: dict[str, str], *, limits: Limits, within_s: float
) -> Template:
    """Run a notebook's cells once, in `folder`; raises CannotRunOnce, and ForkError without the nursery."""
    request = {
        "folder": str(folder),
        "env": env,
        "cells": [(cell.number, cell.source) for cell in source.cells],
        "key": source.key,
        "limits": asdict(limits),
    }
    line, conversation = await nursery.template(request)
    process = ForkedKernel(conversation.pid)
    try:
        async with asyncio.timeout(within_s):
            said = await conversation.answer()
        run = _run(said)
    except BaseException as error:
        line.close()
        conversation.close()
        process.kill()
        if isinstance(error, TimeoutError):
            reason = f"it takes longer than {within_s:g} s"
            raise CannotRunOnce(reason, fails=True, is_lasting=False) from None
        raise
    names = hashlib.sha256(" ".join([source.key, *sorted(run.models)]).encode())
    return Template(source, run, names.hexdigest()[:12], nursery, line, process, env, limits)


def _run(said: bytes) -> Run:
    """Return what a template's cells showed, as it told; raises CannotRunOnce."""
    if not said:
        # By its own doing, or because memory ran out: that can't be told apart.
        raise CannotRunOnce("its process ended before all cells had run", fails=True, is_lasting=False)
    told = json.loads(said)
    if "cannot" in told:
        raise CannotRunOnce(told["cannot"], fails=told["fails"])
    return unpacked(told)
