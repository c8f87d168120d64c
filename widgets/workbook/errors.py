"""The base class of every error that a command reports to a person.

Every package may import this module, and it imports none. Each package's own error is a subclass, with a
docstring that says what goes wrong in that package. Not here: how a command reports one (see `cli.shared`).
"""

__all__ = ["WorkbookError"]


class WorkbookError(Exception):
    """Something can't be done; the text says what is wrong to a person, who sees it without a traceback."""
