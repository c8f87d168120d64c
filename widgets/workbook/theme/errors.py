"""The error for a faulty theme, with a message for a person."""

from collections.abc import Iterable

from workbook.errors import WorkbookError

__all__ = ["ThemeError"]


class ThemeError(WorkbookError):
    """The theme can't be used; the message says in a line for each fault what is wrong and what to do."""

    def __init__(self, where: str, faults: Iterable[str]) -> None:
        """Keep every fault, so that all can be fixed at once; `where` is the theme's folder."""
        self.faults = tuple(faults)
        head = f"The theme in {where} can't be used as it is."
        super().__init__("\n".join((head, *(f"- {fault}" for fault in self.faults))))
