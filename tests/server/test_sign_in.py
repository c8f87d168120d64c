"""A real Apache as `workbook sign-in oidc` configures it, before a real server, with a small provider."""

import asyncio
import datetime
import ipaddress
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
from http.cookiejar import CookieJar
from pathlib import Path
from threading import Event, Thread
from urllib.error import HTTPError
from urllib.parse import parse_qs, quote, urlencode, urlsplit
from urllib.request import (
    HTTPCookieProcessor,
    HTTPRedirectHandler,
    HTTPSHandler,
    ProxyHandler,
    Request,
    build_opener,
)

import pytest
import websockets
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tornado import httpserver, netutil, web
from websockets.exceptions import InvalidStatus

from browser.server import DATA, SMALL_NOTEBOOKS, Server
from server.oidc_provider import ABOUT, CLIENT, FORM, SECRET, Provider
from timeouts import scaled, wait_until
from workbook.cli.sign_in import sign_in

MODULES = Path("/usr/lib/apache2/modules")
APACHE = shutil.which("apache2", path=f"{os.environ['PATH']}:/usr/sbin")
WITHIN_S = 30
OPEN = ssl._create_unverified_context()
LOADED = (
    *("mpm_event", "authn_core", "authz_core", "authz_user", "headers", "proxy", "proxy_http"),
    *("proxy_wstunnel", "socache_shmcb", "ssl", "auth_openidc"),
)

pytestmark = pytest.mark.skipif(
    APACHE is None or not (MODULES / "mod_auth_openidc.so").exists(),
    reason="Apache with mod_auth_openidc was not found (Debian: apache2, libapache2-mod-auth-openidc).",
)


def certificate(folder):
    """A certificate for this machine's loopback address, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem, kind = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "certificate.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, kind, serialization.NoEncryption()))


class Apache:
    """A running Apache with the configuration that the command has written, and no more than it needs."""

    def __init__(self, folder, provider, server):
        self.folder = folder
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        self.address = f"https://127.0.0.1:{port}"
        options = {"address": self.address, "provider": provider.issuer, "client": CLIENT, "server": server}
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        sign_in.main(["oidc", str(folder), *arguments], standalone_mode=False)
        known = folder / "secrets.conf"
        asked = "put-the-secret-of-the-provider-here"
        text = known.read_text()
        assert asked in text
        known.write_text(text.replace(asked, f'"{SECRET}"'))
        certificate(folder)
        lines = [f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in LOADED]
        user = ["User www-data", "Group www-data"] if os.geteuid() == 0 else []
        (folder / "apache.conf").write_text(
            "\n".join(
                [
                    f'ServerRoot "{folder}"',
                    f'PidFile "{folder}/apache.pid"',
                    f'DefaultRuntimeDir "{folder}"',
                    "ServerName 127.0.0.1",
                    f"Listen 127.0.0.1:{port}",
                    f'ErrorLog "{folder}/start.log"',
                    *lines,
                    *user,
                    f'Include "{folder}/workbook.conf"',
                    "",
                ]
            )
        )
        with (folder / "out.log").open("wb") as out:
            self.process = subprocess.Popen(
                [APACHE, "-f", folder / "apache.conf", "-DFOREGROUND"],
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        self._wait(port)

    def _wait(self, port):
        def answers():
            assert self.process.poll() is None, self.logs()
            with socket.create_connection(("127.0.0.1", port), 1):
                return True

        wait_until(answers, WITHIN_S, what=self.logs, ignoring=(OSError,))

    def logs(self):
        """All that it has written."""
        return "\n".join(
            path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")) if path.exists()
        )

    def stop(self):
        """Stop it by its process id."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(WITHIN_S)


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, apache):
        self.apache = apache
        self.jar = CookieJar()
        parts = (ProxyHandler({}), HTTPSHandler(context=OPEN), HTTPCookieProcessor(self.jar))
        self._going, self._staying = build_opener(*parts), build_opener(*parts, _Stay())

    def get(self, path, *, stay=False, body=None, **headers):
        """Ask for an address; gives the status, the address in the end, and the text."""
        address = path if path.startswith("http") else f"{self.apache.address}{path}"
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        data = urlencode(body).encode() if body is not None else None
        opener = self._staying if stay else self._going
        try:
            with opener.open(Request(address, data, names), timeout=scaled(30)) as answer:
                return answer.status, answer.url, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.headers.get("Location", error.url), error.read().decode()

    def sign_in(self, path="/"):
        """Open a page, and sign in at the provider; gives what the person sees in the end."""
        status, url, text = self.get(path)
        assert (status, FORM in text) == (200, True), self.apache.logs()
        return self.get(url, body={})

    def cookies(self, path="/"):
        """The cookies that go with a request to a path, as a header."""
        request = Request(f"{self.apache.address}{path}")
        self.jar.add_cookie_header(request)
        return request.get_header("Cookie") or ""


class Echo:
    """A server that says what it was asked with, and repeats what comes over a line."""

    def __init__(self):
        self._started, self._end = Event(), None
        self._thread = Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        self._thread.start()
        assert self._started.wait(10)

    async def _run(self):
        class Heard(web.RequestHandler):
            def get(self):
                self.write(dict(self.request.headers.get_all()))

        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        (one,) = netutil.bind_sockets(0, "127.0.0.1")
        self.address = f"http://127.0.0.1:{one.getsockname()[1]}"
        server = httpserver.HTTPServer(web.Application([(".*", Heard)]))
        server.add_socket(one)
        self._started.set()
        await self._end.wait()
        server.stop()

    def stop(self):
        """Stop it."""
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)


@pytest.fixture(scope="module")
def provider():
    running = Provider()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def server():
    running = Server(SMALL_NOTEBOOKS, DATA, 0, "/", "--trust-proxy")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def apache(provider, server, tmp_path_factory):
    running = Apache(tmp_path_factory.mktemp("apache"), provider, server.address.rstrip("/"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def echoing(provider, tmp_path_factory):
    echo = Echo()
    running = Apache(tmp_path_factory.mktemp("echo"), provider, echo.address)
    yield running
    running.stop()
    echo.stop()


@pytest.mark.parametrize("path", ["/", "/voila/render/beginning.ipynb", "/healthz", "/metrics", "/nowhere"])
@pytest.mark.slow
def test_who_is_not_signed_in_is_sent_to_the_provider(apache, provider, path):
    status, where, _ = Person(apache).get(path, stay=True)
    assert status == 302
    assert where.startswith(f"{provider.issuer}/authorize?")


@pytest.mark.slow
def test_the_provider_is_asked_for_no_more_than_that_somebody_is_known(apache):
    _, where, _ = Person(apache).get("/", stay=True)
    asked = {name: value[0] for name, value in parse_qs(urlsplit(where).query).items()}
    assert asked["scope"] == "openid"
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"{apache.address}/sign-in/back"


@pytest.mark.parametrize(
    "headers",
    [{"Sec_Fetch_Mode": "cors"}, {"Sec_Fetch_Mode": "no-cors"}, {"Upgrade": "websocket"}],
)
@pytest.mark.slow
def test_what_is_no_page_is_refused_without_a_sign_in(apache, headers):
    status, where, _ = Person(apache).get("/host/status", stay=True, **headers)
    assert status == 401
    assert "authorize" not in where


@pytest.mark.slow
def test_who_signs_in_comes_to_the_page_that_was_asked_for(apache):
    person = Person(apache)
    status, url, text = person.sign_in("/voila/render/beginning.ipynb")
    assert (status, urlsplit(url).path) == (200, "/voila/render/beginning.ipynb"), apache.logs()
    assert "<h1" in text
    assert person.get("/host/status")[0] == 200


def line(apache, cookies, kernel="00000000-0000-4000-8000-000000000000", key=""):
    """Open the line to a kernel, with these cookies."""
    address = f"{apache.address.replace('https', 'wss')}/api/kernels/{kernel}/channels?session_id=one"
    return websockets.connect(
        address,
        ssl=OPEN,
        additional_headers={"Cookie": cookies} if cookies else {},
        origin=apache.address,
        proxy=None,
        subprotocols=[f"key.{key}"] if key else None,
    )


def kernel_of(person):
    """The name and the key of a kernel of one's own, as a page asks for it."""

    def built():
        _, _, text = person.get("/voila/render/echo.ipynb")
        data = json.loads(re.search(r'id="wb-page">(.*?)</script>', text, re.DOTALL)[1])
        return data if data["build"] else None

    data = wait_until(built, 60)
    wish = json.dumps({"page": data["page"], "build": data["build"], "ticket": ""}).encode()
    request = Request(
        f"{person.apache.address}/host/kernel",
        wish,
        {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"},
    )
    with person._going.open(request, timeout=scaled(60)) as answer:
        told = json.load(answer)
        return told["kernel"], told["key"]


@pytest.mark.slow
def test_a_line_to_a_kernel_opens_for_who_is_signed_in_alone(apache):
    person = Person(apache)
    person.sign_in()
    kernel, key = kernel_of(person)

    async def try_both():
        with pytest.raises(InvalidStatus, match="401"):
            async with line(apache, "", kernel, key):
                pass
        async with line(apache, person.cookies("/api/"), kernel, key) as opened:
            about = {"msg_id": "a", "msg_type": "kernel_info_request", "session": "s", "username": "u"}
            message = {"header": {**about, "version": "5.3", "date": "2026-11-23T00:00:00Z"}}
            message |= {"parent_header": {}, "metadata": {}, "content": {}, "channel": "shell"}
            await opened.send(json.dumps(message))
            while True:
                told = await asyncio.wait_for(opened.recv(), 30)
                text = told if isinstance(told, str) else told.decode("utf-8", "replace")
                if "kernel_info_reply" in text:
                    return

    asyncio.run(try_both())


def test_the_workbook_learns_nothing_of_who_somebody_is(echoing):
    person = Person(echoing)
    status, _, _ = person.sign_in("/")
    assert status == 200, echoing.logs()
    invented = {"OIDC_CLAIM_sub": "me", "X_Remote_User": "me", "Authorization": "Bearer me"}
    status, _, text = person.get("/", **invented)
    heard = json.loads(text)
    assert status == 200
    for value in (*ABOUT.values(), "me"):
        assert value not in heard.values(), heard
        assert len(value) < 3 or value not in text
    names = {name.lower() for name in heard}
    assert {name for name in names if "oidc" in name or "user" in name} <= {"user-agent"}
    assert "authorization" not in names
    assert "workbook_session" not in text
    assert heard["X-Forwarded-Proto"] == "https"
    assert heard["Host"] == urlsplit(echoing.address).netloc


@pytest.mark.slow
def test_other_cookies_reach_the_workbook(echoing):
    person = Person(echoing)
    person.sign_in("/")
    session = person.cookies()
    assert "workbook_session=" in session
    _, _, text = Person(echoing).get("/", Cookie=f"{session}; _xsrf=kept")
    assert json.loads(text)["Cookie"] == "_xsrf=kept"


@pytest.mark.slow
def test_a_browser_keeps_the_session_s_number_under_lock(apache):
    person = Person(apache)
    person.sign_in()
    (kept,) = [one for one in person.jar if one.name == "workbook_session"]
    assert kept.secure
    assert kept.has_nonstandard_attr("HttpOnly")
    assert kept.get_nonstandard_attr("SameSite") in ("Lax", "Strict")
    assert len(kept.value) < 100


@pytest.mark.slow
def test_who_signs_out_is_out_here_and_at_the_provider(apache, provider):
    person = Person(apache)
    person.sign_in()
    before, session = len(provider.ended), person.cookies()
    out = f"/sign-in/back?logout={quote(f'{apache.address}/signed-out', safe='')}"
    _, url, text = person.get(out)
    assert urlsplit(url).path == "/signed-out", (url, apache.logs())
    assert "You are signed out." in text
    assert len(provider.ended) == before + 1
    assert person.get("/", stay=True)[0] == 302
    # The cookie as it was, as somebody could have copied it.
    assert Person(apache).get("/", stay=True, Cookie=session)[0] == 302


@pytest.mark.slow
def test_a_session_that_somebody_invents_opens_nothing(apache):
    assert Person(apache).get("/", stay=True, Cookie="workbook_session=" + "a" * 36)[0] == 302


@pytest.mark.slow
def test_the_logs_name_nobody_and_no_page(apache):
    person = Person(apache)
    person.sign_in("/voila/render/beginning.ipynb")
    text = apache.logs()
    for value in (*ABOUT.values(), "beginning", "code=", SECRET):
        assert value not in text
