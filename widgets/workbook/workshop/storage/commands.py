"""A trainer's commands in a running workshop, and when they are possible.

Here: the states of the current step, and each command as a function on a locked workshop. Not here: who may
give one (see `workshops`).

ready -> open -> closed -> revealed; from closed and revealed it can be reopened. A talk stays ready. A
repeated command changes nothing: its answer may have been lost.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, select

from workbook.database.upsert import upsert
from workbook.workshop.domain.answers import read_note
from workbook.workshop.domain.plans import Step
from workbook.workshop.domain.snapshots import Status
from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage.command_context import CommandContext, whole
from workbook.workshop.storage.edits import EDITS
from workbook.workshop.storage.result_snapshots import reveal, take_snapshot, without_texts
from workbook.workshop.storage.rows import result_of
from workbook.workshop.storage.schema import answers, notes, results, seats, secrets, shares
from workbook.workshop.storage.seats import forget_left
from workbook.workshop.storage.shares import let, refuse
from workbook.workshop.storage.times import measure
from workbook.workshop.storage.undo import before, undo

__all__ = ["run_command"]

_LONGEST_TIMER_S = 4 * 60 * 60


def run_command(act: CommandContext, do: str, parts: Mapping[str, Any]) -> None:
    """Run a command with its parts, ignoring unknown parts.

    go {step: index}, open, close, reveal, hide, reopen, reset, timer {seconds, 0 for none}, let {share},
    refuse {share}, note {step: id or "", text}, undo, end; and those that change the plan (see `edits`).
    Raises WorkshopError: "unreadable" for an unknown command or an invalid format, "not_now", "ended",
    "unknown" for a share that is gone, "big" for a note that is too long, "plan" for a plan that can't be.
    """
    command = _COMMANDS.get(do)
    if command is None:
        raise WorkshopError("unreadable")
    if do not in ("note", "end"):
        act.held.must_run()
    was, kept = act.held, None
    if do in _UNDONE:
        kept = before(act.connection, was, "ask" if parts.get("ask") else do, act.now.timestamp())
    command(act, parts)
    if kept is not None and act.held.revision != was.revision:
        act.change(undo=kept)
    measure(act.connection, was, act.held, act.now)


def _go(act: CommandContext, parts: Mapping[str, Any]) -> None:
    position = whole(parts, "step", len(act.held.plan.steps) - 1)
    if position == act.held.position:
        return
    if act.held.status == "open":
        _close(act, {})
    frozen = result_of(act.connection, act.held, act.held.plan.steps[position])
    status: Status = "ready" if frozen is None else "revealed" if frozen[1] else "closed"
    step = act.held.plan.steps[position]
    # Whoever goes to a step that was left out wants it after all.
    left_out = tuple(one for one in act.held.plan.left_out if one != step.id)
    plan = replace(act.held.plan, left_out=left_out)
    act.change(position=position, status=status, timer_ends=None, plan=plan)


def _hide(act: CommandContext, _: Mapping[str, Any]) -> None:
    """Take a result that is shown off the wall and the phones; the trainer still has it."""
    frozen = result_of(act.connection, act.held, act.step)
    if frozen is None or not frozen[1]:
        if act.held.status in ("closed", "open") and frozen is not None:
            return
        raise WorkshopError("not_now")
    reveal(act.connection, act.held, act.step, is_shown=False)
    act.change(status="closed" if act.held.status == "revealed" else act.held.status)


def _reset(act: CommandContext, _: Mapping[str, Any]) -> None:
    """Delete a step's answers and its result, to ask it anew.

    Ratings that were counted are not asked anew: two counts of nearly the same people could name someone.
    Nor is a first round after its second one was counted, which shows it.
    """
    frozen = result_of(act.connection, act.held, act.step)
    if act.held.status == "ready":
        return
    if act.step.kind == "rating" and frozen is not None and "few" not in frozen[0]:
        raise WorkshopError("not_now")
    again = [one for one in act.held.plan.steps if one.question == act.step.question and one.round > 1]
    if act.step.round == 1 and any(result_of(act.connection, act.held, one) for one in again):
        raise WorkshopError("not_now")
    for table in (answers, shares, results):
        of_step = (table.c.workshop_id == act.held.workshop_id) & (table.c.step_id == act.step.id)
        act.connection.execute(delete(table).where(of_step))
    resets = {**act.held.plan.resets, act.step.id: act.held.plan.resets.get(act.step.id, 0) + 1}
    plan = replace(act.held.plan, resets=resets)
    act.change(status="ready", timer_ends=None, undo=None, plan=plan)


def _undo(act: CommandContext, _: Mapping[str, Any]) -> None:
    act.held = undo(act.connection, act.held, act.now.timestamp())


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
    seconds = whole(parts, "seconds", _LONGEST_TIMER_S)
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
    act.change(status=status, timer_ends=None, ended=act.now.timestamp(), undo=None)


def _was_answered(act: CommandContext, step: Step) -> bool:
    table = shares if step.kind in ("word", "share") else answers
    of_step = (table.c.workshop_id == act.held.workshop_id) & (table.c.step_id == step.id)
    return act.connection.execute(select(table.c.step_id).where(of_step).limit(1)).first() is not None


_UNDONE = frozenset({"go", "open", "close", "reveal", "hide", "reopen", *EDITS})
"""The commands that can be undone (see `undo`)."""

_COMMANDS: dict[str, Callable[[CommandContext, Mapping[str, Any]], None]] = {
    "go": _go,
    "open": _open,
    "close": _close,
    "reveal": _reveal,
    "hide": _hide,
    "reopen": _reopen,
    "reset": _reset,
    "undo": _undo,
    **EDITS,
    "timer": _timer,
    "let": _let,
    "refuse": _refuse,
    "note": _note,
    "end": _end,
}
