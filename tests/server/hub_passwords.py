"""The users of a test's JupyterHub: each has their own password, which anybody could guess."""

PEOPLE = ("aoife", "brian", "carol")


def password(name):
    """The password of one of them."""
    return f"the password of {name}"
