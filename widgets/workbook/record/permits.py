"""Asks the server whether a new record may be created now: it counts them for each network.

Here: one call to the server. If none answers, a record may be created immediately. Not here: the counting
(see `network_permits`).
"""

from collections.abc import Mapping
from contextlib import suppress

from widget_host.common.kernel_rpc import RpcError, call, is_offered

__all__ = ["PERMIT", "VISITOR", "seconds_to_wait"]

VISITOR = "WORKBOOK_VISITOR"
"""The variable that holds a mark of the network from which a kernel's page was asked for, if that counts."""

PERMIT = "permit"
"""The service that says when a visitor may make a record: `{"visitor": mark}` gives `{"wait": seconds}`."""

_WITHIN_S = 2.0


def seconds_to_wait(environment: Mapping[str, str]) -> float:
    """Return in how many seconds this page may create a new record, 0 for now."""
    mark = environment.get(VISITOR, "")
    if mark and is_offered(environment, PERMIT):
        with suppress(RpcError, KeyError, TypeError, ValueError):
            return max(0.0, float(call(environment, PERMIT, {"visitor": mark}, _WITHIN_S)["wait"]))
    return 0.0
