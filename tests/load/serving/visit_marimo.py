"""A visitor of marimo's run mode, in its protocol: a WebSocket, and POST requests."""

import json
import re
from urllib.parse import urlencode
from uuid import uuid4

import websockets

from load.serving.visitor import ANSWERED, ASKED, FaultError, Visitor, is_answer, plain
from load.serving.web import cookie_header, request

_CONTROL = re.compile(
    r"<marimo-(?:button|switch|slider|range-slider|number|checkbox|dropdown|radio|multiselect|text|text-area|date)\b"
)
_PRESS = re.compile(r"<marimo-ui-element object-id='([^']+)'[^>]*><marimo-button[^>]*Press")
_MODEL = re.compile(r"data-model-id='(?:&quot;|\")?([^'&\"]+)")


class MarimoVisitor(Visitor):
    """As marimo's front end: a session of its own name, run at once by the server, heard over a socket."""

    asks = None

    async def read(self):
        """Get the page, open the session, and hear what its cells show until all are run."""
        html = await self.get()
        token = re.search(r'data-token="([^"]+)"', html)
        self.session = f"s_{uuid4().hex[:6]}"
        self.headers = [("Content-Type", "application/json"), ("Marimo-Session-Id", self.session)]
        self.headers.append(("Marimo-Server-Token", token[1] if token else ""))
        address = f"{self.socket_root}ws?{urlencode({'session_id': self.session, **self._file()})}"
        headers = {"Cookie": cookie_header(self.cookies)} if self.cookies else {}
        self.line = await websockets.connect(
            address,
            max_size=None,
            proxy=None,
            additional_headers=headers,
            open_timeout=180,
            ping_interval=None,
        )
        shown = ""
        models = {}
        while True:
            told = json.loads(await self.line.recv())
            shown += _output_of(told)
            if told["op"] == "model-lifecycle" and told["data"]["message"]["method"] == "open":
                models[told["data"]["model_id"]] = told["data"]["message"]["state"]
            if told["op"] == "completed-run":
                break
        self._choose(shown, models)

    async def ask(self):
        """Press the button, or send the exercise its message, and wait for the answer."""
        if self.page.stock:
            wish, where = {"objectIds": [self.asks], "values": [1]}, "set_ui_element_value"
        else:
            message = {"method": "custom", "content": ASKED}
            wish, where = {"modelId": self.asks, "message": message, "buffers": []}, "set_model_value"
        address = f"{self.server.root}api/kernel/{where}?{urlencode(self._file())}"
        answer = await request("POST", address, json.dumps(wish).encode(), self.headers, self.cookies)
        if answer.status != 200:
            raise FaultError(f"A message was answered {answer.status}: {answer.text[:200]}")
        while True:
            told = json.loads(await self.line.recv())
            message = told["data"].get("message", {}) if told["op"] == "model-lifecycle" else {}
            if ANSWERED in _output_of(told) or (message.get("method") == "custom" and is_answer(message)):
                return

    def _file(self):
        return {"file": f"{self.page.name}.py"}

    def _choose(self, shown, models):
        """Find what to ask, and count what the page shows."""
        text = plain(shown)
        self.has_text = self.page.sentence in text
        if self.page.stock:
            self.shows = len(_CONTROL.findall(text))
            found = _PRESS.search(text)
            self.asks = found and found[1]
        else:
            self.shows = len(set(_MODEL.findall(shown)) & set(models))
            self.asks = next((name for name, state in models.items() if is_keeping(state)), None)
        if not self.asks:
            raise FaultError("The page's widgets never came")


def is_keeping(state):
    """Whether a state is that of the exercise that every page of the workbook has, by what it holds."""
    return "codes" in state.get("content", {}) and any(name.startswith("keeping.") for name in state["words"])


def _output_of(told):
    """What a message of marimo shows, as HTML."""
    output = told["data"].get("output") if told["op"] == "cell-op" else None
    return str(output.get("data", "")) if output else ""
