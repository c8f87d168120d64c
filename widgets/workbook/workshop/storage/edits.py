"""A trainer's commands that change the plan of a running workshop.

Here: each as a function on a locked workshop. Not here: how a plan bends (see `bending`).
"""

from collections.abc import Callable, Mapping
from typing import Any

from workbook.workshop.domain.bending import added, moved, shortened, without
from workbook.workshop.domain.plans import MOST_MINUTES, Step
from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage.command_context import CommandContext, whole
from workbook.workshop.storage.rows import result_of
from workbook.workshop.storage.seats import new_secrets, secret_of

__all__ = ["EDITS"]


def _add(act: CommandContext, parts: Mapping[str, Any]) -> None:
    """Add a Step after the current one."""
    step = parts.get("step")
    if not isinstance(step, Step):
        raise WorkshopError("unreadable")
    plan = added(act.held.plan, step, act.held.position + 1)
    new = plan.steps[act.held.position + 1]
    if secret_of(act.connection, act.held, new.question) is None:
        new_secrets(act.connection, act.held.workshop_id, [new.question])
    act.change(plan=plan)


def _move(act: CommandContext, parts: Mapping[str, Any]) -> None:
    to = whole(parts, "to", len(act.held.plan.steps) - 1)
    act.change(plan=moved(act.held.plan, _id(parts), to, act.held.position))


def _skip(act: CommandContext, parts: Mapping[str, Any]) -> None:
    step = act.held.plan.step(_id(parts))
    if step is not None and result_of(act.connection, act.held, step) is not None:
        raise WorkshopError("not_now")
    is_out = parts.get("on") is not False
    act.change(plan=without(act.held.plan, _id(parts), act.held.position, is_out=is_out))


def _shorten(act: CommandContext, parts: Mapping[str, Any]) -> None:
    act.change(plan=shortened(act.held.plan, act.held.position, whole(parts, "minutes", MOST_MINUTES)))


def _id(parts: Mapping[str, Any]) -> str:
    step = parts.get("step")
    if not isinstance(step, str):
        raise WorkshopError("unreadable")
    return step


EDITS: dict[str, Callable[[CommandContext, Mapping[str, Any]], None]] = {
    "add": _add,
    "move": _move,
    "skip": _skip,
    "shorten": _shorten,
}
"""add {step: a Step}, move {step: id, to: index}, skip {step: id, on: whether to leave it out}, and shorten
{minutes: of all coming steps together}.
"""
