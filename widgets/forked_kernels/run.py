"""The outputs of a notebook's cells, whichever way they were run.

Here: the values that are passed from running to rendering. Not here: running, rendering.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

__all__ = ["Model", "Run", "Shown", "joined"]

Shown = tuple[int, dict[str, Any]]
"""The number of a cell, and one of its outputs in the format of nbformat 4."""


@dataclass(frozen=True, slots=True)
class Model:
    """A widget's model as its kernel described it.

    `name`, `module` and `version` identify the front-end class that draws it; `state` contains JSON values;
    `buffers` contains the bytes that belong in the state, each with its path: keys of dicts, indices of
    lists.
    """

    name: str
    module: str
    version: str
    state: dict[str, Any]
    buffers: tuple[tuple[tuple[str | int, ...], bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """The outputs of cells, in order, and the models of the open widgets, by the id of their comm."""

    outputs: tuple[Shown, ...] = ()
    models: dict[str, Model] = field(default_factory=dict)


def joined(outputs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield outputs of nbformat 4, with consecutive outputs of one stream merged into one text."""
    for stream, some in groupby(outputs, lambda one: (one["output_type"] == "stream", one.get("name"))):
        if not stream[0]:
            yield from some
            continue
        first, *more = some
        yield {**first, "text": "".join(one["text"] for one in (first, *more))}
