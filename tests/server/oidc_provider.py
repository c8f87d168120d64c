"""A small OpenID Connect provider on this machine, for tests: discovery, a form, codes, keys, signing out."""

import asyncio
import base64
import hashlib
import json
import secrets
import threading
import time
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from tornado import httpserver, netutil, web

CLIENT, SECRET = "workbook", "the secret of the client"
# What the provider tells of somebody, though it was not asked for.
ABOUT = {"sub": "person-17", "name": "Aoife Byrne", "email": "aoife@trust.example"}
FORM = "Sign in at the provider"


def _text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _number(value):
    return _text(value.to_bytes((value.bit_length() + 7) // 8, "big"))


class Provider:
    """The provider, in a thread of its own. `issuer` is its address; `asked` is what sign-ins asked for."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.codes, self.tokens, self.asked, self.ended = {}, set(), [], []
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        self._thread.start()
        assert self._started.wait(30)

    async def _run(self):
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        more = {"provider": self}
        application = web.Application(
            [
                ("/.well-known/openid-configuration", _Discovery, more),
                ("/authorize", _Authorize, more),
                ("/token", _Token, more),
                ("/jwks", _Keys, more),
                ("/userinfo", _About, more),
                ("/end", _End, more),
            ]
        )
        (socket,) = netutil.bind_sockets(0, "127.0.0.1")
        self.issuer = f"http://127.0.0.1:{socket.getsockname()[1]}"
        server = httpserver.HTTPServer(application)
        server.add_socket(socket)
        self._started.set()
        await self._end.wait()
        server.stop()

    def stop(self):
        """Stop it."""
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)

    def signed(self, claims):
        """Claims as a signed token."""
        parts = ({"alg": "RS256", "kid": "one", "typ": "JWT"}, claims)
        text = ".".join(_text(json.dumps(part).encode()) for part in parts)
        return f"{text}.{_text(self.key.sign(text.encode(), padding.PKCS1v15(), SHA256()))}"


class _Handler(web.RequestHandler):
    def initialize(self, provider):
        self.provider = provider


class _Discovery(_Handler):
    def get(self):
        issuer = self.provider.issuer
        self.write(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/jwks",
                "userinfo_endpoint": f"{issuer}/userinfo",
                "end_session_endpoint": f"{issuer}/end",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            }
        )


class _Authorize(_Handler):
    def get(self):
        asked = {name: self.get_argument(name) for name in self.request.arguments}
        self.provider.asked.append(asked)
        self.write(f"<title>{FORM}</title>")

    def post(self):
        """Somebody has signed in: back to the client with a code."""
        asked = {name: self.get_query_argument(name) for name in self.request.query_arguments}
        code = secrets.token_urlsafe(16)
        self.provider.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        self.redirect(f"{asked['redirect_uri']}?{back}")


class _Token(_Handler):
    def check_xsrf_cookie(self):
        pass

    def post(self):
        """A token for a code, once, to who knows the secret and the word that the code was asked for with."""
        told = base64.b64decode(self.request.headers["Authorization"].removeprefix("Basic ")).decode()
        asked = self.provider.codes.pop(self.get_argument("code"))
        proof = _text(hashlib.sha256(self.get_argument("code_verifier").encode()).digest())
        if told.split(":")[0] != CLIENT or proof != asked["code_challenge"]:
            raise web.HTTPError(400)
        now = int(time.time())
        claims = {**ABOUT, "iss": self.provider.issuer, "aud": CLIENT, "iat": now, "exp": now + 600}
        token = secrets.token_urlsafe(16)
        self.provider.tokens.add(token)
        signed = self.provider.signed({**claims, "nonce": asked["nonce"]})
        self.write({"access_token": token, "token_type": "Bearer", "expires_in": 600, "id_token": signed})


class _Keys(_Handler):
    def get(self):
        numbers = self.provider.key.public_key().public_numbers()
        key = {"kty": "RSA", "kid": "one", "use": "sig", "alg": "RS256"}
        self.write({"keys": [{**key, "n": _number(numbers.n), "e": _number(numbers.e)}]})


class _About(_Handler):
    def get(self):
        self.write(ABOUT)


class _End(_Handler):
    def get(self):
        self.provider.ended.append(True)
        self.redirect(self.get_argument("post_logout_redirect_uri"))
