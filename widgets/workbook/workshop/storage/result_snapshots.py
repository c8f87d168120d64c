"""Freezes the result of a closed step.

Here: when a result is recalculated, and from which answers. Not here: how answers are counted (see
`counting`), when a step is closed or revealed (see `commands`).

A trainer sees a result as soon as it is frozen. A step that is reopened and closed with one more answer would
reveal that answer, so a result changes only if enough answers did.
"""

import json

from sqlalchemy import Connection, select, update

from workbook.database.upsert import upsert
from workbook.workshop.domain.answers import Choices, fold
from workbook.workshop.domain.counting import Answers, First, enough_changed, shared, tally, words
from workbook.workshop.domain.plans import Step
from workbook.workshop.domain.snapshots import Result
from workbook.workshop.storage.rows import WorkshopRow, result_of
from workbook.workshop.storage.schema import answers, results, shares

__all__ = ["reveal", "take_snapshot", "update_words", "without_texts"]


def take_snapshot(connection: Connection, held: WorkshopRow, step: Step, texts: Choices) -> None:
    """Calculate a step's result, if it has none, or one of too few, or if enough answers have changed."""
    frozen = result_of(connection, held, step)
    if step.kind in ("word", "share"):
        result = _of_texts(connection, held, step)
    else:
        given, counted = _answers(connection, held, step)
        if frozen and "few" not in frozen[0] and not enough_changed(counted, given, held.plan.least):
            return
        result = tally(step, given, texts.options(step), _first(connection, held, step), held.plan.least)
        of_step = (answers.c.workshop_id == held.workshop_id) & (answers.c.step_id == step.id)
        connection.execute(update(answers).where(of_step).values(counted=answers.c.answer))
    _put(connection, held, step, result, revealed=bool(frozen and frozen[1]))


def reveal(connection: Connection, held: WorkshopRow, step: Step, *, is_shown: bool = True) -> None:
    """Mark a frozen result as shown, or as hidden."""
    of_step = (results.c.workshop_id == held.workshop_id) & (results.c.step_id == step.id)
    connection.execute(update(results).where(of_step).values(revealed=is_shown))


def update_words(connection: Connection, held: WorkshopRow, step: Step) -> None:
    """Update a frozen result to the words, or the number of texts, that are shown now.

    The trainer has allowed each of them.
    """
    frozen = result_of(connection, held, step)
    if step.kind == "share" and frozen and "few" not in frozen[0]:
        told = {**frozen[0], "shown": len(_shown(connection, held, step))}
        _put(connection, held, step, told, revealed=frozen[1])
    if step.kind == "word" and frozen and "few" not in frozen[0]:
        new = words(step, frozen[0]["n"], _shown(connection, held, step), held.plan.least)
        _put(connection, held, step, new, revealed=frozen[1])


def without_texts(connection: Connection, held: WorkshopRow) -> None:
    """Remove participants' texts from all results, since the workshop ends; their number stays.

    The texts that their writers gave for the report, and the trainer allowed, stay too, in the order of the
    alphabet: nothing tells who wrote which, or when.
    """
    for step in held.plan.steps:
        frozen = result_of(connection, held, step)
        if step.kind == "word" and frozen and "few" not in frozen[0]:
            _put(connection, held, step, {**frozen[0], "words": []}, revealed=frozen[1])
        elif step.kind == "share" and (frozen or _shown(connection, held, step)):
            told = {**_of_texts(connection, held, step), "texts": _for_report(connection, held, step)}
            _put(connection, held, step, told, revealed=bool(frozen and frozen[1]))


def _of_texts(connection: Connection, held: WorkshopRow, step: Step) -> Result:
    asked = select(shares.c.status).where(
        shares.c.workshop_id == held.workshop_id, shares.c.step_id == step.id, shares.c.status != "refused"
    )
    given = len(connection.execute(asked).all())
    least = held.plan.least
    seen = _shown(connection, held, step)
    return words(step, given, seen, least) if step.kind == "word" else shared(step, given, len(seen), least)


def _shown(connection: Connection, held: WorkshopRow, step: Step) -> list[str]:
    """Return the shown texts of a step, folded."""
    asked = select(shares.c.text).where(
        shares.c.workshop_id == held.workshop_id, shares.c.step_id == step.id, shares.c.status == "shown"
    )
    return [fold(text) for text in connection.execute(asked).scalars()]


def _for_report(connection: Connection, held: WorkshopRow, step: Step) -> list[str]:
    asked = select(shares.c.text).where(
        shares.c.workshop_id == held.workshop_id,
        shares.c.step_id == step.id,
        shares.c.status == "shown",
        shares.c.for_report,
    )
    return sorted(connection.execute(asked).scalars())


def _first(connection: Connection, held: WorkshopRow, step: Step) -> First | None:
    """Return the frozen first round of a second one."""
    before = held.plan.first_round(step)
    frozen = result_of(connection, held, before) if before else None
    if before is None or frozen is None:
        return None
    return First(frozen[0], _answers(connection, held, before)[1])


def _answers(connection: Connection, held: WorkshopRow, step: Step) -> tuple[Answers, Answers]:
    """Return the present answers to a step, and those counted in its frozen result."""
    rows = connection.execute(
        select(answers.c.voter, answers.c.answer, answers.c.counted).where(
            answers.c.workshop_id == held.workshop_id, answers.c.step_id == step.id
        )
    ).all()
    now = {bytes(row.voter): row.answer for row in rows}
    return now, {bytes(row.voter): row.counted for row in rows if row.counted is not None}


def _put(connection: Connection, held: WorkshopRow, step: Step, result: Result, *, revealed: bool) -> None:
    row = {
        "workshop_id": held.workshop_id,
        "step_id": step.id,
        "result": json.dumps(result, ensure_ascii=False),
        "revealed": revealed,
    }
    upsert(connection, results, [row], changed=["result", "revealed"])
