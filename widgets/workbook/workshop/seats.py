"""Seats: how a device is known in a workshop, and under which name its answers are kept.

Here: taking a seat, leaving it, and names of voters. A seat is a random token that only the device keeps. A
voter's name is HMAC-SHA256 of the seat under the secret of one question: the names of a device for two
questions have nothing in common, nor with what is kept of its seat, and cannot be made without the seat.
"""

import secrets as randomness
from collections.abc import Collection, Sequence
from hashlib import sha256
from hmac import digest as hmac

from sqlalchemy import Connection, delete, insert, select

from workbook.workshop.errors import WorkshopError
from workbook.workshop.rows import Held, change, hold, hold_one
from workbook.workshop.schema import answers, seats, secrets
from workbook.workshop.store import AT_ONCE, WorkshopStore

__all__ = [
    "MOST_SEATS",
    "has_seat",
    "known_seats",
    "leave",
    "new_secrets",
    "secret_of",
    "take_seats",
    "voter",
]

MOST_SEATS = 1000
"""The most devices that may be in one workshop."""

_SEAT_BYTES = 24
_SECRET_BYTES = 32


def take_seats(store: WorkshopStore, asked: Sequence[tuple[str, str | None]]) -> list[str | WorkshopError]:
    """Give each device, as (workshop's id, its seat or None), a seat or the one that it has.

    It is one transaction. Where that can't be done its place in the list holds a WorkshopError: "unknown",
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
    """Forget a seat, and its answer to a step that is open; what was closed before stays counted.

    Whoever left and joined again could else answer as often as they like, and work out from the sums what
    others answered. A seat that is not known is no error.
    """
    with store.connection(write=True) as connection:
        held = hold_one(connection, workshop_id)
        gone = connection.execute(
            delete(seats).where(seats.c.workshop_id == workshop_id, seats.c.seat == _kept(seat))
        )
        if gone.rowcount and held.ended is None:
            _take_along(connection, held, seat)
            change(connection, held, joined=held.joined - 1)


def _take_along(connection: Connection, held: Held, seat: str) -> None:
    secret = secret_of(connection, held, held.step.question) if held.status == "open" else None
    if secret is None:
        return
    connection.execute(
        delete(answers).where(
            answers.c.workshop_id == held.workshop_id,
            answers.c.step_id == held.step.id,
            answers.c.voter == voter(secret, seat),
        )
    )


def known_seats(connection: Connection, workshop_id: str, given: Collection[object]) -> set[object]:
    """Return those of the seats that are known in a workshop."""
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
    """Make a secret for each question."""
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


def secret_of(connection: Connection, held: Held, question: str) -> bytes | None:
    """Return a question's secret, or None where it is gone since the workshop ended."""
    return connection.execute(
        select(secrets.c.secret).where(
            secrets.c.workshop_id == held.workshop_id, secrets.c.question == question
        )
    ).scalar()


def voter(secret: bytes, seat: str) -> bytes:
    """Return the name under which a seat's answers to one question are kept: 32 bytes."""
    return hmac(secret, seat.encode("utf-8", "surrogatepass"), "sha256")


def _kept(seat: str) -> bytes:
    """Return what is kept of a seat. It has 192 random bits: no more than a plain hash is needed."""
    return sha256(seat.encode("utf-8", "surrogatepass")).digest()


def _seat(
    held: Held | None, seat: str | None, known: Collection[object], new: dict[str, list[bytes]]
) -> str | WorkshopError:
    """Return a device's seat; a new one is added to `new`."""
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
