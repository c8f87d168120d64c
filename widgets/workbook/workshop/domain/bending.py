"""How the plan of a running workshop bends: steps are added, moved, left out and shortened.

Here: pure functions of a plan. What is over stays as it was: only steps after the current one change. Not
here: who may change it and when (see `commands`), what is shown of it.
"""

from dataclasses import replace

from workbook.workshop.domain.plans import MOST_STEPS, Step, WorkshopPlan, check_order
from workbook.workshop.errors import WorkshopError

__all__ = ["added", "moved", "shortened", "without"]


def added(plan: WorkshopPlan, step: Step, at: int) -> WorkshopPlan:
    """Return a plan with a step more, at an index; its id and its round are made to fit.

    Raises WorkshopError ("plan") if the plan is full, or asks the same a third time.
    """
    if len(plan.steps) >= MOST_STEPS:
        raise WorkshopError("plan", f"The plan has {MOST_STEPS} steps, which is the most. Leave some out.")
    ids = {one.id for one in plan.steps}
    number = next(n for n in range(1, len(ids) + 2) if f"added-{n}" not in ids)
    is_asked = any(one.question == step.question for one in plan.steps[:at])
    new = replace(step, id=f"added-{number}", round=2 if is_asked else 1)
    return _ordered(plan, (*plan.steps[:at], new, *plan.steps[at:]))


def moved(plan: WorkshopPlan, step_id: str, to: int, position: int) -> WorkshopPlan:
    """Return a plan with a step at another index; both are after the current step's position.

    Raises WorkshopError: "not_now" for a step that is over, "plan" for a second round before its first.
    """
    step = _coming(plan, step_id, position)
    rest = [one for one in plan.steps if one != step]
    if not position < to < len(plan.steps):
        raise WorkshopError("not_now")
    return _ordered(plan, (*rest[:to], step, *rest[to:]))


def without(plan: WorkshopPlan, step_id: str, position: int, *, is_out: bool) -> WorkshopPlan:
    """Return a plan in which a step after the current one is left out, or is not any more."""
    step = _coming(plan, step_id, position)
    others = tuple(one for one in plan.left_out if one != step.id)
    return replace(plan, left_out=(*others, step.id) if is_out else others)


def shortened(plan: WorkshopPlan, position: int, minutes: int) -> WorkshopPlan:
    """Return a plan whose steps after the current one take so many minutes together, or as few as possible.

    Each is shortened in proportion, none takes less than a minute, and none gets longer.
    """
    rest = [step for step in plan.steps[position + 1 :] if step.id not in plan.left_out]
    total, count = sum(step.minutes for step in rest), len(rest)
    wanted = max(minutes, count)
    if wanted >= total:
        return plan
    # A minute each, and the rest in proportion; what is left over goes to the largest remainders.
    spare = total - count
    shares = {step.id: divmod((step.minutes - 1) * (wanted - count), spare) for step in rest}
    over = wanted - count - sum(whole for whole, _ in shares.values())
    largest = sorted(rest, key=lambda step: -shares[step.id][1])[:over]
    new = {
        step.id: 1 + shares[step.id][0] + (1 if any(one is step for one in largest) else 0) for step in rest
    }
    return replace(
        plan, steps=tuple(replace(step, minutes=new.get(step.id, step.minutes)) for step in plan.steps)
    )


def _coming(plan: WorkshopPlan, step_id: str, position: int) -> Step:
    """Return a step after the current one; raises WorkshopError ("not_now")."""
    step = next((one for one in plan.steps[position + 1 :] if one.id == step_id), None)
    if step is None:
        raise WorkshopError("not_now")
    return step


def _ordered(plan: WorkshopPlan, steps: tuple[Step, ...]) -> WorkshopPlan:
    check_order(steps)
    return replace(plan, steps=steps)
