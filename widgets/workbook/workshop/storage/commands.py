"""A trainer's commands in a running workshop, and when they are possible.

Here: the states of the current step, and each command as a function on a locked workshop. Not here: who may
give one (see `workshops`).

ready -> open -> closed -> revealed; from closed and revealed it can be reopened. A talk stays ready. A
repeated command changes nothing: its answer may have been lost.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from workbook.database.upsert import upsert
from workbook.workshop.domain.answers import Choices, read_note
from workbook.workshop.domain.plans import Step
from workbook.workshop.domain.snapshots import Status
from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage.result_snapshots import reveal, take_snapshot, without_texts
from workbook.workshop.storage.rows import WorkshopRow, change, result_of
from workbook.workshop.storage.schema import answers, notes, seats, secrets, shares
from workbook.workshop.storage.seats import forget_left
from workbook.workshop.storage.shares import let, refuse

__all__ = ["CommandContext", "run_command"]

_LONGEST_TIMER_S = 4 * 60 * 60


class CommandContext:
    """A workshop that is locked while a command runs, with the texts of its questions and the time."""

    def __init__(self, connection: Connection, held: WorkshopRow, texts: Choices, now: datetime) -> None:
        self.connection = connection
        self.held = held
        self.texts = texts
        self.now = now

    def change(self, **values: Any) -> None:  # noqa: ANN401 - columns of several types
        """Change the workshop's own row."""
        self.held = change(self.connection, self.held, **values)

    @property
    def step(self) -> Step:
        """The step at hand."""
        return self.held.step


def run_command(act: CommandContext, do: str, parts: Mapping[str, Any]) -> None:
    """Run a command with its parts, ignoring unknown parts.

    go {step: index}, open, close, reveal, reopen, timer {seconds, 0 for none}, let {share}, refuse {share},
    note {step: id or "", text}, end. Raises WorkshopError: "unreadable" for an unknown command or an invalid
    format, "not_now", "ended", "unknown" for a share that is gone, "big" for a note that is too long.
    """
    command = _COMMANDS.get(do)
    if command is None:
        raise WorkshopError("unreadable")
    if do not in ("note", "end"):
        act.held.must_run()
    command(act, parts)


def _go(act: CommandContext, parts: Mapping[str, Any]) -> None:
    position = _whole(parts, "step", len(act.held.plan.steps) - 1)
    if position == act.held.position:
        return
    if act.held.status == "open":
        _close(act, {})
    frozen = result_of(act.connection, act.held, act.held.plan.steps[position])
    status: Status = "ready" if frozen is None else "revealed" if frozen[1] else "closed"
    act.change(position=position, status=status, timer_ends=None)


def _open(act: CommandContext, _: Mapping[str, Any]) -> None:
    if act.held.status == "open":
        return
    if act.held.status != "ready" or act.step.kind == "talk":
        raise WorkshopError("not_now")
    act.change(status="open")


def _close(act: CommandContext, _: Mapping[str, Any]) -> None:
    if act.held.status == "ready":
        raise WorkshopError("not_now")
    if act.held.status != "open":
        return
    frozen = result_of(act.connection, act.held, act.step)
    # A result that was shown stays until the trainer reveals again.
    if frozen is None or not frozen[1]:
        take_snapshot(act.connection, act.held, act.step, act.texts)
    act.change(status="closed", timer_ends=None)


def _reveal(act: CommandContext, _: Mapping[str, Any]) -> None:
    if act.held.status == "revealed":
        return
    if act.step.show == "never":
        raise WorkshopError("not_now")
    _close(act, {})
    take_snapshot(act.connection, act.held, act.step, act.texts)
    reveal(act.connection, act.held, act.step)
    act.change(status="revealed")


def _reopen(act: CommandContext, _: Mapping[str, Any]) -> None:
    if act.held.status == "ready":
        raise WorkshopError("not_now")
    if act.held.status != "open":
        forget_left(act.connection, act.held, act.step)
        act.change(status="open")


def _timer(act: CommandContext, parts: Mapping[str, Any]) -> None:
    seconds = _whole(parts, "seconds", _LONGEST_TIMER_S)
    act.change(timer_ends=act.now.timestamp() + seconds if seconds else None)


def _let(act: CommandContext, parts: Mapping[str, Any]) -> None:
    let(act.connection, act.held, parts.get("share"))
    act.change()


def _refuse(act: CommandContext, parts: Mapping[str, Any]) -> None:
    refuse(act.connection, act.held, parts.get("share"))
    act.change()


def _note(act: CommandContext, parts: Mapping[str, Any]) -> None:
    step_id, text = parts.get("step", ""), read_note(parts.get("text"))
    if not isinstance(step_id, str) or (step_id and act.held.plan.step(step_id) is None):
        raise WorkshopError("unreadable")
    if text:
        row = {"workshop_id": act.held.workshop_id, "step_id": step_id, "text": text}
        upsert(act.connection, notes, [row], changed=["text"])
    else:
        of_step = (notes.c.workshop_id == act.held.workshop_id) & (notes.c.step_id == step_id)
        act.connection.execute(delete(notes).where(of_step))
    act.change()


def _end(act: CommandContext, _: Mapping[str, Any]) -> None:
    """End the workshop: calculate every result a last time, and delete individuals' data."""
    if act.held.ended is not None:
        return
    status: Status = "closed" if act.held.status == "open" else act.held.status
    for step in act.held.plan.steps:
        if _was_answered(act, step):
            take_snapshot(act.connection, act.held, step, act.texts)
    without_texts(act.connection, act.held)
    for table in (answers, shares, secrets, seats):
        act.connection.execute(delete(table).where(table.c.workshop_id == act.held.workshop_id))
    act.change(status=status, timer_ends=None, ended=act.now.timestamp())


def _was_answered(act: CommandContext, step: Step) -> bool:
    table = shares if step.kind in ("word", "share") else answers
    of_step = (table.c.workshop_id == act.held.workshop_id) & (table.c.step_id == step.id)
    return act.connection.execute(select(table.c.step_id).where(of_step).limit(1)).first() is not None


def _whole(parts: Mapping[str, Any], name: str, most: int) -> int:
    number = parts.get(name)
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= most:
        raise WorkshopError("unreadable")
    return number


_COMMANDS: dict[str, Callable[[CommandContext, Mapping[str, Any]], None]] = {
    "go": _go,
    "open": _open,
    "close": _close,
    "reveal": _reveal,
    "reopen": _reopen,
    "timer": _timer,
    "let": _let,
    "refuse": _refuse,
    "note": _note,
    "end": _end,
}
