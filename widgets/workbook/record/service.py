"""The server's service for records, which its kernels call by messages, each with the key of its record.

A kernel with the key of one record can read and write that record, like the page that it serves, and no
other; it gets neither the database's address nor its password. Here: the server's side. Not here: the
requests (see `rpc_handler`), and their transport (see `widget_host.common.kernel_rpc`).
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
    """Answers the kernels of one server, in several threads at once, with one store.

    `address` is the database's, which has to be prepared, `namespace` the course's, and `limits` are the size
    limits.
    """

    def __init__(self, address: str, namespace: str, limits: RecordLimits | None = None) -> None:
        """Take the address of the records. Nothing is opened before the first message."""
        self._environment = {"WORKBOOK_DATABASE": address, "WORKBOOK_NAMESPACE": namespace}
        self._namespace = namespace
        self._limits = limits
        self._opening = Lock()
        self._records: Records | None = None

    def answering(self, saved: Saved) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
        """Return the function that answers a message; `saved` is called for each save."""
        return partial(self._answer, saved)

    def close(self) -> None:
        """Close the database; the next message opens it again."""
        with self._opening:
            if self._records is not None:
                self._records.store.close()

    def _answer(self, saved: Saved, message: Mapping[str, Any]) -> Mapping[str, Any]:
        # The kernel has already waited: after failed codes, and for new records.
        handler = RpcHandler(self._environment, sleep=None, make_records=self._records_of, saved=saved)
        ask = message.get("ask")
        if ask == CROWDED:
            try:
                return {CROWDED: handler.is_crowded()}
            except RecordError:
                return {CROWDED: False}  # the next request reports it
        if not isinstance(ask, str) or ask not in LANES or "parts" in message:
            return {"type": "record", "id": None, "ok": False, "reason": "unreadable"}
        return handler.answer(message)[0]

    def _records_of(self, address: str) -> Records:
        """Return the records, whose store is opened once. Raises RecordError while it can't be used."""
        with self._opening:
            if self._records is None:
                store = Store(address)
                store.check()
                self._records = Records(store, namespace=self._namespace, limits=self._limits)
            return self._records
