"""Loads all of the package's own code and words that pages may need later, while they fit together.

While a server runs, its package may be replaced. What it had not loaded by then would be of another version
than the rest. Every room may know this module; it imports rooms by name alone.
"""

from contextlib import suppress
from importlib import import_module
from pkgutil import walk_packages

__all__ = ["preload_all"]

_ROOMS = ("content", "database", "documents", "exercises", "front", "record", "theme", "usage", "workshop")
# What a command alone needs: with the libraries that it brings, it would take seconds.
_LEFT_OUT = ("workbook.content.check", "workbook.database.migrations")


def preload_all() -> None:
    """Import every module that kernels and servers may need, and read the interface's words."""
    for room in _ROOMS:
        package = import_module(f"workbook.{room}")
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(_LEFT_OUT):
                # What lacks a library here would lack it later as well.
                with suppress(ImportError):
                    import_module(module.name)
    import_module("workbook.front").words("common")
