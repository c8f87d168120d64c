"""Shared by all visitors: each reads a page as its front end does, gets an answer, and leaves.

A visit has three steps. `read` gets the page, its widgets' states and whatever else the server's own front
end asks for before it can draw them. `ask` does what only Python can answer: presses a button of the page of
stock widgets, or asks an exercise of the workbook for a QR code; it returns when the answer is there. `leave`
ends the visit as a closed tab does.
"""

import re

from load.serving.content import page
from load.serving.web import request

ASKED = {"type": "record", "id": 1, "ask": "qr", "text": "WORKBOOK"}
ANSWERED = "Answered"
_CONTROLS = re.compile(
    r"(Button|Slider|IntText|Checkbox|Dropdown|Select|RadioButtons|Text|Textarea|DatePicker)"
)


class FaultError(Exception):
    """A server gave an unexpected answer."""


class Visitor:
    """Shared by all visitors. Moments are seconds of the monotonic clock."""

    def __init__(self, server, name):
        self.server = server
        self.page = page(name)
        self.address = server.address(name)
        self.cookies = {}
        self.line = None
        self.first_byte = None
        self.has_text = False
        self.shows = 0

    @property
    def blank(self):
        """Whether the page's text or some of its exercises are missing."""
        return not self.has_text or self.shows < self.page.shows

    @property
    def socket_root(self):
        """The server's address for WebSockets."""
        return self.server.root.replace("http://", "ws://", 1)

    async def get(self):
        """Get the page's HTML."""
        answer = await request("GET", self.address)
        self.first_byte = answer.first_byte
        self.cookies = answer.cookies
        if answer.status != 200:
            raise FaultError(f"The page was answered {answer.status}")
        return answer.text

    async def read(self):
        """Get everything that is needed to read the page."""
        raise NotImplementedError

    async def ask(self):
        """Get an answer from Python."""
        raise NotImplementedError

    async def leave(self):
        """Leave as a closed tab does."""
        if self.line:
            await self.line.close()

    def wanted(self, states):
        """Find the models to ask and to read the answer from, by id, and count what the page shows."""
        if self.page.stock:
            named = {state.get("description"): name for name, state in states.items()}
            said = [name for name, state in states.items() if state.get("value") == "Nothing yet."]
            self.shows = sum(is_control(state) for state in states.values())
            return (named["Press"], said[0]) if "Press" in named and said else (None, None)
        kinds = {name: state.get("_anywidget_id", "") for name, state in states.items()}
        self.shows = sum(kind.startswith("workbook.") for kind in kinds.values())
        keeping = next((name for name, kind in kinds.items() if kind.endswith(".KeepingExercise")), None)
        return keeping, keeping


def is_control(state):
    """Whether a widget is one that people use, and not a layout, a style or a label."""
    name = state.get("_model_name", "")
    return bool(_CONTROLS.search(name)) and not name.endswith(("StyleModel", "LayoutModel", "SelectionModel"))


def is_answer(data):
    """Whether what a widget sent is Python's answer."""
    told = data.get("state", {}).get("value", "")
    content = data.get("content")
    answered = isinstance(content, dict) and content.get("type") == "record" and content.get("id") == 1
    return answered or (isinstance(told, str) and told.startswith(ANSWERED))


def plain(html):
    """HTML with its usual escapes undone, so that a sentence is found in it."""
    for name, sign in (("&#39;", "'"), ("&#x27;", "'"), ("&quot;", '"'), ("&amp;", "&")):
        html = html.replace(name, sign)
    return html
