"""Trainers: who may run workshops, and who is signed in.

Here: passphrases (Argon2id), sign-ins, and their rate limit. Not here: trainers' commands (see `workshops`),
the publisher's commands (see the CLI).

A device on which a trainer has signed in keeps a random token, by which it is recognised for half a year. Its
wrong attempts are counted separately, so that other people's can't lock the trainer out.
"""

import math
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from sqlalchemy import Connection, delete, insert, select

from workbook.database.upsert import upsert
from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage.schema import sessions, trainers, tries
from workbook.workshop.storage.store import WorkshopStore

__all__ = [
    "LEAST_CHARACTERS",
    "MOST_CHARACTERS",
    "add",
    "is_known",
    "know_device",
    "names",
    "remove",
    "sign_in",
    "sign_out",
    "trainer_of",
]

LEAST_CHARACTERS = 12
"""The least number of characters of a passphrase."""

MOST_CHARACTERS = 200
"""The most characters of a passphrase."""

_LONGEST_NAME = 60
_SIGNED_IN_FOR = timedelta(hours=12)
_KNOWN_FOR = timedelta(days=180)
_MOST_DEVICES = 20
_TOKEN_BYTES = 32
_LONGEST_TOKEN = 100

# OWASP's parameters for passwords: KiB of memory, iterations, lanes.
_MEMORY, _ITERATIONS, _LANES = 19 * 1024, 2, 1
_SALT_BYTES, _HASH_BYTES = 16, 32

_FREE_TRIES = 3
_LONGEST_PAUSE_S = 300
_FORGIVEN_AFTER_S = 3600


def add(store: WorkshopStore, name: str, passphrase: str, today: date) -> str:
    """Set up a trainer, and return the name as it is stored.

    An existing trainer of the same name, regardless of case, gets the new passphrase, and is signed out
    everywhere. Raises WorkshopError ("unreadable" for the name, "password" for the passphrase) with the
    requirements.
    """
    kept = _name(name)
    if kept is None:
        raise WorkshopError(
            "unreadable", f"Give the trainer a name of 1 to {_LONGEST_NAME} characters, on one line."
        )
    normal = unicodedata.normalize("NFC", passphrase)
    count = len(normal.strip())
    if count < LEAST_CHARACTERS:
        raise WorkshopError(
            "password",
            f"The passphrase is too short: it has {count} characters. "
            f"Use at least {LEAST_CHARACTERS}: four words, say.",
        )
    if len(normal) > MOST_CHARACTERS:
        raise WorkshopError(
            "password",
            f"The passphrase is too long: it has {len(normal)} characters. Use at most {MOST_CHARACTERS}.",
        )
    if not _is_text(normal):
        raise WorkshopError(
            "password", "The passphrase has something in it that can't be typed. Use one line of text."
        )
    hashed = _hash(normal)
    with store.connection(write=True) as connection:
        kept = _find(kept, connection.execute(select(trainers.c.name)).scalars()) or kept
        row = {"name": kept, "passphrase": hashed, "added": today}
        upsert(connection, trainers, [row], changed=["passphrase"])
        connection.execute(delete(sessions).where(sessions.c.name == kept))
        connection.execute(delete(tries).where(tries.c.who == _mark("name", kept)))
    store.forget()
    return kept


def remove(store: WorkshopStore, name: str) -> None:
    """Remove a trainer, with sign-ins and own plans; their workshops stay until they expire.

    Raises WorkshopError ("unknown").
    """
    with store.connection(write=True) as connection:
        kept = _find(_name(name) or "", connection.execute(select(trainers.c.name)).scalars())
        if kept is None:
            raise WorkshopError("unknown", "There is no trainer of this name. See `workbook trainer list`.")
        connection.execute(delete(trainers).where(trainers.c.name == kept))
    store.forget()


def names(store: WorkshopStore) -> list[tuple[str, date]]:
    """Return each trainer's name and the day on which it was added, sorted by name."""
    with store.connection(write=False) as connection:
        rows = connection.execute(select(trainers.c.name, trainers.c.added).order_by(trainers.c.name))
        return [(row.name, row.added) for row in rows]


def sign_in(
    store: WorkshopStore,
    name: object,
    passphrase: object,
    who: str,
    now: datetime,
    *,
    device: object = None,
) -> str:
    """Return a token by which `trainer_of` knows a trainer for 12 hours; `who` is the requesting address.

    After three wrong attempts, for a name or from an address, each further one has to wait: 2, 4, 8 and so on
    up to 300 seconds, across all servers and restarts, until there is none for an hour. On a `device` on
    which this trainer has signed in (see `know_device`), only the device's own attempts count. An unknown
    name takes as long as a known one. Raises WorkshopError: "passphrase_none" if no trainer is set up,
    "password", "wait".
    """
    marks = [_mark("name", _name(name) or ""), _mark("address", who)]
    with store.connection(write=True) as connection:
        known = _passphrases(connection)
        if not known:
            raise WorkshopError("passphrase_none")
        kept = _find(_name(name) or "", known)
        if _is_known(connection, device, kept, now):
            marks = [_mark("device", str(device))]
        # It counts as wrong before it is checked: otherwise many concurrent attempts would all be the first.
        _count_try(connection, marks, now.timestamp())
    if not _is_right(known.get(kept or ""), passphrase) or kept is None:
        raise WorkshopError("password")
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    row = {"token": _kept(token), "name": kept, "ends": (now + _SIGNED_IN_FOR).timestamp()}
    with store.connection(write=True) as connection:
        connection.execute(delete(tries).where(tries.c.who.in_(marks)))
        connection.execute(delete(sessions).where(sessions.c.ends <= now.timestamp()))
        connection.execute(insert(sessions).values(**row))
    return token


def _passphrases(connection: Connection) -> dict[str, str]:
    """Return each trainer's passphrase hash, by name, and lock them.

    So sign-ins are serialised, across all servers.
    """
    rows = connection.execute(
        select(trainers.c.name, trainers.c.passphrase)
        .order_by(trainers.c.name)
        .with_for_update(key_share=True)
    )
    return {row.name: row.passphrase for row in rows}


def know_device(store: WorkshopStore, name: str, now: datetime, before: object = None) -> str:
    """Return a token by which `sign_in` recognises a device for 180 days; it replaces the one `before`.

    `name` is that of the trainer who has just signed in there. Only the 20 devices used last are remembered.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with store.connection(write=True) as connection:
        if mark := _device(before):
            connection.execute(delete(sessions).where(sessions.c.token == mark))
        row = {"token": _device(token), "name": name, "ends": (now + _KNOWN_FOR).timestamp()}
        connection.execute(insert(sessions).values(**row))
        _forget_oldest(connection, name, now)
    return token


def _forget_oldest(connection: Connection, name: str, now: datetime) -> None:
    """Forget a trainer's devices beyond the maximum, the least recently used first."""
    # A sign-in expires within hours: a token that lasts longer is a device's.
    later = (now + 2 * _SIGNED_IN_FOR).timestamp()
    of_name = (sessions.c.name == name) & (sessions.c.ends > later)
    latest = select(sessions.c.token).where(of_name).order_by(sessions.c.ends.desc())
    too_many = list(connection.execute(latest.offset(_MOST_DEVICES)).scalars())
    connection.execute(delete(sessions).where(sessions.c.token.in_(too_many)))


def is_known(store: WorkshopStore, name: object, now: datetime, device: object) -> bool:
    """Return whether the trainer with a name has signed in on a device."""
    with store.connection(write=False) as connection:
        kept = _find(_name(name) or "", connection.execute(select(trainers.c.name)).scalars())
        return _is_known(connection, device, kept, now)


def _is_known(connection: Connection, device: object, name: str | None, now: datetime) -> bool:
    """Return whether a trainer has signed in on a device."""
    mark = _device(device)
    if mark is None or name is None:
        return False
    asked = select(sessions.c.name).where(
        sessions.c.token == mark, sessions.c.name == name, sessions.c.ends > now.timestamp()
    )
    return connection.execute(asked).first() is not None


def _device(token: object) -> bytes | None:
    """Return the stored hash of a device's token, or None if it is not one."""
    is_token = isinstance(token, str) and 0 < len(token) <= _LONGEST_TOKEN
    return sha256(f"device\0{token}".encode("utf-8", "surrogatepass")).digest() if is_token else None


def trainer_of(store: WorkshopStore, token: object, now: datetime) -> str:
    """Return the name of the trainer signed in with a token; raises WorkshopError ("signed_out")."""
    with store.connection(write=False) as connection:
        asked = select(sessions.c.name).where(
            sessions.c.token == _kept(token if isinstance(token, str) else ""),
            sessions.c.ends > now.timestamp(),
        )
        name = connection.execute(asked).scalar()
    if name is None:
        raise WorkshopError("signed_out")
    return str(name)


def sign_out(store: WorkshopStore, token: object) -> None:
    """Forget a token; an unknown one is not an error."""
    if isinstance(token, str):
        with store.connection(write=True) as connection:
            connection.execute(delete(sessions).where(sessions.c.token == _kept(token)))


def _count_try(connection: Connection, marks: Sequence[bytes], now: float) -> None:
    """Count one more attempt, which may be wrong; raises WorkshopError ("wait") if it comes too soon."""
    rows = connection.execute(select(tries).where(tries.c.who.in_(marks)))
    before = {bytes(row.who): row for row in rows if row.until > now - _FORGIVEN_AFTER_S}
    wait = max((row.until - now for row in before.values()), default=0)
    if wait > 0:
        # No longer than the longest pause, even if a clock was set back.
        raise WorkshopError("wait", wait_s=min(math.ceil(wait), _LONGEST_PAUSE_S))
    counted = []
    for mark in marks:
        wrong = before[mark].wrong + 1 if mark in before else 1
        pause = min(2 ** min(wrong - _FREE_TRIES + 1, 9), _LONGEST_PAUSE_S) if wrong >= _FREE_TRIES else 0
        counted.append({"who": mark, "wrong": wrong, "until": now + pause})
    upsert(connection, tries, counted, changed=["wrong", "until"])


def _is_right(stored: str | None, passphrase: object) -> bool:
    """Return whether a passphrase is the stored one; if none is stored, after the same amount of work."""
    given = passphrase if isinstance(passphrase, str) and len(passphrase) <= MOST_CHARACTERS else ""
    normal = unicodedata.normalize("NFC", given).encode("utf-8", "surrogatepass")
    try:
        Argon2id.verify_phc_encoded(normal, stored or _nobodys())
    except InvalidKey:
        return False
    return stored is not None


def _hash(passphrase: str) -> str:
    return Argon2id(
        salt=secrets.token_bytes(_SALT_BYTES),
        length=_HASH_BYTES,
        iterations=_ITERATIONS,
        lanes=_LANES,
        memory_cost=_MEMORY,
    ).derive_phc_encoded(passphrase.encode())


@cache
def _nobodys() -> str:
    """Return the hash of a random passphrase."""
    return _hash(secrets.token_urlsafe())


def _name(name: object) -> str | None:
    """Return a name as it is stored, or None if it is invalid."""
    if not isinstance(name, str) or len(name) > 2 * _LONGEST_NAME:
        return None
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    return kept if 0 < len(kept) <= _LONGEST_NAME and _is_text(kept) else None


def _find(name: str, among: Iterable[str]) -> str | None:
    """Return the stored name that is the same regardless of case."""
    return next((known for known in among if known.casefold() == name.casefold()), None)


def _is_text(text: str) -> bool:
    return not any(unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") for sign in text)


def _mark(kind: str, what: str) -> bytes:
    """Return the key under which a name's or an address's wrong attempts are counted."""
    return sha256(f"{kind}\0{what.casefold()}".encode("utf-8", "surrogatepass")).digest()


def _kept(token: str) -> bytes:
    """Return the stored hash of a sign-in's token, which has 256 random bits; it never equals a device's."""
    return sha256(f"session\0{token}".encode("utf-8", "surrogatepass")).digest()
