"""Several rooms behind the one hook for what a server answers beside its pages.

Here: joining them. Not here: the hook (see `settings.MoreRoutes`), and what they answer.
"""

from collections.abc import Callable
from typing import Any

from widget_host.settings import MoreRoutes

__all__ = ["Opens", "together"]

Opens = Callable[[str, int], MoreRoutes]
"""What is called with the base path and the port, and returns what is answered."""


def together(*opens: Opens | None) -> Opens:
    """Return what opens all of them, in this order; None stands for nothing."""
    return lambda base_url, port: _Together([one(base_url, port) for one in opens if one is not None])


class _Together:
    """Several as one. What is told of them must not have the same names."""

    def __init__(self, parts: list[MoreRoutes]) -> None:
        self._parts = parts

    @property
    def rules(self) -> list[tuple[Any, ...]]:
        return [rule for part in self._parts for rule in part.rules]

    def start(self) -> None:
        for part in self._parts:
            part.start()

    async def stop(self) -> None:
        """Stop all; the last one to begin is the first to end."""
        for part in reversed(self._parts):
            await part.stop()

    def state(self) -> dict[str, Any]:
        return {name: value for part in self._parts for name, value in part.state().items()}

    def figures(self) -> dict[str, tuple[str, float]]:
        return {name: value for part in self._parts for name, value in part.figures().items()}
