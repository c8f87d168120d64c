"""Encrypts records, so that only a record's code, or the key stored on a device, opens it.

Here: keys and encrypted formats, byte for byte. Not here: where the bytes are stored (see `store`), the
handling of data that can't be decrypted (see `records`). There is no input or output here, and all randomness
comes from a source that is passed in.

- Look-up id: HKDF-SHA256 (RFC 5869) of the code, with the course's namespace in its info parameter. So a code
  of one course finds nothing in another, even if both keep their records in one database.
- Mark of a removed record: HKDF-SHA256 of its look-up id.
- Lock: Argon2id (RFC 9106) of the code wraps a random data key with AES-256-GCM (NIST SP 800-38D).
- Entry: AES-256-GCM under a key from the data key; the associated data binds it to its record, slot, version.
- Slot: HMAC-SHA256 of the entry's key, so that nobody without the data key can identify the entry.
"""

import json
import os
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac
from typing import Self, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workbook.record.code import secret_of
from workbook.record.errors import RecordError

__all__ = [
    "BUCKET",
    "KEY_BYTES",
    "MANIFEST",
    "RECORD_ID_BYTES",
    "Kdf",
    "Lock",
    "Random",
    "RecordKeys",
    "lock",
    "lookup_of",
    "mark_of",
    "unlock",
]

Random: TypeAlias = Callable[[int], bytes]
"""A source of random bytes: called with their number."""

BUCKET = 512
"""Plaintext is padded with zeros to a multiple of this many bytes, to hide its length."""

MANIFEST = bytes(16)
"""The slot of a record's manifest, the list of its entries; its version is always 0."""

KEY_BYTES = 32

_FORMAT = b"\x01"
RECORD_ID_BYTES = 16
_SALT_BYTES = 16
_SLOT_BYTES = 16
_NONCE_BYTES = 12
_CHECK_BYTES = 16
_LENGTH_BYTES = 4
_VERSION_BYTES = 8
_LARGEST_VERSION = 2**63 - 1
_BOUNDS = {"memory": (8, 64 * 1024), "iterations": (1, 16), "lanes": (1, 4)}


@dataclass(frozen=True, slots=True)
class Kdf:
    """The cost of Argon2id: KiB of memory, iterations, lanes. The defaults are OWASP's for passwords."""

    memory: int = 19 * 1024
    iterations: int = 2
    lanes: int = 1

    def text(self) -> str:
        """Return the parameters in the form stored with a record."""
        return json.dumps({"name": "argon2id", **asdict(self)}, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the parameters from the result of `text`. Raises RecordError ("damaged") for any other text.

        More than 64 MiB, 16 iterations or 4 lanes count as damaged too: they would overload a server.
        """
        try:
            parts = json.loads(text)
            kdf = cls(*(_bounded(parts[name], *_BOUNDS[name]) for name in _BOUNDS))
        except (ValueError, TypeError, KeyError, RecursionError):
            raise RecordError("damaged") from None
        if kdf.text() != text or kdf.memory < 8 * kdf.lanes:
            raise RecordError("damaged")
        return kdf


@dataclass(frozen=True, slots=True)
class Lock:
    """The stored lock of a record: the look-up id, and the data key wrapped under the code.

    `wrapped` is a nonce (12 bytes), the encrypted data key (48), and a check value (16) that shows whether a
    given data key is this record's.
    """

    lookup: bytes
    kdf: str
    salt: bytes
    wrapped: bytes

    def fits(self, data_key: bytes) -> bool:
        """Return whether a data key is the one behind this lock."""
        return compare_digest(self.wrapped[-_CHECK_BYTES:], _check(data_key))

    def digest(self) -> str:
        """Return a digest of the lock, as hex, for the manifest."""
        parts = (self.lookup, self.kdf.encode("utf-8", "surrogatepass"), self.salt, self.wrapped)
        return sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()


@dataclass(frozen=True, slots=True)
class RecordKeys:
    """The keys of one record: derived from its id and its data key, never stored, never shown."""

    record_id: bytes = field(repr=False)
    data_key: bytes = field(repr=False)
    _sealing: AESGCM = field(init=False, repr=False, compare=False)
    _slots: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Derive the keys for encryption and for slots."""
        object.__setattr__(self, "_sealing", AESGCM(_derive(self.data_key, b"workbook record seal v1")))
        object.__setattr__(self, "_slots", _derive(self.data_key, b"workbook record slots v1"))

    def slot(self, key: str) -> bytes:
        """Return the slot (16 bytes) for an entry's key."""
        return hmac(self._slots, key.encode("utf-8"), "sha256")[:_SLOT_BYTES]

    def seal(self, slot: bytes, version: int, text: str, random: Random = secrets.token_bytes) -> bytes:
        """Return an ASCII text encrypted for one slot and version (0 to 2^63 - 1)."""
        data = text.encode("ascii")
        plain = len(data).to_bytes(_LENGTH_BYTES, "big") + data
        plain += bytes(-len(plain) % BUCKET)
        nonce = random(_NONCE_BYTES)
        return nonce + self._sealing.encrypt(nonce, plain, self._place(slot, version))

    def unseal(self, slot: bytes, version: int, sealed: bytes) -> str:
        """Return the text that was encrypted for exactly this slot and version of this record.

        Raises RecordError ("damaged") for anything else, and for a text with any byte changed.
        """
        if len(slot) != _SLOT_BYTES or not 0 <= version <= _LARGEST_VERSION:
            raise RecordError("damaged")
        plain = _decrypt(self._sealing, sealed, self._place(slot, version))
        length = int.from_bytes(plain[:_LENGTH_BYTES], "big")
        return plain[_LENGTH_BYTES : _LENGTH_BYTES + length].decode("ascii")

    def _place(self, slot: bytes, version: int) -> bytes:
        """Return the associated data of a ciphertext: the format, the record, and the place in it."""
        return _FORMAT + self.record_id + slot + version.to_bytes(_VERSION_BYTES, "big")


def lookup_of(code: str, namespace: str = "") -> bytes:
    """Return the id (32 bytes) by which the record of a code is found; it decrypts nothing.

    `namespace` is the course's (see `content.namespace`): each course finds only its own records.
    """
    course = f" of {namespace}" if namespace else ""
    return _derive(secret_of(code), f"workbook record look-up v1{course}".encode())


def mark_of(lookup: bytes) -> bytes:
    """Return the mark (32 bytes) that identifies a removed record to holders of its look-up id."""
    return _derive(lookup, b"workbook record gone v1")


def lock(
    code: str, kdf: Kdf, random: Random = secrets.token_bytes, *, namespace: str = ""
) -> tuple[RecordKeys, Lock]:
    """Return the keys of a new record of a course, and its lock (see `lookup_of` for `namespace`).

    Its time depends on `kdf`: some 20 to 50 ms.
    """
    keys = RecordKeys(random(RECORD_ID_BYTES), random(KEY_BYTES))
    lookup, salt, nonce, check = (
        lookup_of(code, namespace),
        random(_SALT_BYTES),
        random(_NONCE_BYTES),
        _check(keys.data_key),
    )
    wrapped = _wrapping(code, kdf, salt).encrypt(nonce, keys.data_key, _access(keys.record_id, lookup, check))
    return keys, Lock(lookup, kdf.text(), salt, nonce + wrapped + check)


def unlock(code: str, record_id: bytes, locked: Lock) -> RecordKeys:
    """Return the keys of the record that was found by a code.

    Raises RecordError ("damaged") if the lock was changed: the code itself is right, since the record was
    found by it.
    """
    kdf = Kdf.read(locked.kdf)
    sealed, check = locked.wrapped[:-_CHECK_BYTES], locked.wrapped[-_CHECK_BYTES:]
    wrapping = _wrapping(code, kdf, locked.salt)
    return RecordKeys(record_id, _decrypt(wrapping, sealed, _access(record_id, locked.lookup, check)))


def _bounded(number: object, least: int, most: int) -> int:
    """Return an integer within bounds. Raises ValueError for anything else."""
    if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
        raise ValueError
    return number


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(secret)


def _check(data_key: bytes) -> bytes:
    return _derive(data_key, b"workbook record check v1")[:_CHECK_BYTES]


def _wrapping(code: str, kdf: Kdf, salt: bytes) -> AESGCM:
    """Return the cipher that wraps a data key under a code. Raises RecordError ("damaged") for a bad salt."""
    if len(salt) != _SALT_BYTES:
        raise RecordError("damaged")
    argon = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=kdf.iterations, lanes=kdf.lanes, memory_cost=kdf.memory
    )
    return AESGCM(_key_threads().submit(argon.derive, secret_of(code)).result())


@cache
def _key_threads() -> ThreadPoolExecutor:
    """Return the thread pool in which keys are derived from codes.

    The allocator retains the 19 MiB of each thread that has ever derived one, and more threads than CPUs are
    no faster.
    """
    return ThreadPoolExecutor(os.cpu_count() or 1, "record-keys")


def _access(record_id: bytes, lookup: bytes, check: bytes) -> bytes:
    return _FORMAT + record_id + lookup + check


def _decrypt(cipher: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound)
    except (InvalidTag, ValueError):
        raise RecordError("damaged") from None
