"""A workshop on a real server, for browser tests: its trainer, and learners without a browser.

They live in a thread of their own, since a browser that is being driven takes this one's event loop.
"""

import asyncio
import threading

from workshop.connections import Learner

WITHIN_S = 60


class Evening:
    """One workshop with a trainer and some learners; each call waits until it is done."""

    def __init__(self, server, others=5):
        self.server = server
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.trainer = self.run(server.trainer())
        plan = plan_of(self.trainer.welcomed["subjects"])
        self.steps = plan["steps"]
        self.run(self.trainer.create(plan, "Team day"))
        self.learners = [Learner(server.address) for _ in range(others)]
        for learner in self.learners:
            assert self.run(learner.join(self.trainer.code))["type"] == "joined"

    def run(self, work):
        """Wait for an action of the trainer or a learner."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(WITHIN_S)

    def do(self, do, **parts):
        """Give a command."""
        self.run(self.trainer.do(do, **parts))

    def state(self, **wanted):
        """The console's state, once it has these values."""
        return self.run(self.trainer.state(**wanted))

    def open(self, index):
        """Go to a step and open it; returns its activity."""
        self.do("go", step=index)
        self.do("open")
        return self.state(status="open", position=index)["step"]["activity"]

    def reveal(self):
        """Close what is open, and show its result."""
        self.do("close")
        self.do("reveal")

    def answer_all(self, index, answer):
        """Have every learner without a browser send this answer."""
        for learner in self.learners:
            given = self.run(learner.answer(self.steps[index]["id"], answer))
            assert given["type"] == "counted", given

    def share_all(self, index, text):
        """Have every learner without a browser share a text."""
        step = self.steps[index]["id"]
        for learner in self.learners:
            assert self.run(learner.line.ask("share", step=step, text=text))["type"] == "counted"

    def let(self, index):
        """Allow every text of a step, once all have arrived, including the browser's."""
        step, count = self.steps[index]["id"], len(self.learners) + 1

        def waiting(message):
            shares = message.get("state", {}).get("shares", ()) if message["type"] == "console" else ()
            return [one["id"] for one in shares if (one["step"], one["status"]) == (step, "waiting")]

        found = self.run(self.trainer.line.until(lambda one: len(waiting(one)) == count))
        for share in waiting(found):
            self.do("let", share=share)

    def close(self):
        """Close all connections."""
        for one in (self.trainer, *self.learners):
            if one.line is not None:
                self._loop.call_soon_threadsafe(one.line.close)
        self._loop.call_soon_threadsafe(self._loop.stop)


def plan_of(subjects):
    """A plan with a step of each kind, and two rounds of a vote."""
    kinds = [("talk", 1), ("vote", 1), ("vote", 2), ("rating", 1), ("order", 1), ("word", 1), ("share", 1)]
    steps = [
        {
            "id": f"{kind}-{number}",
            "kind": kind,
            "title": f"The {kind}, {number}",
            "minutes": 2,
            "subject": subjects[kind][0]["id"] if kind in ("vote", "rating", "order", "share") else "",
            "round": number,
            "wall": "What do you say?" if kind == "word" else "Read it.",
            "notes": "",
        }
        for kind, number in kinds
    ]
    return {"id": "all", "title": "All", "minutes": 14, "aim": "All.", "prepare": "", "steps": steps}
