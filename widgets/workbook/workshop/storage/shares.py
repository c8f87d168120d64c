"""Shares: texts that their authors want to show to everybody, and their moderation.

Here: sharing, withdrawing, allowing and refusing a text. A text is deleted as soon as its author withdraws it
or the trainer refuses it. Not here: validation (see `answers`).
"""

import secrets as randomness
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from workbook.database.upsert import upsert
from workbook.workshop.domain.answers import fold, read_share
from workbook.workshop.domain.plans import Step
from workbook.workshop.domain.snapshots import ShareStatus
from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage.result_snapshots import update_words
from workbook.workshop.storage.rows import WorkshopRow, change, hold_one
from workbook.workshop.storage.schema import shares
from workbook.workshop.storage.seats import has_seat, secret_of, voter
from workbook.workshop.storage.store import WorkshopStore

__all__ = ["let", "refuse", "share", "withdraw"]

_ID_BYTES = 12


@dataclass(frozen=True, slots=True)
class _Kept:
    """A share's row."""

    step_id: str
    voter: bytes
    share_id: str
    text: str
    status: str
    for_report: bool


def share(
    store: WorkshopStore,
    workshop_id: str,
    step_id: object,
    seat: object,
    text: object,
    *,
    for_report: bool = False,
) -> str:
    """Store a device's text for a step, replacing its earlier one; return the share's id.

    With `for_report` its author also gives it for the report; never a word.

    The same text again has the same id, even if the step has been closed since. It waits for the trainer,
    unless it is a word that is already shown. Raises WorkshopError: "unknown", "ended", "left", "unreadable",
    "big", "closed".
    """
    with store.connection(write=True) as connection:
        held = hold_one(connection, workshop_id)
        held.must_run()
        step, name = _place(connection, held, step_id, seat)
        clean, given = read_share(step, text), for_report and step.kind == "share"
        others = _of_step(connection, held, step)
        own = next((row for row in others if row.voter == name), None)
        if own is not None and (own.text, own.for_report) == (clean, given):
            return own.share_id
        if held.status != "open" or held.step != step:
            raise WorkshopError("closed")
        new = {
            "workshop_id": workshop_id,
            "step_id": step.id,
            "voter": name,
            "share_id": randomness.token_urlsafe(_ID_BYTES),
            "text": clean,
            "status": _status(step, clean, others),
            "for_report": given,
        }
        upsert(connection, shares, [new], changed=["share_id", "text", "status", "for_report"])
        update_words(connection, held, step)
        change(connection, held)
    if own is not None:
        store.forget()
    return str(new["share_id"])


def withdraw(store: WorkshopStore, workshop_id: str, share_id: object, seat: object) -> None:
    """Delete a text at its author's request; one that is already gone is not an error.

    Raises WorkshopError: "unknown" for the workshop, "not_yours" for another's text.
    """
    with store.connection(write=True) as connection:
        held = hold_one(connection, workshop_id)
        row = _share(connection, held, share_id)
        step = held.plan.step(row.step_id) if row else None
        if row is None or step is None:
            return
        secret = secret_of(connection, held, step.question)
        if secret is None or not isinstance(seat, str) or voter(secret, seat) != row.voter:
            raise WorkshopError("not_yours")
        of_it = (shares.c.workshop_id == workshop_id) & (shares.c.share_id == row.share_id)
        connection.execute(delete(shares).where(of_it))
        update_words(connection, held, step)
        change(connection, held)
    store.forget()


def let(connection: Connection, held: WorkshopRow, share_id: object) -> None:
    """Allow a text to be shown; a word for all its authors. Raises WorkshopError ("unknown") if gone."""
    _set(connection, held, share_id, "shown")


def refuse(connection: Connection, held: WorkshopRow, share_id: object) -> None:
    """Delete a text that waits or is shown; a word for all its authors. One that is gone is not an error."""
    if _share(connection, held, share_id) is not None:
        _set(connection, held, share_id, "refused")


def _set(connection: Connection, held: WorkshopRow, share_id: object, status: ShareStatus) -> None:
    row = _share(connection, held, share_id)
    step = held.plan.step(row.step_id) if row else None
    if row is None or step is None or row.status == "refused":
        raise WorkshopError("unknown")
    same = [row.share_id]
    if step.kind == "word":
        same = [one.share_id for one in _of_step(connection, held, step) if fold(one.text) == fold(row.text)]
    values = {"status": status} if status == "shown" else {"status": status, "text": ""}
    of_them = (shares.c.workshop_id == held.workshop_id) & shares.c.share_id.in_(same)
    connection.execute(update(shares).where(of_them).values(**values))
    update_words(connection, held, step)


def _place(connection: Connection, held: WorkshopRow, step_id: object, seat: object) -> tuple[Step, bytes]:
    """Return a step, and the name under which a device's text is kept there.

    Raises WorkshopError: "left" without a seat, "unreadable" for a step that takes no text.
    """
    if not isinstance(seat, str) or not has_seat(connection, held.workshop_id, seat):
        raise WorkshopError("left")
    step = held.plan.step(step_id) if isinstance(step_id, str) else None
    secret = secret_of(connection, held, step.question) if step else None
    if step is None or secret is None:
        raise WorkshopError("unreadable")
    return step, voter(secret, seat)


def _status(step: Step, text: str, others: list[_Kept]) -> ShareStatus:
    """Return the initial status of a text: a word that is already shown does not wait."""
    is_seen = any(row.status == "shown" and fold(row.text) == fold(text) for row in others)
    return "shown" if step.kind == "word" and is_seen else "waiting"


def _of_step(connection: Connection, held: WorkshopRow, step: Step) -> list[_Kept]:
    return [kept for kept in _all(connection, held) if kept.step_id == step.id]


def _share(connection: Connection, held: WorkshopRow, share_id: object) -> _Kept | None:
    if not isinstance(share_id, str):
        raise WorkshopError("unreadable")
    return next((kept for kept in _all(connection, held) if kept.share_id == share_id), None)


def _all(connection: Connection, held: WorkshopRow) -> list[_Kept]:
    names = ("step_id", "voter", "share_id", "text", "status", "for_report")
    columns = [shares.c[name] for name in names]
    rows = connection.execute(select(*columns).where(shares.c.workshop_id == held.workshop_id))
    return [_Kept(**{**row._mapping, "voter": bytes(row.voter)}) for row in rows]
