"""Seats: how a device is identified in a workshop, and under which id its answers are stored.

Here: taking a seat, leaving it with or without one's answers, and voters' ids. A seat is a random token that
only the device keeps. A voter's id is HMAC-SHA256 of the seat under the secret of one question: a device's
ids for two questions can't be linked with each other, nor with the stored hash of its seat, and can't be
derived without the seat.
"""

import secrets as randomness
from collections.abc import Collection, Sequence
from hashlib import sha256
from hmac import digest as hmac

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update

from workbook.workshop.domain.plans import Step
from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage.result_snapshots import update_words
from workbook.workshop.storage.rows import LEFT, WorkshopRow, change, has_left, hold, hold_one
from workbook.workshop.storage.schema import answers, seats, secrets, shares
from workbook.workshop.storage.store import AT_ONCE, WorkshopStore

__all__ = [
    "MOST_SEATS",
    "forget_left",
    "has_seat",
    "known_seats",
    "leave",
    "new_secrets",
    "secret_of",
    "take_seats",
    "voter",
]

MOST_SEATS = 1000
"""The most devices in one workshop."""

_SEAT_BYTES = 24
_SECRET_BYTES = 32
_VOTER_BYTES = 32


def take_seats(store: WorkshopStore, asked: Sequence[tuple[str, str | None]]) -> list[str | WorkshopError]:
    """Give each device, as (workshop's id, its seat or None), a new seat or the one that it has.

    This is one transaction. If it fails for a device, its place in the list has a WorkshopError: "unknown",
    "ended", "full", or "left" for a seat that is not known there (any more).
    """
    with store.connection(write=True) as connection:
        held = hold(connection, [workshop_id for workshop_id, _ in asked])
        known = {
            key: known_seats(connection, key, [seat for workshop_id, seat in asked if workshop_id == key])
            for key in held
        }
        new: dict[str, list[bytes]] = {key: [] for key in held}
        taken = [_seat(held.get(key), seat, known.get(key, set()), new) for key, seat in asked]
        rows = [{"workshop_id": key, "seat": seat} for key in sorted(new) for seat in sorted(new[key])]
        if rows:
            connection.execute(insert(seats), rows)
        for key, added in new.items():
            if added:
                change(connection, held[key], joined=held[key].joined + len(added))
    return taken


def leave(store: WorkshopStore, workshop_id: str, seat: str) -> None:
    """Forget a seat, and its input to an open step; its input to closed steps stays counted.

    Otherwise a person could leave and rejoin to answer as often as they like, and work out others' answers
    from the sums. Input that stays counted gets an id that no seat leads to, and that marks its voter as left
    (see `rows.LEFT`). An unknown seat is not an error.
    """
    with store.connection(write=True) as connection:
        held = hold_one(connection, workshop_id)
        gone = connection.execute(
            delete(seats).where(seats.c.workshop_id == workshop_id, seats.c.seat == _kept(seat))
        )
        is_text_gone = False
        if gone.rowcount and held.ended is None:
            is_text_gone = _take_along(connection, held, seat)
            _rename(connection, held, seat)
            change(connection, held, joined=held.joined - 1)
    if is_text_gone:
        store.forget()


def forget_left(connection: Connection, held: WorkshopRow, step: Step) -> None:
    """Delete the answers to a step of those who have left, since it is reopened and they may be back."""
    gone = delete(answers).where(_of_step(answers, held, step), has_left(answers))
    connection.execute(gone)


def _take_along(connection: Connection, held: WorkshopRow, seat: str) -> bool:
    """Delete a seat's input to the current step while it is open; return whether that was a text."""
    step = held.step
    secret = secret_of(connection, held, step.question) if held.status == "open" else None
    if secret is None:
        return False
    name = voter(secret, seat)
    connection.execute(delete(answers).where(_of_step(answers, held, step), answers.c.voter == name))
    texts = connection.execute(delete(shares).where(_of_step(shares, held, step), shares.c.voter == name))
    if texts.rowcount:
        update_words(connection, held, step)
    return bool(texts.rowcount)


def _rename(connection: Connection, held: WorkshopRow, seat: str) -> None:
    """Give a seat's remaining input an id that marks it as left, the same in all rounds of a question."""
    for question in sorted({step.question for step in held.plan.steps}):
        secret = secret_of(connection, held, question)
        if secret is None:
            continue
        new = LEFT + randomness.token_bytes(_VOTER_BYTES - len(LEFT))
        for table in (answers, shares):
            mine = (table.c.workshop_id == held.workshop_id) & (table.c.voter == voter(secret, seat))
            connection.execute(update(table).where(mine).values(voter=new))


def _of_step(table: Table, held: WorkshopRow, step: Step) -> ColumnElement[bool]:
    return (table.c.workshop_id == held.workshop_id) & (table.c.step_id == step.id)


def known_seats(connection: Connection, workshop_id: str, given: Collection[object]) -> set[object]:
    """Return the seats that are known in a workshop."""
    kept = {_kept(seat): seat for seat in given if isinstance(seat, str)}
    wanted = list(kept)
    found: set[object] = set()
    for at in range(0, len(wanted), AT_ONCE):
        part = seats.c.seat.in_(wanted[at : at + AT_ONCE])
        rows = connection.execute(select(seats.c.seat).where(seats.c.workshop_id == workshop_id, part))
        found |= {kept[bytes(row.seat)] for row in rows}
    return found


def has_seat(connection: Connection, workshop_id: str, seat: object) -> bool:
    """Return whether a seat is known in a workshop."""
    return bool(known_seats(connection, workshop_id, [seat]))


def new_secrets(connection: Connection, workshop_id: str, questions: Collection[str]) -> None:
    """Create a secret for each question."""
    connection.execute(
        insert(secrets),
        [
            {
                "workshop_id": workshop_id,
                "question": question,
                "secret": randomness.token_bytes(_SECRET_BYTES),
            }
            for question in sorted(set(questions))
        ],
    )


def secret_of(connection: Connection, held: WorkshopRow, question: str) -> bytes | None:
    """Return a question's secret, or None if it was deleted when the workshop ended."""
    return connection.execute(
        select(secrets.c.secret).where(
            secrets.c.workshop_id == held.workshop_id, secrets.c.question == question
        )
    ).scalar()


def voter(secret: bytes, seat: str) -> bytes:
    """Return the id under which a seat's answers to one question are stored: 32 bytes."""
    return hmac(secret, seat.encode("utf-8", "surrogatepass"), "sha256")


def _kept(seat: str) -> bytes:
    """Return the stored hash of a seat. A seat has 192 random bits, so a plain hash is sufficient."""
    return sha256(seat.encode("utf-8", "surrogatepass")).digest()


def _seat(
    held: WorkshopRow | None, seat: str | None, known: Collection[object], new: dict[str, list[bytes]]
) -> str | WorkshopError:
    """Return a device's seat, adding a new one to `new`."""
    if held is None:
        return WorkshopError("unknown")
    if held.ended is not None:
        return WorkshopError("ended")
    if seat is not None:
        return seat if isinstance(seat, str) and seat in known else WorkshopError("left")
    added = new[held.workshop_id]
    if held.joined + len(added) >= MOST_SEATS:
        return WorkshopError("full")
    token = randomness.token_urlsafe(_SEAT_BYTES)
    added.append(_kept(token))
    return token
