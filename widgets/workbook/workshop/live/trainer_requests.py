"""Handles a trainer's requests: to sign in, to choose a plan, to run a workshop.

Here: one trainer on one connection. Not here: how messages are parsed and refused (see `dispatcher`), what a
command does (see `workshops`).
"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from workbook.workshop.domain.counting import LEAST
from workbook.workshop.domain.plans import WorkshopPlan, plan_data, plan_of, step_of
from workbook.workshop.domain.snapshots import Summary
from workbook.workshop.errors import WorkshopError
from workbook.workshop.live.qr import qr_path
from workbook.workshop.live.services import Services
from workbook.workshop.live.session import LiveSession

__all__ = ["TrainerRequests"]

Json = dict[str, Any]

_OF_STEP = ("go", "open", "close", "reveal", "hide", "reopen", "reset", "timer", "let", "refuse", "note")
_OF_PLAN = ("add", "move", "skip", "shorten")
COMMANDS = frozenset({*_OF_STEP, *_OF_PLAN, "undo", "end"})
"""The commands of a trainer in a workshop, apart from following and deleting it."""

_PARTS = ("step", "seconds", "share", "text", "to", "on", "minutes")
# How long a trainer who was removed, or signed out elsewhere, can continue at most.
_TRUSTED_FOR_S = 60.0


class TrainerRequests:
    """A trainer on a connection, who may follow one workshop. `push` sends unsolicited messages."""

    def __init__(self, services: Services, address: str, push: Callable[[str, bytes], None]) -> None:
        """Take the connection's network address."""
        self._services, self._address = services, address
        self.push = push
        self.own_shares: set[str] = set()
        self._live: LiveSession | None = None
        self._name = self._token = ""
        self._checked = 0.0

    @property
    def is_signed_in(self) -> bool:
        """Whether a trainer has signed in on this connection."""
        return bool(self._name)

    async def sign_in(self, message: Json) -> Json:
        """Check a name and a passphrase."""
        found = await self._services.trainer_access.sign_in(
            message.get("name"), message.get("passphrase"), self._address, message.get("device")
        )
        self._trust(found.name, found.token)
        return {"type": "signed-in", "token": found.token, "name": found.name, "device": found.device}

    async def trainer(self, message: Json) -> Json:
        """Accept a token, and return the console's initial data."""
        self._name, token = "", message.get("token")
        if not isinstance(token, str):
            raise WorkshopError("signed_out")
        self._trust(await self._services.trainer_access.name(token), token)
        summaries = await self._services.registry.writer.run(lambda rooms: rooms.of_trainer(self._name))
        reached = self._services.reached()
        return {
            "type": "welcome",
            "name": self._name,
            "plans": await self._plans(),
            "workshops": [_summary(one) for one in summaries],
            "subjects": self._services.texts.subjects(),
            "addresses": {"listed": list(reached.listed), "only_here": reached.only_here},
        }

    async def sign_out(self, _: Json) -> Json:
        """Sign the trainer out, on this connection and on all that have the token."""
        if self._token:
            await self._services.trainer_access.sign_out(self._token)
        self.close()
        self._name = self._token = ""
        return {"type": "signed-out"}

    async def create(self, message: Json) -> Json:
        """Start a workshop with a plan: a ready-made one, the trainer's own by its id, or one in full."""
        name = await self._trainer()
        plan, title = await self._plan(name, message.get("plan")), message.get("title")
        now, least = self._services.registry.clock(), message.get("least", LEAST)
        snapshot = await self._services.registry.writer.run(
            lambda rooms: rooms.create(name, plan, title, now, least)
        )
        return {"type": "created", "workshop": snapshot.id}

    async def command(self, message: Json) -> Json:
        """Run a command in one of this trainer's workshops."""
        name = await self._trainer()
        workshop_id, do = message.get("workshop"), message.get("do")
        if not isinstance(workshop_id, str) or not isinstance(do, str):
            raise WorkshopError("unreadable")
        registry = self._services.registry
        if do == "watch":
            await self._follow(workshop_id, name)
        elif do == "delete":
            await registry.delete(workshop_id, name)
        elif do in COMMANDS:
            parts = {part: message[part] for part in _PARTS if part in message}
            if do == "add":
                parts["step"] = step_of(message.get("step"), self._services.texts.known)
            now = registry.clock()
            await registry.do(lambda rooms: rooms.command(workshop_id, name, do, now, **parts))
        else:
            raise WorkshopError("unreadable")
        return {"type": "done"}

    async def save_plan(self, message: Json) -> Json:
        """Save one of the trainer's own plans."""
        name = await self._trainer()
        plan = plan_of(message.get("plan"), self._services.texts.known)
        await self._services.registry.writer.run(lambda rooms: rooms.save_plan(name, plan))
        return {"type": "saved", "plans": await self._plans()}

    async def delete_plan(self, message: Json) -> Json:
        """Delete one of the trainer's own plans."""
        name, plan = await self._trainer(), message.get("plan")
        if not isinstance(plan, str):
            raise WorkshopError("unreadable")
        await self._services.registry.writer.run(lambda rooms: rooms.delete_plan(name, plan))
        return {"type": "saved", "plans": await self._plans()}

    async def qr(self, message: Json) -> Json:
        """Return an address as a QR code."""
        await self._trainer()
        address = message.get("address")
        if not isinstance(address, str):
            raise WorkshopError("unreadable")
        size, path = qr_path(address)
        return {"type": "qr", "size": size, "path": path}

    def renew_own(self) -> None:
        """Do nothing: a console has no texts of its own."""

    def close(self) -> None:
        """Stop following a workshop."""
        live, self._live = self._live, None
        if live is not None:
            live.consoles.discard(self)
            self._services.registry.left(live)

    async def _follow(self, workshop_id: str, name: str) -> None:
        live = await self._services.registry.enter(workshop_id, fresh=True)
        if live.snapshot.trainer != name:
            self._services.registry.left(live)
            raise WorkshopError("not_yours")
        if live is not self._live:
            self.close()
            self._live = live
            live.consoles.add(self)
        self.push("console", f'{{"type":"console","state":{live.consoles_text()}}}'.encode())

    def _trust(self, name: str, token: str) -> None:
        self._name, self._token, self._checked = name, token, time.monotonic()

    async def _trainer(self) -> str:
        """Return the trainer's name; raises WorkshopError ("signed_out") if nobody is signed in."""
        if not self._name:
            raise WorkshopError("signed_out")
        if time.monotonic() - self._checked > _TRUSTED_FOR_S:
            try:
                self._trust(await self._services.trainer_access.name(self._token), self._token)
            except WorkshopError as error:
                if error.reason == "signed_out":
                    self.close()
                    self._name = ""
                raise
        return self._name

    async def _plan(self, name: str, asked: object) -> WorkshopPlan:
        if not isinstance(asked, str):
            return plan_of(asked, self._services.texts.known)
        own = await self._services.registry.writer.run(lambda rooms: rooms.own_plans(name))
        for plan in (*own, *self._services.texts.ready_plans()):
            if plan.id == asked:
                return plan
        raise WorkshopError("plan", "There is no such plan any more. Choose another.")

    async def _plans(self) -> list[Json]:
        name = self._name
        own = await self._services.registry.writer.run(lambda rooms: rooms.own_plans(name))
        ready = self._services.texts.ready_plans()
        return [
            *({**plan_data(plan), "own": False} for plan in ready),
            *({**plan_data(plan), "own": True} for plan in own),
        ]


def _summary(one: Summary) -> Json:
    return {
        "workshop": one.id,
        "code": one.code,
        "title": one.title,
        "plan": one.plan,
        "started": _moment(one.started),
        "ended": _moment(one.ended),
        "joined": one.joined,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
