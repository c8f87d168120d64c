"""What a notebook's cells showed, whichever way they were run.

Here: the values that running hands to drawing. Not here: running (`fork_pool`, `run`), drawing (`outputs`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

__all__ = ["Model", "Run", "Shown", "joined"]

Shown = tuple[int, dict[str, Any]]
"""The number of a cell, and one output of it as nbformat (version 4) has it."""


@dataclass(frozen=True, slots=True)
class Model:
    """A widget's model as its kernel told of it.

    `name`, `module` and `version` say which class of which front-end module draws it; `state` holds JSON
    values; `buffers` the bytes that belong into it, each with its path there: keys of dicts, places in lists.
    """

    name: str
    module: str
    version: str
    state: dict[str, Any]
    buffers: tuple[tuple[tuple[str | int, ...], bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """What cells showed, in order, and the models of the widgets that live, by the id of their comm."""

    outputs: tuple[Shown, ...] = ()
    models: dict[str, Model] = field(default_factory=dict)


def joined(outputs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give outputs of nbformat 4 with what was printed in several goes, and nothing between, in one text."""
    for stream, some in groupby(outputs, lambda one: (one["output_type"] == "stream", one.get("name"))):
        if not stream[0]:
            yield from some
            continue
        first, *more = some
        yield {**first, "text": "".join(one["text"] for one in (first, *more))}
