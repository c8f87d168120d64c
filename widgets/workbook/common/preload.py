"""Loads in advance all code and words of the package that pages may need, while they are one version.

The package may be replaced while a server runs. Modules loaded after that would be of another version than
the rest. Every package may import this module; it imports other packages by name only.
"""

from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

__all__ = ["preload_all", "preload_for_server"]

_PACKAGES = ("content", "database", "documents", "exercises", "front", "record", "theme", "usage", "workshop")
# Widgets, with their libraries, which a server never loads.
_OF_KERNELS = (
    *("workbook.exercises", "workbook.front.exercise"),
    *("workbook.record.ui", "workbook.usage.ui", "workbook.workshop.ui"),
)
# Modules that only commands need: loading them with their libraries would take seconds.
_LEFT_OUT = ("workbook.content.check", "workbook.database.migrations")


def preload_all() -> None:
    """Import every module that kernels may need, and read the interface's words."""
    _preload(_LEFT_OUT)


def preload_for_server() -> None:
    """Import every module that a server may need, and read the interface's words."""
    _preload((*_LEFT_OUT, *_OF_KERNELS))


def _preload(left_out: tuple[str, ...]) -> None:
    for package in _PACKAGES:
        if (name := f"workbook.{package}") not in left_out:
            _import_all(import_module(name), left_out)
    import_module("workbook.front").words("common")


def _import_all(package: ModuleType, left_out: tuple[str, ...]) -> None:
    """Import the modules of a package and its subpackages, with exceptions.

    `pkgutil.walk_packages` would import each package on its way, including much that is left out.
    """
    for found in iter_modules(package.__path__, f"{package.__name__}."):
        # A module that lacks a library now would lack it later as well.
        if found.name not in left_out:
            with suppress(ImportError):
                module = import_module(found.name)
                if found.ispkg:
                    _import_all(module, left_out)
