"""What every error has in common that a command tells a person.

Every room may know this module, and it knows none. Each room's own error is one of these, and says there what
goes wrong in the room. Not here: how a command tells one (see `cli.shared`).
"""

__all__ = ["WorkbookError"]


class WorkbookError(Exception):
    """Something can't be done; the text says what is wrong to a person, who sees it without a traceback."""
