"""What can keep a copy without a server from being made, as exceptions with a message for a person."""

from workbook.errors import WorkbookError

__all__ = ["SiteError"]


class SiteError(WorkbookError):
    """The copy can't be made: one clear line that says what is wrong and what to do."""
