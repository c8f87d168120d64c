"""What can keep the workbook from being served, as exceptions with a message for a person."""

from workbook.errors import WorkbookError

__all__ = ["ServeError"]


class ServeError(WorkbookError):
    """The workbook can't be served: one clear line that says what is wrong and what to do."""
