"""Handles a learner's requests: to join, to answer, to share a text, to withdraw it, to leave.

Here: one learner on one connection. Not here: how messages are parsed and refused (see `dispatcher`), what
is counted (see `workshops`).
"""

from collections.abc import Callable
from typing import Any

from workbook.workshop.domain.codes import read_join_code
from workbook.workshop.domain.snapshots import DeviceInput, IncomingAnswer
from workbook.workshop.errors import WorkshopError
from workbook.workshop.live.services import Services
from workbook.workshop.live.session import LiveSession, packed
from workbook.workshop.live.states import step_at

__all__ = ["LearnerRequests"]

Json = dict[str, Any]
_LONGEST_ID = 100


class LearnerRequests:
    """A learner on a connection, who may be in one workshop. `push` sends unsolicited messages."""

    def __init__(
        self, services: Services, address: str, push: Callable[[str, bytes], None], network: str | None = None
    ) -> None:
        """Take the connection's network address, and the network under which it is counted."""
        self._services, self._address, self._network = services, network or address, network
        self.push = push
        self.own_shares: set[str] = set()
        self._guesses = services.guesses.of_line()
        self._seats = services.seating.of_line()
        self._live: LiveSession | None = None
        self._seat = ""

    @property
    def is_seated(self) -> bool:
        """Whether somebody is in a workshop on this connection."""
        return self._live is not None

    async def join(self, message: Json) -> str:
        """Take a new seat by a code, or return to an earlier seat."""
        had = message.get("seat")
        if had is not None and not _is_id(had):
            raise WorkshopError("left")
        if message.get("code") is not None:
            workshop_id = await self._find(message["code"])
            seat = await self._seated(workshop_id, had)
        elif _is_id(message.get("workshop")) and had:
            workshop_id = message["workshop"]
            seat = await self._services.registry.writer.seat(workshop_id, had)
        else:
            raise WorkshopError("unreadable")
        mine, live = await self._mine(workshop_id, seat, is_new=seat != had)
        self._stand_up()
        self._live, self._seat = live, seat
        self.own_shares = {share.share for share in mine.shares}
        live.learners.add(self)
        self._services.seating.came(live.id, self._network)
        if seat != had:
            self._services.registry.changed(workshop_id)
        about = {"type": "joined", "id": message["id"], "seat": seat, "mine": _mine(mine)}
        # The state is the same for all, and was serialised once.
        return f'{packed(about)[:-1]},"state":{live.learners_text()}}}'

    async def answer(self, message: Json) -> Json:
        """Store an answer, and acknowledge it once it can't be lost any more."""
        live, seat = self._place()
        step = _id(message, "step")
        await self._services.registry.writer.answer(
            IncomingAnswer(live.id, step, seat, message.get("answer"))
        )
        self._services.registry.changed(live.id)
        return {"type": "counted", "step": step}

    async def share(self, message: Json) -> Json:
        """Accept a text to be shown to everybody, once the trainer allows it, and perhaps for the report."""
        live, seat = self._place()
        step, text, given = _id(message, "step"), message.get("text"), message.get("report") is True
        share = await self._services.registry.writer.run(
            lambda rooms: rooms.share(live.id, step, seat, text, for_report=given)
        )
        self.own_shares.add(share)
        self._services.registry.changed(live.id)
        return {"type": "counted", "step": step, "share": share}

    async def withdraw(self, message: Json) -> Json:
        """Withdraw the learner's own text."""
        live, seat = self._place()
        share = _id(message, "share")
        await self._services.registry.writer.run(lambda rooms: rooms.withdraw(live.id, share, seat))
        self._services.registry.changed(live.id)
        return {"type": "counted", "share": share}

    async def leave(self, _: Json) -> Json:
        """Give the seat up for good."""
        if self._live is not None:
            live, seat = self._place()
            await self._services.registry.writer.run(lambda rooms: rooms.leave(live.id, seat))
            self._services.seating.gave_up(live.id, self._network)
            self._services.registry.changed(live.id)
            self._stand_up()
        return {"type": "left"}

    def renew_own(self) -> None:
        """Send the status of the learner's own texts in the current step."""
        self._services.registry.spawn(self._push_own())

    def close(self) -> None:
        """Leave the workshop, since the connection is gone; the seat is kept."""
        self._stand_up()

    async def _find(self, code: object) -> str:
        """Return the workshop of a code; wrong codes are counted."""
        guesses = self._services.guesses
        if wait_s := guesses.wait_s(self._address, self._guesses):
            raise WorkshopError("wait", wait_s=wait_s)
        try:
            if not isinstance(code, str):
                raise WorkshopError("unknown")
            return await self._services.registry.code(read_join_code(code))
        except WorkshopError as error:
            if error.reason == "unknown":
                guesses.was_wrong(self._address, self._guesses)
            raise

    async def _seated(self, workshop_id: str, had: str | None) -> str:
        """Return the seat that a device had, or a new one if that was in another workshop."""
        if had is not None:
            try:
                return await self._services.registry.writer.seat(workshop_id, had)
            except WorkshopError as error:
                if error.reason != "left":
                    raise
        live = await self._services.registry.enter(workshop_id)
        try:
            self._services.seating.ask(workshop_id, self._network, self._seats, live.snapshot.joined)
            seat = await self._services.registry.writer.seat(workshop_id, None)
        except WorkshopError:
            self._services.registry.left(live)
            raise
        self._services.seating.took(workshop_id, self._network)
        return seat

    async def _mine(self, workshop_id: str, seat: str, *, is_new: bool) -> tuple[DeviceInput, LiveSession]:
        """Return a seat's input to the current step, and the workshop at the same moment."""
        registry = self._services.registry
        live = await registry.enter(workshop_id)
        while not is_new and (step := step_at(live.snapshot)) is not None:
            mine = await self._read_mine(live.id, step.id, seat)
            live = await registry.enter(workshop_id)
            if (now := step_at(live.snapshot)) is not None and now.id == step.id:
                return mine, live
        return DeviceInput(), live

    async def _read_mine(self, workshop_id: str, step_id: str, seat: str) -> DeviceInput:
        return await self._services.registry.writer.run(lambda rooms: rooms.mine(workshop_id, step_id, seat))

    async def _push_own(self) -> None:
        live, seat = self._live, self._seat
        if live is None or (step := step_at(live.snapshot)) is None:
            return
        mine = await self._read_mine(live.id, step.id, seat)
        if self._live is live and self._seat == seat:
            self.push("mine", packed({"type": "mine", "shares": _mine(mine)["shares"]}).encode())

    def _place(self) -> tuple[LiveSession, str]:
        if self._live is None:
            raise WorkshopError("left")
        return self._live, self._seat

    def _stand_up(self) -> None:
        live, self._live = self._live, None
        if live is not None:
            live.learners.discard(self)
            self._services.seating.went(live.id, self._network)
            self._services.registry.left(live)
        self._seat = ""
        self.own_shares = set()


def _mine(mine: DeviceInput) -> Json:
    shares = [
        {"share": one.share, "text": one.text, "status": one.status, "report": one.for_report}
        for one in mine.shares
    ]
    return {"answer": mine.answer, "shares": shares}


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_ID


def _id(message: Json, name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str) or not _is_id(value):
        raise WorkshopError("unreadable")
    return value
