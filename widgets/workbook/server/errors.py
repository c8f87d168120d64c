"""What can keep the workbook from being served, as exceptions with a message for a person."""

__all__ = ["ServeError"]


class ServeError(Exception):
    """The workbook can't be served: one clear line that says what is wrong and what to do."""
