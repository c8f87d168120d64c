"""One connection to a workshop: parses each message, and answers every request.

Here: the format of messages, dispatching, and refusals. Not here: the WebSocket (see `websocket`), the
requests themselves (see `learner_requests` and `trainer_requests`).
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from widget_host.common.network import network_of
from workbook.workshop.errors import WorkshopError
from workbook.workshop.live.faults import log_fault
from workbook.workshop.live.learner_requests import LearnerRequests
from workbook.workshop.live.rate_limits import LEARNERS_BYTES, TRAINERS_BYTES
from workbook.workshop.live.services import Services
from workbook.workshop.live.session import packed
from workbook.workshop.live.trainer_requests import TrainerRequests

__all__ = ["Dispatcher", "refusal"]

_MOST_ID = 2**53

Json = dict[str, Any]
_Answer = Callable[[Json], Awaitable[Json | str]]


class Dispatcher:
    """Hands each message of one connection to the learner's or the trainer's requests. One can be both."""

    def __init__(self, services: Services, address: str, push: Callable[[str, bytes], None]) -> None:
        """Take the network address, and a function that sends unsolicited messages.

        See `session.Subscriber`.
        """
        where = network_of(address)
        self._learner = LearnerRequests(services, address, push, where)
        self._trainer = TrainerRequests(services, where or address, push)
        self._answers: dict[str, _Answer] = {
            "here": _here,
            "join": self._learner.join,
            "answer": self._learner.answer,
            "share": self._learner.share,
            "withdraw": self._learner.withdraw,
            "leave": self._learner.leave,
            "sign-in": self._trainer.sign_in,
            "trainer": self._trainer.trainer,
            "sign-out": self._trainer.sign_out,
            "create": self._trainer.create,
            "command": self._trainer.command,
            "save-plan": self._trainer.save_plan,
            "delete-plan": self._trainer.delete_plan,
            "qr": self._trainer.qr,
        }

    @property
    def is_somebody(self) -> bool:
        """Whether a learner is in a workshop, or a trainer signed in, on this connection."""
        return self._learner.is_seated or self._trainer.is_signed_in

    async def hear(self, said: str | bytes) -> str:
        """Return the answer to a message, which may be a refusal. It never raises, and logs no contents."""
        number: int | None = None
        try:
            message = self._read(said)
            number = _number(message)
            answer = self._answers.get(message["type"]) if isinstance(message.get("type"), str) else None
            if number is None or answer is None:
                raise WorkshopError("unreadable")
            found = await answer(message)
            return found if isinstance(found, str) else packed({**found, "id": number})
        except WorkshopError as error:
            return refusal(error, number)
        except Exception as error:  # whatever the error, the request gets an answer
            log_fault("A message to a workshop could not be answered", error)
            return refusal(WorkshopError("down"), number)

    def close(self) -> None:
        """Leave everything, since the connection is gone."""
        self._learner.close()
        self._trainer.close()

    def _read(self, said: str | bytes) -> Json:
        """Parse a message; raises WorkshopError ("big", "unreadable")."""
        if isinstance(said, bytes):
            raise WorkshopError("unreadable")
        most = TRAINERS_BYTES if self._trainer.is_signed_in else LEARNERS_BYTES
        if len(said.encode()) > most:
            raise WorkshopError("big")
        try:
            message = json.loads(said)
            # Lone surrogates and null characters can be written in JSON but not stored.
            if "\\u" in said and not _can_be_kept(packed(message)):
                raise WorkshopError("unreadable")
        except (ValueError, RecursionError):
            raise WorkshopError("unreadable") from None
        if not isinstance(message, dict):
            raise WorkshopError("unreadable")
        return message


def refusal(error: WorkshopError, number: int | None) -> str:
    """Return a refusal: the front end words its reason; for a plan it gets a text on how to fix it."""
    message: Json = {"type": "refused", "id": number, "reason": error.reason}
    if error.wait_s:
        message["wait"] = error.wait_s
    if error.reason == "plan":
        message["text"] = error.text
    return packed(message)


async def _here(_: Json) -> Json:
    return {"type": "here"}


def _number(message: Json) -> int | None:
    number = message.get("id")
    return number if type(number) is int and 0 <= number < _MOST_ID else None


def _can_be_kept(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\\u0000" not in text
