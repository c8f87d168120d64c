"""The records as a server's kernels reach them: by messages, each with the key of its record.

A kernel that brings the key of one record can read and write that one, as the page that it answers, and no
other; it is told neither where the database is nor how to get in. Here: what runs in the server. Not here:
what a message asks for (see `rpc_handler`), and how it gets here (see `common.kernel_rpc`).
"""

from collections.abc import Callable, Mapping
from functools import partial
from threading import Lock
from typing import Any

from workbook.record.errors import RecordError
from workbook.record.limits import RecordLimits
from workbook.record.records import Records
from workbook.record.rpc_handler import CROWDED, LANES, RpcHandler, Saved
from workbook.record.store import Store

__all__ = ["RecordService"]


class RecordService:
    """Answers for the kernels of one server, in several threads at once, over one store.

    `address` is the database's, which has to be prepared, `namespace` the course's, and `limits` say how much
    is kept.
    """

    def __init__(self, address: str, namespace: str, limits: RecordLimits | None = None) -> None:
        """Take where the records are. Nothing is opened before the first message."""
        self._environment = {"WORKBOOK_DATABASE": address, "WORKBOOK_NAMESPACE": namespace}
        self._namespace = namespace
        self._limits = limits
        self._opening = Lock()
        self._records: Records | None = None

    def telling(self, saved: Saved) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
        """Return what answers a message; `saved` hears of each save."""
        return partial(self._answer, saved)

    def close(self) -> None:
        """Let go of the database; the next message opens it again."""
        with self._opening:
            if self._records is not None:
                self._records.store.close()

    def _answer(self, saved: Saved, message: Mapping[str, Any]) -> Mapping[str, Any]:
        # A kernel has waited already: after codes that failed, and for new records.
        handler = RpcHandler(self._environment, sleep=None, make_records=self._records_of, saved=saved)
        ask = message.get("ask")
        if ask == CROWDED:
            try:
                return {CROWDED: handler.is_crowded()}
            except RecordError:
                return {CROWDED: False}  # what is asked next tells of it
        if not isinstance(ask, str) or ask not in LANES or "parts" in message:
            return {"type": "record", "id": None, "ok": False, "reason": "unreadable"}
        return handler.answer(message)[0]

    def _records_of(self, address: str) -> Records:
        """Return the records, whose store is opened once. Raises RecordError as long as it can't be used."""
        with self._opening:
            if self._records is None:
                store = Store(address)
                store.check()
                self._records = Records(store, namespace=self._namespace, limits=self._limits)
            return self._records
