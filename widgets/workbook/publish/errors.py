"""The errors of creating a static copy, with messages for a person."""

from workbook.errors import WorkbookError

__all__ = ["SiteError"]


class SiteError(WorkbookError):
    """The copy can't be created; the message says in one line what is wrong and what to do."""
