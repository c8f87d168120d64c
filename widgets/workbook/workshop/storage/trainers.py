"""Trainers: who may run workshops, and who of them is signed in.

Here: passphrases (Argon2id), sign-ins, and how fast they may be tried. Not here: what a trainer does (see
`workshops`), the commands of the publisher (see the CLI).

A device that a trainer has signed in on keeps a random token, by which it is known for half a year. Its wrong
tries are counted by themselves, so that nobody else's keep the trainer out.
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
"""The fewest characters that a passphrase may have."""

_MOST_CHARACTERS = 200
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
    """Set up a trainer, and return the name as it is kept.

    One who is there already, whatever the capitals, gets the new passphrase, and is signed out everywhere.
    Raises WorkshopError ("unreadable" for the name, "password" for the passphrase) with what is wanted.
    """
    kept = _name(name)
    if kept is None:
        raise WorkshopError(
            "unreadable", f"Give the trainer a name of 1 to {_LONGEST_NAME} characters, on one line."
        )
    normal = unicodedata.normalize("NFC", passphrase)
    if len(normal.strip()) < LEAST_CHARACTERS:
        raise WorkshopError(
            "password",
            f"The passphrase is too short. Use at least {LEAST_CHARACTERS} characters: four words, say.",
        )
    if len(normal) > _MOST_CHARACTERS or not _is_text(normal):
        raise WorkshopError(
            "password", f"This can't be a passphrase. Use at most {_MOST_CHARACTERS} characters, on one line."
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
    """Return each trainer's name and the day of being added, by name."""
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
    """Return a token by which `trainer_of` knows a trainer for 12 hours; `who` is the address asked from.

    After three wrong tries, for a name or from an address, each next one has to wait: 2, 4, 8 and so on up to
    300 seconds, over all servers and restarts, until an hour is quiet. On a `device` that this trainer has
    signed in on (see `know_device`), the device's own tries alone count. A name that there is not takes as
    long as one that there is. Raises WorkshopError: "passphrase_none" where nobody is set up, "password",
    "wait".
    """
    marks = [_mark("name", _name(name) or ""), _mark("address", who)]
    with store.connection(write=True) as connection:
        known = _passphrases(connection)
        if not known:
            raise WorkshopError("passphrase_none")
        kept = _find(_name(name) or "", known)
        if _is_known(connection, device, kept, now):
            marks = [_mark("device", str(device))]
        # It counts as wrong before it is looked at: else many tried at once would all be the first.
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
    """Return what is kept of each trainer's passphrase, by name, and hold it.

    So sign-ins come one after the other, on all servers.
    """
    rows = connection.execute(
        select(trainers.c.name, trainers.c.passphrase)
        .order_by(trainers.c.name)
        .with_for_update(key_share=True)
    )
    return {row.name: row.passphrase for row in rows}


def know_device(store: WorkshopStore, name: str, now: datetime, before: object = None) -> str:
    """Return a token by which `sign_in` knows a device for 180 days; it takes the place of the one `before`.

    `name` is a trainer's who has just signed in there. The 20 devices that were used last are known.
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
    """Forget the devices of a trainer beyond the most, those that were not used for longest first."""
    # A sign-in ends within hours: what lasts longer is a device.
    later = (now + 2 * _SIGNED_IN_FOR).timestamp()
    of_name = (sessions.c.name == name) & (sessions.c.ends > later)
    latest = select(sessions.c.token).where(of_name).order_by(sessions.c.ends.desc())
    too_many = list(connection.execute(latest.offset(_MOST_DEVICES)).scalars())
    connection.execute(delete(sessions).where(sessions.c.token.in_(too_many)))


def is_known(store: WorkshopStore, name: object, now: datetime, device: object) -> bool:
    """Return whether the trainer of a name has signed in on a device."""
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
    """Return what is kept of a device's token, None for what is not one."""
    is_token = isinstance(token, str) and 0 < len(token) <= _LONGEST_TOKEN
    return sha256(f"device\0{token}".encode("utf-8", "surrogatepass")).digest() if is_token else None


def trainer_of(store: WorkshopStore, token: object, now: datetime) -> str:
    """Return the name of the trainer who is signed in with a token; raises WorkshopError ("signed_out")."""
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
    """Forget a token; one that is not known is not an error."""
    if isinstance(token, str):
        with store.connection(write=True) as connection:
            connection.execute(delete(sessions).where(sessions.c.token == _kept(token)))


def _count_try(connection: Connection, marks: Sequence[bytes], now: float) -> None:
    """Count one more try that may be wrong; raises WorkshopError ("wait") where it comes too soon."""
    rows = connection.execute(select(tries).where(tries.c.who.in_(marks)))
    before = {bytes(row.who): row for row in rows if row.until > now - _FORGIVEN_AFTER_S}
    wait = max((row.until - now for row in before.values()), default=0)
    if wait > 0:
        # No longer than the longest pause, wherever a clock was set back.
        raise WorkshopError("wait", wait_s=min(math.ceil(wait), _LONGEST_PAUSE_S))
    counted = []
    for mark in marks:
        wrong = before[mark].wrong + 1 if mark in before else 1
        pause = min(2 ** min(wrong - _FREE_TRIES + 1, 9), _LONGEST_PAUSE_S) if wrong >= _FREE_TRIES else 0
        counted.append({"who": mark, "wrong": wrong, "until": now + pause})
    upsert(connection, tries, counted, changed=["wrong", "until"])


def _is_right(stored: str | None, passphrase: object) -> bool:
    """Return whether a passphrase is the stored one; where none is stored, after as much work."""
    given = passphrase if isinstance(passphrase, str) and len(passphrase) <= _MOST_CHARACTERS else ""
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
    """Return the hash of a passphrase that nobody has."""
    return _hash(secrets.token_urlsafe())


def _name(name: object) -> str | None:
    """Return a name as it is kept, or None where it can't be one."""
    if not isinstance(name, str) or len(name) > 2 * _LONGEST_NAME:
        return None
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    return kept if 0 < len(kept) <= _LONGEST_NAME and _is_text(kept) else None


def _find(name: str, among: Iterable[str]) -> str | None:
    """Return the one of the names that is the same but for capitals."""
    return next((known for known in among if known.casefold() == name.casefold()), None)


def _is_text(text: str) -> bool:
    return not any(unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") for sign in text)


def _mark(kind: str, what: str) -> bytes:
    """Return under what a name's or an address's wrong tries are counted."""
    return sha256(f"{kind}\0{what.casefold()}".encode("utf-8", "surrogatepass")).digest()


def _kept(token: str) -> bytes:
    """Return what is kept of a sign-in's token, which has 256 random bits, and never of a device's."""
    return sha256(f"session\0{token}".encode("utf-8", "surrogatepass")).digest()
