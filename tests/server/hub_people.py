"""How the users of a test's JupyterHub sign in. It imports JupyterHub, which takes a second."""

from jupyterhub.auth import Authenticator

from server.hub_passwords import PEOPLE, password


class People(Authenticator):
    """Lets in those of the list, with their own password."""

    async def authenticate(self, handler, data):
        del handler
        name = data["username"]
        return name if name in PEOPLE and data["password"] == password(name) else None
