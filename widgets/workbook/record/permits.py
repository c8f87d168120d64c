"""Asks the server whether a new record may be made now: it knows how many come from one network.

Here: one call to the server. Without one that answers, a record may be made at once. Not here: who is counted
how (see `server.http.record_permits`).
"""

from collections.abc import Mapping
from contextlib import suppress

from workbook.common.kernel_rpc import PERMIT, VISITOR, RpcError, call, is_offered

__all__ = ["seconds_to_wait"]

_WITHIN_S = 2.0


def seconds_to_wait(environment: Mapping[str, str]) -> float:
    """Return in how many seconds this page may make a new record, 0 for now."""
    mark = environment.get(VISITOR, "")
    if mark and is_offered(environment, PERMIT):
        with suppress(RpcError, KeyError, TypeError, ValueError):
            return max(0.0, float(call(environment, PERMIT, {"visitor": mark}, _WITHIN_S)["wait"]))
    return 0.0
