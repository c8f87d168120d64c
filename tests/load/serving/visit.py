"""Visitors of servers with Jupyter's protocol, and which visitor belongs to which server."""

import asyncio
import json
import re
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import websockets

from load.serving import jupyter, servers
from load.serving.visit_marimo import MarimoVisitor
from load.serving.visitor import ASKED, FaultError, Visitor, is_answer, plain
from load.serving.web import request


class JupyterVisitor(Visitor):
    """A visitor of a server whose widgets speak Jupyter's protocol."""

    asks = tells = None

    async def ask(self):
        """Send the widget a message, and wait for the result."""
        content = {"event": "click"} if self.page.stock else ASKED
        await self.line.comm_send(self.asks, {"method": "custom", "content": content})
        while True:
            sender, data = await self.line.comm_data()
            if sender == self.tells and is_answer(data):
                return

    def choose(self, states):
        """Find the widgets to communicate with."""
        self.asks, self.tells = self.wanted(states)
        if not self.asks:
            raise FaultError("The page's widgets never came")


class VoilaVisitor(JupyterVisitor):
    """As Voila's front end: the page comes with a kernel, whose widgets are asked for over the socket."""

    kernel = None
    key = ""

    async def read(self):
        """Get the page, which comes as its cells are run, and then all states at once."""
        html = await self.get()
        self.has_text = self.page.sentence in plain(html)
        found = re.search(r'"kernelId": ?"([0-9a-f-]+)"', html)
        if not found:
            raise FaultError("The page came without a kernel")
        self.kernel = found[1]
        await self.connect()
        self.choose(await self.line.states())

    async def connect(self):
        """Join the kernel."""
        session = str(uuid4())
        address = f"{self.socket_root}api/kernels/{self.kernel}/channels?session_id={session}"
        offered = (jupyter.V1, *([f"key.{self.key}"] if self.key else []))
        self.line = await jupyter.Line.open(address, session, self.cookies, offered)

    async def leave(self):
        """End the kernel, as the page does when it is left."""
        await super().leave()
        if self.kernel:
            token = urlencode({"_xsrf": self.cookies.get("_xsrf", ""), "key": self.key}).encode()
            kind = [("Content-Type", "application/x-www-form-urlencoded")]
            address = f"{self.server.root}voila/api/shutdown/{self.kernel}"
            await request("POST", address, token, kind, self.cookies)


class OurVisitor(VoilaVisitor):
    """As the workbook's own front end: the states come with the page, the kernel when it is needed."""

    data = None

    async def read(self):
        """Get the page, which carries its widgets' states."""
        html = await self.get()
        self.has_text = self.page.sentence in plain(html)
        found = re.search(r'<script[^>]*id="wb-page"[^>]*>(.*?)</script>', html, re.DOTALL)
        if not found:
            raise FaultError("The page came without its widgets")
        self.data = json.loads(found[1])
        self.kernel, self.key = self.data.get("kernel"), self.data.get("key", "")
        self.choose({name: _known(model) for name, model in self.data["models"].items()})

    async def ask(self):
        """Attach a kernel first, waiting in the queue where there is one."""
        if not self.kernel:
            self.kernel, self.key = await self.attach()
        await self.connect()
        await super().ask()

    async def attach(self):
        """Ask for a kernel until there is one; gives its id and key."""
        ticket = None
        headers = [("Content-Type", "application/json"), ("X-XSRFToken", self.cookies.get("_xsrf", ""))]
        while True:
            wish = {"page": self.data["page"], "build": self.data["build"], "ticket": ticket}
            address = f"{self.server.root}host/kernel"
            answer = await request("POST", address, json.dumps(wish).encode(), headers, self.cookies)
            if answer.status == 200:
                told = answer.json()
                return told["kernel"], told.get("key", "")
            told = answer.json() if answer.text.startswith("{") else {}
            if answer.status != 503 or told.get("reason") != "full":
                raise FaultError(f"A kernel was answered {answer.status} {told.get('reason', '')}")
            ticket = told.get("ticket")
            await asyncio.sleep(float(told.get("again", 1)))


class LimitVisitor(OurVisitor):
    """As the workbook's own front end on a page that nginx sends, with an answer that needs no kernel."""

    async def ask(self):
        """Open a WebSocket, send a message, and wait for the answer."""
        self.line = await websockets.connect(f"{self.socket_root}answer", proxy=None, ping_interval=None)
        await self.line.send("?")
        await self.line.recv()


def _known(model):
    """A model's state with the names that ipywidgets has in it, which the page keeps beside it."""
    return {"_model_name": model.get("name", ""), **model["state"]}


class SolaraVisitor(JupyterVisitor):
    """As Solara's front end: names a virtual kernel, has the app run in it, and hears its widgets open."""

    kernel = None
    session = None

    async def read(self):
        """Get the page and run the app at its address; text and widgets come as comms that are opened."""
        await self.get()
        self.kernel, self.session = str(uuid4()), str(uuid4())
        address = f"{self.socket_root}jupyter/api/kernels/{self.kernel}/channels?session_id={self.session}"
        self.line = await jupyter.Line.open(address, self.session, self.cookies, ())
        control = await self.line.comm_open("solara.control")
        path = urlsplit(self.address).path.lstrip("/")
        await self.line.comm_send(control, {"method": "run", "args": {"path": path, "appName": None}})
        states = {}
        while True:
            sender, data = await self.line.comm_data()
            if sender == control and data.get("method") == "finished":
                break
            states.setdefault(sender, {}).update(data.get("state", {}))
        self.has_text = any(self.page.sentence in plain(text) for text in _texts(states))
        self.choose(states)

    async def leave(self):
        """Tell the server that the page is closed."""
        await super().leave()
        address = f"{self.server.root}_solara/api/close/{self.kernel}?session_id={self.session}"
        await request("POST", address, cookies=self.cookies)


def _texts(states):
    """Every text in the states that may hold prose."""
    for state in states.values():
        yield from (value for value in state.values() if isinstance(value, str) and "<" in value)


KINDS = {
    servers.VOILA: VoilaVisitor,
    servers.HEATED: VoilaVisitor,
    servers.SOLARA: SolaraVisitor,
    servers.MARIMO: MarimoVisitor,
    servers.OURS: OurVisitor,
    servers.LIMIT: LimitVisitor,
}


def visitor(server, name):
    """A visitor of a page."""
    return KINDS[server.kind](server, name)
