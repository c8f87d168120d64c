"""Loads all of the package's own code and words that pages may need later, while they fit together.

While a server runs, its package may be replaced. What it had not loaded by then would be of another version
than the rest. Every room may know this module; it imports rooms by name alone.
"""

from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

__all__ = ["preload_all", "preload_for_server"]

_ROOMS = ("content", "database", "documents", "exercises", "front", "record", "theme", "usage", "workshop")
# Widgets, with the libraries that they bring, which a server never loads.
_OF_KERNELS = (
    *("workbook.exercises", "workbook.front.exercise"),
    *("workbook.record.ui", "workbook.usage.ui", "workbook.workshop.ui"),
)
# What a command alone needs: with the libraries that it brings, it would take seconds.
_LEFT_OUT = ("workbook.content.check", "workbook.database.migrations")


def preload_all() -> None:
    """Import every module that kernels may need, and read the interface's words."""
    _preload(_LEFT_OUT)


def preload_for_server() -> None:
    """Import every module that a server may need, and read the interface's words."""
    _preload((*_LEFT_OUT, *_OF_KERNELS))


def _preload(left_out: tuple[str, ...]) -> None:
    for room in _ROOMS:
        if (name := f"workbook.{room}") not in left_out:
            _import_all(import_module(name), left_out)
    import_module("workbook.front").words("common")


def _import_all(package: ModuleType, left_out: tuple[str, ...]) -> None:
    """Import the modules of a package and of those in it, but for some.

    `pkgutil.walk_packages` would import each package that it comes to, and so much of what is left out.
    """
    for found in iter_modules(package.__path__, f"{package.__name__}."):
        # What lacks a library here would lack it later as well.
        if found.name not in left_out:
            with suppress(ImportError):
                module = import_module(found.name)
                if found.ispkg:
                    _import_all(module, left_out)
