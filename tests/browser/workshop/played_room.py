"""A workshop's server that the test controls: it answers pages' sockets, and pushes what the test gives it.

For what a real room seldom shows, and for every state of an activity; a real server has tests of its own.
"""

import itertools
import json
import re

from playwright.sync_api import expect

CHOICES = {
    "a": "Say kindly that you cannot share appeals from your job.",
    "b": "Ask her to take the photo down this morning.",
    "c": "Go in to Davy, and ask him what he makes of the page.",
}
VOTE = {
    "scenario": {
        "title": "A van for Davy",
        "content_note": "This one is about an illness.",
        "facts": "Davy drove lorries.",
        "people": "Davy is private.",
    },
    "situation": "It is Tuesday morning. 'Would you share it?' she asks.",
    "question": "What do you do about the page?",
    "choices": [{"id": key, "choice": choice} for key, choice in CHOICES.items()],
}
REASONS = {
    key: {"judgement": "risky", "consequence": f"Then {key}.", "rationale": f"Since {key}."}
    for key in CHOICES
}
STATEMENTS = {"r1": "I know my employer's policy.", "r2": "I can answer a friend request kindly."}
RATING = {"statements": [{"id": key, "statement": text} for key, text in STATEMENTS.items()], "scale": 5}
ITEMS = {"i1": "A photo of the office party", "i2": "A like under a post", "i3": "A message to a carer"}
ORDER = {
    "title": "Risk",
    "question": "Which is riskiest?",
    "items": [{"id": key, "text": text} for key, text in ITEMS.items()],
}
SHARE = {"prompt": "What will you do differently?", "hint": "A sentence is enough."}


def group(*of, count, bound=""):
    """People whose bands are told together, as the server tells them."""
    return {"of": list(of), "count": count, "bound": bound}


BEFORE = {
    "bands": {
        "r1": [group("low", count=12), group("middle", count=10), group("high", count=8)],
        "r2": [group("low", count=20), group("middle", "high", count=10)],
    },
    "mean": {"r1": 2.9, "r2": 2.1},
    "bound": {},
}
NOW = {
    "bands": {
        "r1": [group("low", "middle", count=6), group("high", count=24)],
        "r2": [group("low", "middle", count=2, bound="fewer"), group("high", count=28, bound="more")],
    },
    "mean": {"r1": 3.9, "r2": 4.0},
    "bound": {"r2": "fewer"},
}
MOVED = {
    "r1": [group("down", count=0), group("same", count=10), group("up", count=20)],
    "r2": [group("down", "same", count=2, bound="fewer"), group("up", count=28, bound="more")],
}
RATED = {"kind": "rating", "round": 2, "n": 30, **NOW, "first": BEFORE, "movement": MOVED}
SCALE = {str(number): 6 for number in range(1, 6)}
COUNTED = {"counts": {"r1": SCALE, "r2": dict.fromkeys(SCALE)}, "mean": {"r1": 3.9, "r2": 2.5}}
RESULTS = {
    "vote": {"kind": "vote", "round": 1, "n": 30, "counts": {"a": 12, "b": None, "c": None}},
    "again": {
        "kind": "vote",
        "round": 2,
        "n": 30,
        "counts": {"a": 6, "b": 0, "c": 24},
        "first": {"a": 12, "b": 8, "c": 10},
        "first_n": 30,
        "movement": {"both": 30, "kept": 16, "changed": 14},
        "flows": {"a": {"a": 6, "c": 6}, "b": {"c": 8}, "c": {"c": 10}},
    },
    "rating": RATED,
    # As workshops had it before there were bands.
    "counted": {
        **{"kind": "rating", "round": 2, "n": 30},
        **COUNTED,
        "first": {**COUNTED, "mean": {"r1": 2.9, "r2": 2.1}},
        "movement": {"r1": {"both": 30, "up": 20, "same": 10, "down": 0}, "r2": None},
    },
    "order": {
        "kind": "order",
        "round": 1,
        "n": 30,
        "mean": {"i1": 2.5, "i2": 2.0, "i3": 1.5},
        "top": dict.fromkeys(ITEMS),
    },
    "word": {
        "kind": "word",
        "round": 1,
        "n": 30,
        "words": [{"word": "careful", "many": True}, {"word": "open-minded", "many": False}],
    },
}
SEAT = '{"workshop": "w1", "seat": "seat-1", "title": "Team day"}'
revisions = itertools.count(1)


def band(page):
    """The workshop on a page."""
    return page.locator("#wb-room")


def activity(page):
    """The present step on a page."""
    return page.locator("#wb-activity")


def focused(page):
    """The id of the focused element, or its tag's name."""
    return page.evaluate("document.activeElement.id || document.activeElement.tagName")


def step(kind="vote", activity=VOTE, **more):
    return {
        "id": f"{kind}-{more.get('round', 1)}",
        "kind": kind,
        "round": 1,
        "title": f"The {kind}",
        "wall": "Choose for yourself.",
        "activity": activity,
        **more,
    }


def state(**more):
    """What a learner may know about the workshop; by default an open vote."""
    return {
        "workshop": "w1",
        "title": "Team day",
        "revision": next(revisions),
        "ended": False,
        "number": 2,
        "of": 7,
        "status": "open",
        "step": step(),
        "timer": None,
        "answered": 0,
        "left": 0,
        "result": None,
        "shares": [],
        **more,
    }


STATES = {
    "talk": {"status": "ready", "step": step("talk", None)},
    "ready": {"status": "ready"},
    "vote": {"timer": 95, "answered": 12},
    "rating": {"step": step("rating", RATING)},
    "order": {"step": step("order", ORDER)},
    "word": {"step": step("word", {"question": "One word?"})},
    "share": {"step": step("share", SHARE), "shares": [{"id": "x", "text": "Somebody's words."}]},
    "closed": {"status": "closed"},
    "few": {"status": "revealed", "result": {"kind": "vote", "round": 1, "few": True}},
    "result": {"status": "revealed", "result": RESULTS["vote"]},
    "reasons": {
        "status": "revealed",
        "step": step(activity={**VOTE, "reasons": REASONS}, round=2),
        "result": RESULTS["again"],
    },
    "rated": {
        "status": "revealed",
        "step": step("rating", RATING, round=2),
        "result": RESULTS["rating"],
    },
    "counted": {
        "status": "revealed",
        "step": step("rating", RATING, round=2),
        "result": RESULTS["counted"],
    },
    "ordered": {"status": "revealed", "step": step("order", ORDER), "result": RESULTS["order"]},
    "words": {
        "status": "revealed",
        "step": step("word", {"question": "One word?"}),
        "result": RESULTS["word"],
    },
    "ended": {"ended": True},
}


class PlayedRoom:
    """Answers the sockets of a browser's context. `heard` has all messages of pages, except heartbeats."""

    def __init__(self, context):
        self.state = state()
        self.mine = {"answer": None, "shares": []}
        self.refusals = {}
        self.silent = set()
        self.down = False
        self.heard = []
        self.sockets = []
        context.route_web_socket(re.compile(r".*/workbook/workshop$"), self._open)

    def show(self, **more):
        """Put the workshop into a state, and send it to every page."""
        self.state = state(**more)
        self.push({"type": "state", "state": self.state})

    def push(self, message):
        for socket in self.sockets:
            socket.send(json.dumps(message))

    def cut(self):
        """Break every connection, and accept no new ones."""
        self.down = True
        for socket in self.sockets:
            socket.close()
        self.sockets.clear()

    def said(self, kind):
        """The messages of one kind from pages, without their numbers."""
        return [
            {key: value for key, value in message.items() if key not in ("id", "type")}
            for message in self.heard
            if message["type"] == kind
        ]

    def _open(self, socket):
        if self.down:
            socket.close()
            return
        self.sockets.append(socket)
        socket.on_message(lambda text: self._answer(socket, json.loads(text)))
        socket.on_close(lambda *_: socket in self.sockets and self.sockets.remove(socket))

    def _answer(self, socket, message):
        kind = message["type"]
        if kind != "here":
            self.heard.append(message)
        if kind in self.silent:
            return
        answer = self.refusals.get(kind)
        if answer is None:
            answer = {"type": "counted", "share": "s9", "step": message.get("step")}
        else:
            answer = {"type": "refused", **answer}
        if kind == "join" and answer["type"] != "refused":
            answer = {"type": "joined", "seat": "seat-1", "state": self.state, "mine": self.mine}
        socket.send(json.dumps({**answer, "id": message["id"]}))


def entering(server, open_page):
    """Return a function that opens a page whose workshop the test controls; it has joined by default."""

    def enter(path="", *, is_in=True, size="desktop", scheme="light", **more):
        # What a service worker asks for can't be played.
        options = {"size": size, "scheme": scheme, "service_workers": "block"}
        page = open_page("about:blank", may_break=True, **options)
        page.room = PlayedRoom(page.context)
        page.room.state = state(**more)
        if is_in:
            script = f"sessionStorage.was ??= localStorage.setItem('wb-workshop', '{SEAT}') ?? 1"
            page.context.add_init_script(f"location.protocol === 'http:' && ({script})")
        page.goto(server.address + path, wait_until="domcontentloaded")
        if is_in:
            expect(band(page)).to_contain_text("You are in the workshop")
        return page

    return enter
