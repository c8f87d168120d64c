"""A real `workbook serve` with trainers and learners, for tests and for `make bench`."""

import asyncio
import itertools
import random
from datetime import date

from browser.server import DATA, SMALL_NOTEBOOKS, Server
from workbook.workshop.storage import trainers
from workbook.workshop.storage.store import WorkshopStore
from workshop.connections import GoneError, Learner, Trainer

PASSPHRASE = "seven wet stones on a wall"
STEP = "alone"
_NAMES = itertools.count(1)


class RoomServer(Server):
    """A real server; `program` is what the command line says."""

    def __init__(self, *more, notebooks=SMALL_NOTEBOOKS, database=None):
        self._shared = database
        super().__init__(notebooks, DATA, 0, "/", *more)

    def start(self):
        if self._shared is not None:
            self.database = self._shared
        super().start()

    async def trainer(self):
        """A trainer who has just been set up, and signed in."""
        name = f"Trainer {next(_NAMES)}"
        with WorkshopStore(self.database) as store:
            trainers.add(store, name, PASSPHRASE, date(2026, 11, 23))
        trainer = Trainer(self.address, name, PASSPHRASE)
        trainer.welcomed = await trainer.sign_in()
        return trainer


def plan_with_vote(welcome):
    """A plan of a trainer's own: a talk, and a vote on the first scene that there is, alone and again."""
    scene = welcome["subjects"]["vote"][0]["id"]
    vote = {"kind": "vote", "title": "Vote", "minutes": 3, "subject": scene, "wall": "Vote alone."}
    steps = [
        {"id": "begin", "kind": "talk", "title": "Begin", "minutes": 1, "wall": "Welcome."},
        {"id": STEP, **vote, "round": 1},
        {"id": "again", **vote, "round": 2},
    ]
    return {
        "id": "own",
        "title": "A vote",
        "minutes": 7,
        "aim": "To try a room.",
        "prepare": "",
        "steps": steps,
    }


class Room:
    """One workshop with its trainer and its learners, at a vote."""

    def __init__(self, trainer):
        self.trainer = trainer
        self.learners = []
        self.step, self.choices = STEP, None
        self.acknowledged = set()
        self.answered = {}

    @classmethod
    async def begun(cls, server, trainer=None):
        """Begin a workshop by a plan with a vote."""
        room = cls(trainer or await server.trainer())
        room.address = server.address
        await room.trainer.create(plan_with_vote(room.trainer.welcomed))
        return room

    async def join(self, count):
        """Have so many more learners come, all at the same moment."""
        new = [Learner(self.address) for _ in range(count)]
        answers = await asyncio.gather(*(learner.join(self.trainer.code) for learner in new))
        self.learners += new
        return answers

    async def open(self):
        """Open the vote; the learners see it."""
        await self.trainer.do("go", step=1)
        await self.trainer.do("open")
        state = await self.trainer.state(status="open", position=1)
        self.choices = [choice["id"] for choice in state["step"]["activity"]["choices"]]

    def choice(self, number):
        """What a learner votes for: the first two choices in turn."""
        return self.choices[number % 2]

    async def vote(self, number):
        """Have a learner vote until it is counted."""
        answer = await self.learners[number].answer(self.step, self.choice(number))
        assert answer["type"] == "counted", answer
        self.acknowledged.add(number)

    async def vote_on_a_bad_line(self, number):
        """Have a learner's line break before the acknowledgement, and the vote sent again."""
        learner = self.learners[number]
        learner.line.tell("answer", step=self.step, answer=self.choice(number))
        # From at once, before it has left, to when the answer may be on its way.
        await asyncio.sleep(random.choice((0, 0.001, 0.01)))
        learner.line.drop()
        try:
            await self.vote(number)
        except GoneError:
            await learner.back()
            await self.vote(number)

    async def counts(self):
        """Close the vote, and give what was counted."""
        await self.trainer.do("close")
        state = await self.trainer.state(status="closed")
        return state["results"][self.step]["counts"]
