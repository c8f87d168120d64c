"""Combines several packages behind the one hook for a server's further routes.

Here: combining them. Not here: the hook (see `settings.MoreRoutes`), and the routes themselves.
"""

from collections.abc import Callable
from typing import Any

from widget_host.settings import MoreRoutes

__all__ = ["Opens", "composite_routes"]

Opens = Callable[[str, int], MoreRoutes]
"""Called with the base path and the port; returns the routes."""


def composite_routes(*opens: Opens | None) -> Opens:
    """Return a function that opens all of them, in this order; None stands for no routes."""
    return lambda base_url, port: _CompositeRoutes([one(base_url, port) for one in opens if one is not None])


class _CompositeRoutes:
    """Several sets of routes as one. The names in their states and figures must differ."""

    def __init__(self, parts: list[MoreRoutes]) -> None:
        self._parts = parts

    @property
    def rules(self) -> list[tuple[Any, ...]]:
        return [rule for part in self._parts for rule in part.rules]

    def start(self) -> None:
        for part in self._parts:
            part.start()

    async def stop(self) -> None:
        """Stop all, in the reverse of the order in which they started."""
        for part in reversed(self._parts):
            await part.stop()

    def state(self) -> dict[str, Any]:
        return {name: value for part in self._parts for name, value in part.state().items()}

    def figures(self) -> dict[str, tuple[str, float]]:
        return {name: value for part in self._parts for name, value in part.figures().items()}
