"""Running under JupyterHub: admits only people who are signed in there and may use this server.

Here: the hub's environment variables, the guard before every address, the redirects to the sign-in and back.
Not here: the hub's own configuration (see `deploy/hub`). A person's identity does not leave this module: no
page, database or log line gets it.

The hub's part is documented in JupyterHub's reference, "Authenticating services with JupyterHub".
"""

import inspect
from collections.abc import MutableMapping
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tornado import web
from tornado.httputil import url_concat

from widget_host.errors import ServeError
from widget_host.http.headers import HostHandler, views_for
from widget_host.settings import Settings, clean_base_url

if TYPE_CHECKING:
    from jupyterhub.services.auth import HubOAuth

__all__ = ["Hub", "with_hub"]

_URL, _TOKEN = "JUPYTERHUB_SERVICE_URL", "JUPYTERHUB_API_TOKEN"
_OF_THE_HUB = ("JUPYTERHUB_", "JPY_")
# A sign-out at the hub takes effect here within this time.
_ASK_AGAIN_S = 30
_PORTS = {"http": 80, "https": 443}


def with_hub(settings: Settings, environment: MutableMapping[str, str]) -> Settings:
    """Return the settings for a server started by a JupyterHub, or the same settings if it was not.

    The hub sets the address and the base path. Pages are not run ahead: they are for one person. The hub's
    variables are removed from the environment: no kernel may have the hub's token, or the name of the signed-
    in person. Raises ServeError if the hub has given no token, since the server would then be open to
    everybody, or if JupyterHub is not installed.
    """
    if not environment.get(_URL):
        return settings
    if not environment.get(_TOKEN):
        raise ServeError(f"The hub has set {_URL} without {_TOKEN}. Start the server by JupyterHub.")
    at = urlsplit(environment[_URL])
    hub = Hub(_auth())
    for name in [name for name in environment if name.startswith(_OF_THE_HUB)]:
        del environment[name]
    return replace(
        settings,
        host=at.hostname or settings.host,
        port=at.port or _PORTS.get(at.scheme, settings.port),
        base_url=clean_base_url(hub.prefix),
        # One person opens a few pages.
        run_ahead=False,
        guard=hub,
    )


class Hub:
    """The guard of a server below one path of a hub."""

    def __init__(self, auth: "HubOAuth") -> None:
        """Take the client of the hub."""
        self._auth = auth
        self.prefix: str = auth.base_url

    @property
    def rules(self) -> list[tuple[Any, ...]]:
        """The routes that are open to everybody: the sign-in callback, the sign-out, and the version."""
        prefix = clean_base_url(self.prefix)
        return [
            (f"{prefix}oauth_callback", _callback(self._auth)),
            (f"{prefix}logout", _SignOut, {"auth": self._auth}),
            (f"{prefix}api", _Version),
        ]

    def behind(self, handler: type[web.RequestHandler]) -> type[web.RequestHandler]:
        """Return a handler that answers as `handler` does, but only to people who are admitted."""
        auth = self._auth

        async def prepare(self: web.RequestHandler) -> None:
            if await _is_let_in(self, auth):
                done = handler.prepare(self)
                if inspect.isawaitable(done):
                    await done

        return type(handler.__name__, (handler,), {"prepare": prepare, "__module__": handler.__module__})


class _SignOut(HostHandler):
    """Signs a person out, here and at the hub."""

    def initialize(self, auth: "HubOAuth") -> None:
        """Take the client of the hub."""
        self._auth = auth

    def get(self) -> None:
        """Delete the cookie, and redirect to the hub, which ends the session for all its servers."""
        self._auth.clear_cookie(self)
        self._auth.cache.clear()
        self.head()

    def head(self, *_: str, **__: str) -> None:
        """Give the redirect, without signing anybody out."""
        self.redirect(f"{self._auth.hub_host}{self._auth.hub_prefix}logout")


class _Version(HostHandler):
    """Tells the hub that the server is up, in the form that it expects."""

    def get(self) -> None:
        """Answer with the version of JupyterHub's package."""
        from jupyterhub import __version__  # noqa: PLC0415 - an option that few have installed

        self.set_header("X-JupyterHub-Version", __version__)
        self.write({"version": __version__})


def _auth() -> "HubOAuth":
    """Return the client of the hub, which has already read its settings from the environment."""
    try:
        from jupyterhub.services.auth import HubOAuth  # noqa: PLC0415 - an option that few have installed
    except ImportError:
        raise ServeError(
            "A JupyterHub has started this server, but its package is not installed. Install it with "
            "`pip install 'social-media-standards-workbook[hub]'`."
        ) from None

    class Auth(HubOAuth):  # type: ignore[misc]  # JupyterHub is untyped
        """The hub's own class, except for cookies: our handlers check requests' origin themselves."""

        def _patch_xsrf(self, handler: web.RequestHandler) -> None:
            """Leave Tornado's classes unchanged."""

        async def _get_user_cookie(self, handler: web.RequestHandler) -> dict[str, Any] | None:
            token = self._get_token_cookie(handler)
            session = self.get_session_id(handler)
            return await self.user_for_token(token, session_id=session, sync=False) if token else None

        def set_cookie(self, handler: web.RequestHandler, access_token: str) -> None:
            """Set the token of the signed-in person in this browser, for this server's path only."""
            kept = {"path": self.cookie_path, "httponly": True, "samesite": "Lax"}
            handler.set_signed_cookie(self.cookie_name, access_token, **kept)

    auth = Auth(cache_max_age=_ASK_AGAIN_S)
    for name in auth.trait_names():
        getattr(auth, name)
    return auth


def _callback(auth: "HubOAuth") -> type[web.RequestHandler]:
    """Return the handler to which the sign-in redirects."""
    from jupyterhub.services.auth import HubOAuthCallbackHandler  # noqa: PLC0415

    return type("_Callback", (HubOAuthCallbackHandler, HostHandler), {"_hub_auth": auth})


async def _is_let_in(handler: web.RequestHandler, auth: "HubOAuth") -> bool:
    """Return whether the requester may use this server; if not, answer the request.

    A person who opens a page without being signed in is redirected to the hub; any other request is refused.
    """
    user = await auth.get_user(handler, sync=False)
    if user and auth.check_scopes(auth.access_scopes, user):
        return True
    handler.set_header("Cache-Control", "no-store")
    if user is None and _is_page(handler):
        _send_to_sign_in(handler, auth)
        return False
    handler.set_status(HTTPStatus.FORBIDDEN)
    await handler.finish(views_for(handler).problem("other") if _is_page(handler) else "")
    return False


def _send_to_sign_in(handler: web.RequestHandler, auth: "HubOAuth") -> None:
    verifier, challenge, method = auth.generate_pkce_code_challenge()
    state = auth.set_state_cookie(handler, next_url=handler.request.uri, code_verifier=verifier)
    asked = {"state": state, "code_challenge": challenge, "code_challenge_method": method}
    handler.redirect(url_concat(auth.login_url, asked))


def _is_page(handler: web.RequestHandler) -> bool:
    """Whether a person is opening a page, rather than a script, a page's file, or a WebSocket."""
    request = handler.request
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    is_line = request.headers.get("Upgrade", "").lower() == "websocket"
    return request.method in ("GET", "HEAD") and mode == "navigate" and not is_line
