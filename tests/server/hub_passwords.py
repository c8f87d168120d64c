"""The people of a test's JupyterHub: each has a password of their own, which anybody could guess."""

PEOPLE = ("aoife", "brian", "carol")


def password(name):
    """The password of one of them."""
    return f"the password of {name}"
