"""Answers the front end's requests about a learner's record.

Here: messages in and out, and the rate limit for codes. Not here: operations on a record (see `records`),
creating files (see `documents`), and how a server answers for its kernels, which have no access to the
database (see `service`).

No text of a learner, no code and no key gets into a log or an error here, and no state is kept between two
messages except the open store: each message names its record and carries its key.
"""

import base64
import logging
import math
import os
import re
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

from widget_host.common.kernel_rpc import RpcError, call, is_offered
from widget_host.common.rate_limit import TokenBucket
from workbook.record.code import read_code
from workbook.record.encryption import KEY_BYTES, RECORD_ID_BYTES, Lock
from workbook.record.errors import Reason, RecordError
from workbook.record.limits import RecordLimits
from workbook.record.messages import Parts, bytes_of, count_of, sendable, text_of
from workbook.record.open_record import OpenRecord
from workbook.record.permits import seconds_to_wait
from workbook.record.records import Records
from workbook.record.store import Store

__all__ = ["CROWDED", "LANES", "RpcHandler", "Saved"]

Reply: TypeAlias = tuple[dict[str, Any], list[bytes]]

_LOOKUP = re.compile(r"[0-9a-f]{64}")

_FIRST_PAUSE_S = 0.25
_LONGEST_PAUSE_S = 8.0
_MANY_FAILURES = 100
_PAUSE_FOR_MANY_S = 2.0
# No longer sleep than this: the kernel has other messages to answer, and the learner should get an answer.
_SLEPT_AT_MOST_S = 4.0

_RECORDS_AT_ONCE = 5
_ONE_RECORD_EVERY_S = 60.0

_LONGEST_QR = 500

LANES: Mapping[str, str] = {
    **dict.fromkeys(("create", "create_again", "open", "recode"), "record.codes"),
    **dict.fromkeys(("push", "delete", "leave"), "record.writing"),
    "pull": "record.reading",
}
"""The requests that need the database, each with the server's service that handles it for a kernel. They are
separate so that slow codes do not delay saves, and saves do not delay reads.
"""

CROWDED = "crowded"
"""The request of a kernel before it tries a code: whether many codes are failing at present, in all kernels.
"""

Saved = Callable[[str, float], None]
"""Called for each save with "saved", "failed", or "full" if there was no space, and its seconds."""

_log = logging.getLogger(__name__)


class RpcHandler:
    """Answers the messages of one kernel.

    In `environment`, WORKBOOK_DATABASE names the database, WORKBOOK_NAMESPACE the course within it. If a
    server offers the services (see `widget_host.common.kernel_rpc`), requests that need the database go there
    instead.

    The store is opened when a message first needs it. `clock` is a monotonic clock in seconds, and `sleep`
    waits for seconds; None if the caller has already waited. `saved` is called for each save that was done
    here.
    """

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = time.sleep,
        make_records: Callable[[str], Records] | None = None,
        saved: Saved | None = None,
    ) -> None:
        self._environment = environment
        self._saved = saved
        self._patience = _Patience(clock, sleep) if sleep else None
        self._new_records = TokenBucket(_RECORDS_AT_ONCE, 1 / _ONE_RECORD_EVERY_S, clock)
        self._sleep = sleep
        self._make_records = make_records or self._checked_records
        self._records_in_use: Records | None = None
        self._parts = Parts()
        self._asks: dict[object, Callable[[Mapping[str, Any]], Reply]] = {
            "create": self._create,
            "create_again": self._create_again,
            "open": self._open,
            "pull": self._pull,
            "push": self._push,
            "recode": self._recode,
            "delete": self._delete,
            "leave": self._leave,
            "export": _export,
            "import": _import,
            "card": _card,
            "qr": _qr,
        }

    def answer(self, message: object) -> Reply:
        """Return the reply to a message, and its files; it never raises.

        The reply is {type: "record", id, ok: True, ...}, or {type, id, ok: False, reason} with a reason of
        `errors.Reason`, and `seconds` where that is "wait". A part of a message other than the last has an
        empty reply, which is not sent. A reply with lone surrogates, which no message can carry, comes as
        {type, id, text}, where `text` is the JSON of the reply.
        """
        number = message.get("id") if isinstance(message, Mapping) else None
        head = {"type": "record", "id": number if isinstance(number, int) else None}
        ask: object = None
        try:
            whole = self._parts.join(message)
            if whole is None:
                return {}, []
            ask = whole.get("ask")
            if isinstance(ask, str) and is_offered(self._environment, LANES.get(ask, "")):
                return self._from_server(ask, {**whole, "id": head["id"]}), []
            answer, files = self._answer(whole)
            return sendable({**head, "ok": True, **answer}), files
        except _WaitError as problem:
            return {**head, "ok": False, "reason": problem.reason, "seconds": problem.seconds}, []
        except RecordError as problem:
            return {**head, "ok": False, "reason": problem.reason}, []
        except Exception as problem:
            _report(problem)
            is_of_the_store = isinstance(ask, str) and ask in LANES
            return {**head, "ok": False, "reason": "closed" if is_of_the_store else "unreadable"}, []

    def _answer(self, message: Mapping[str, Any]) -> Reply:
        ask = message.get("ask")
        if message.get("type") != "record" or not isinstance(ask, str) or ask not in self._asks:
            raise RecordError("unreadable")
        return self._asks[ask](message)

    def _from_server(self, ask: str, message: Mapping[str, Any]) -> dict[str, Any]:
        """Forward a request that needs the database to the server; raises RecordError without an answer."""
        patience = self._patience if ask == "open" else None
        if patience is not None:
            read_code(text_of(message, "code"))
            asked = {"type": "record", "ask": CROWDED}
            patience.wait(crowded=_called(self._environment, LANES["pull"], asked).get(CROWDED) is True)
        if ask in ("create", "create_again"):
            self._permit()
        reply = _called(self._environment, LANES[ask], message)
        if patience is not None and reply.get("reason") == "unknown":
            patience.lose()
        return reply

    def is_crowded(self) -> bool:
        """Return whether many codes have failed in the last minutes, in all kernels. Raises RecordError."""
        return self._records().failures() > _MANY_FAILURES

    def _create(self, message: Mapping[str, Any]) -> Reply:
        code = read_code(text_of(message, "code"))
        records = self._records()
        self._permit()
        return _access(records.create(code)), []

    def _create_again(self, message: Mapping[str, Any]) -> Reply:
        known, told = self._record(message), message.get("lock")
        if not isinstance(told, Mapping):
            raise RecordError("unreadable")
        record_id, salt, wrapped = (bytes_of(told, name) for name in ("id", "salt", "wrapped"))
        if len(record_id) != RECORD_ID_BYTES:
            raise RecordError("unreadable")
        locked = Lock(known.lookup, text_of(told, "kdf"), salt, wrapped)
        self._permit()
        return _access(self._records().create_again(record_id, known.key, locked)), []

    def _open(self, message: Mapping[str, Any]) -> Reply:
        code = read_code(text_of(message, "code"))
        if self._patience is not None:
            self._patience.wait(crowded=self.is_crowded())
        try:
            return _access(self._records().open(code)), []
        except RecordError as problem:
            if self._patience is not None and problem.reason == "unknown":
                self._patience.lose()
            raise

    def _pull(self, message: Mapping[str, Any]) -> Reply:
        since = count_of(message, "since")
        pulled = self._record(message).pull(since, count_of(message, "head", since))
        answer = {
            "entries": pulled.entries,
            "head": pulled.head,
            "damaged": pulled.damaged,
            "code_works": pulled.code_works,
            "generation": pulled.generation,
            "nearly_full": pulled.nearly_full,
        }
        return answer, []

    def _push(self, message: Mapping[str, Any]) -> Reply:
        entries = message.get("entries")
        if not isinstance(entries, list):
            raise RecordError("unreadable")
        with _timed(self._saved):
            again = message.get("again") is True
            pushed = self._record(message).push(entries, count_of(message, "head", 0), again=again)
        return {"entries": pushed.entries, "head": pushed.head, "generation": pushed.generation}, []

    def _recode(self, message: Mapping[str, Any]) -> Reply:
        code = read_code(text_of(message, "code"))
        record = self._record(message).recode(code)
        return {**_access(record), "damaged": record.damaged}, []

    def _delete(self, message: Mapping[str, Any]) -> Reply:
        return {"left": self._record(message).delete()}, []

    def _leave(self, message: Mapping[str, Any]) -> Reply:
        return {"left": self._record(message).delete("left")}, []

    def _permit(self) -> None:
        """Wait until a new record may be created; raises RecordError ("crowded") if that takes long."""
        if self._sleep is None:
            return
        for ask in (self._new_records.take_or_wait_s, lambda: seconds_to_wait(self._environment)):
            while wait := ask():
                if wait > _SLEPT_AT_MOST_S:
                    raise _WaitError(math.ceil(wait), "crowded")
                self._sleep(wait)

    def _record(self, message: Mapping[str, Any]) -> OpenRecord:
        """Return the record that a message names, with the key that it carries."""
        lookup, data_key = text_of(message, "record"), bytes_of(message, "key")
        if not _LOOKUP.fullmatch(lookup) or len(data_key) != KEY_BYTES:
            raise RecordError("unreadable")
        generation = text_of(message, "generation") if "generation" in message else None
        return self._records().resume(bytes.fromhex(lookup), data_key, generation)

    def _records(self) -> Records:
        """Return the records, opened when needed. Raises RecordError ("off", or the store's errors)."""
        if self._records_in_use is None:
            address = self._environment.get("WORKBOOK_DATABASE", "").strip()
            if not address:
                raise RecordError("off")
            self._records_in_use = self._make_records(address)
        return self._records_in_use

    def _checked_records(self, address: str) -> Records:
        store = Store(address)
        store.check()
        namespace = self._environment.get("WORKBOOK_NAMESPACE", "")
        return Records(store, namespace=namespace, limits=RecordLimits.read(self._environment))


def _called(environment: Mapping[str, str], service: str, message: Mapping[str, Any]) -> dict[str, Any]:
    """Return the server's answer. Raises RecordError: "busy", or "closed"."""
    try:
        return call(environment, service, message)
    except RpcError as problem:
        raise RecordError("busy" if problem.reason == "busy" else "closed") from None


@contextmanager
def _timed(saved: Saved | None) -> Iterator[None]:
    """Report how long the block took, and its result; exceptions propagate."""
    began, word = time.monotonic(), "failed"
    try:
        yield
        word = "saved"
    except RecordError as problem:
        word = "full" if problem.reason == "full" else word
        raise
    finally:
        if saved is not None:
            saved(word, time.monotonic() - began)


class _WaitError(RecordError):
    """Codes were tried, or records created, too fast: the next may follow after so many seconds."""

    def __init__(self, seconds: int, reason: Reason = "wait") -> None:
        self.seconds = seconds
        super().__init__(reason)


class _Patience:
    """How long the next code has to wait, after some that failed."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], object]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lost = 0
        self._not_before = -math.inf

    def wait(self, *, crowded: bool) -> None:
        """Wait for the rest of the pause, and longer while many codes fail in all kernels."""
        pause = max(0.0, self._not_before - self._clock()) + (_PAUSE_FOR_MANY_S if crowded else 0.0)
        if pause > _SLEPT_AT_MOST_S:
            raise _WaitError(math.ceil(pause))
        if pause:
            self._sleep(pause)

    def lose(self) -> None:
        """Record that a code failed: the next pause is twice as long, up to 8 seconds."""
        self._lost += 1
        pause = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2 ** min(self._lost, 10))
        self._not_before = self._clock() + pause


def _access(record: OpenRecord) -> dict[str, Any]:
    """Return the data that a device keeps of a record that was created or opened."""
    told = {"record": record.lookup.hex(), "key": _text(record.key), "head": record.head}
    if record.access:
        locked = record.access.locked
        told["generation"] = record.access.generation
        told["lock"] = {
            "id": _text(record.access.record_id),
            "kdf": locked.kdf,
            "salt": _text(locked.salt),
            "wrapped": _text(locked.wrapped),
        }
    return told


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _export(message: Mapping[str, Any]) -> Reply:
    from workbook.record.documents import make  # noqa: PLC0415 - only pages that export pay for it

    request = message.get("request")
    if not isinstance(request, Mapping):
        raise RecordError("unreadable")
    file = make(text_of(message, "format"), request)
    return {"name": file.name, "media": file.media}, [file.data]


def _import(message: Mapping[str, Any]) -> Reply:
    from workbook.record.documents.exchange import read  # noqa: PLC0415

    held = read(text_of(message, "text"))
    return {"entries": held.entries, "made": held.made}, []


def _card(message: Mapping[str, Any]) -> Reply:
    from workbook.record.documents.card import make  # noqa: PLC0415

    labels = message.get("labels")
    if not isinstance(labels, Mapping):
        raise RecordError("unreadable")
    language = text_of(message, "language") if "language" in message else "en-GB"
    file = make(read_code(text_of(message, "code")), labels, language)
    return {"name": file.name, "media": file.media}, [file.data]


def _qr(message: Mapping[str, Any]) -> Reply:
    from workbook.record.documents.card import modules  # noqa: PLC0415

    text = text_of(message, "text")
    if not 0 < len(text) <= _LONGEST_QR:
        raise RecordError("unreadable")
    return {"rows": modules(text)}, []


def _report(problem: Exception) -> None:
    """Log the location of an unexpected error, without its message, which may quote the learner."""
    place = traceback.extract_tb(problem.__traceback__)[-1]
    _log.error(
        "%s in %s, line %s, while a message was answered.", type(problem).__name__, place.name, place.lineno
    )
