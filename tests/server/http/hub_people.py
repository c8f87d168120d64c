"""The people of a test's JupyterHub: each has a password of their own, which anybody could guess."""

from jupyterhub.auth import Authenticator

PEOPLE = ("aoife", "brian", "carol")


def password(name):
    """The password of one of them."""
    return f"the password of {name}"


class People(Authenticator):
    """Lets in those of the list, with their own password."""

    async def authenticate(self, handler, data):
        del handler
        name = data["username"]
        return name if name in PEOPLE and data["password"] == password(name) else None
