"""What can keep pages from being served, as exceptions with a message for a person."""

__all__ = ["HostError", "ServeError"]


class HostError(Exception):
    """Something can't be done; the text says what is wrong to a person, who sees it without a traceback."""


class ServeError(HostError):
    """The pages can't be served: one clear line that says what is wrong and what to do."""
