"""For the tests of reports: texts, workshops with votes, and short ways to make requests."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import update

from workbook.front import words
from workbook.workshop.domain.plans import Step, WorkshopPlan
from workbook.workshop.report.request import found_in
from workbook.workshop.storage import trainers
from workbook.workshop.storage.schema import results
from workshop.rooms import CHOICES, ITEMS, NOW, STATEMENTS, TRAINER, Room

PASSPHRASE = "correct horse battery"
SCENARIO = "The petition"
CHOICE_TEXTS = {
    "ask": "Ask the team leader before you do anything",
    "post": "Sign it, and share it with a comment",
    "wait": "Wait for a day, and look at it again",
}
STATEMENT_TEXTS = {"knows": "I know what the standard asks of me", "dares": "I would say so to a colleague"}
ITEM_TEXTS = {"friend": "A friend request", "photo": "A photo of the team", "reply": "An angry reply"}


class ReportTexts:
    """What the content has of the tests' plan."""

    def activity(self, step):
        if step.kind == "vote":
            return {
                "scenario": {"title": SCENARIO},
                "question": "What do you do first?",
                "choices": [{"id": id_, "choice": text} for id_, text in CHOICE_TEXTS.items()],
                "reasons": {"ask": {"judgement": "best"}, "post": {"judgement": "harmful"}},
            }
        if step.kind == "rating":
            return {"statements": [{"id": id_, "statement": t} for id_, t in STATEMENT_TEXTS.items()]}
        if step.kind == "order":
            return {"title": "Six posts", "items": [{"id": id_, "text": t} for id_, t in ITEM_TEXTS.items()]}
        return None

    def subjects(self):
        return {"rating": [{"id": "standard", "title": "Standard 5: Public trust"}]}


class NoTexts:
    """A content that has changed: nothing is there any more."""

    def activity(self, step):
        raise LookupError(step.subject)

    def subjects(self):
        raise LookupError("all of it")


def sign_in(store, name=TRAINER):
    """Set a trainer up, and return a token that holds now."""
    trainers.add(store, name, PASSPHRASE, NOW.date())
    return trainers.sign_in(store, name, PASSPHRASE, "192.0.2.1", datetime.now(UTC))


def finding(store):
    """What reads a request's workshops, as the server does for the console's kernel."""
    return partial(found_in, store)


def request(token, *rooms, **changes):
    """What the console sends."""
    return {
        "type": "workshop",
        "id": 1,
        "ask": "report",
        "token": token,
        "workshops": [getattr(room, "id", room) for room in rooms],
        "format": "csv",
        "labels": words("workshop_report"),
        "notes": True,
        "made": "2026-11-23T12:00:00+00:00",
        "language": "en-GB",
        "zone": "Europe/London",
        **changes,
    }


def vote_twice(room, first, second):
    """Vote alone and again: so many for each of CHOICES, by as many devices as are needed."""
    seats = room.join(max(sum(first), sum(second)))
    room.go(1)
    room.vote(seats, *first)
    room.do("reveal")
    room.go(2)
    room.vote(seats, *second, step="again")
    room.do("reveal")
    return seats


def vote_as_before(room):
    """Vote twice, and store what an earlier workbook did, which masked small numbers of votes."""
    vote_twice(room, (4, 3, 1), (5, 2, 1))
    masked = dict.fromkeys(CHOICES)
    head = {"kind": "vote", "n": 8, "counts": masked}
    moved = {"first": masked, "first_n": 8, "movement": None, "flows": None}
    with room.store.connection(write=True) as connection:
        for step, result in (("vote", {**head, "round": 1}), ("again", {**head, "round": 2, **moved})):
            of_step = (results.c.workshop_id == room.id) & (results.c.step_id == step)
            connection.execute(update(results).where(of_step).values(result=json.dumps(result)))


def rate_twice(room, seats, first, second):
    """Rate before and after: everybody rates every statement the same."""
    for position, step, rating in ((3, "rating", first), (4, "rated", second)):
        room.go(position)
        room.answer(seats, [dict.fromkeys(STATEMENTS, rating)] * len(seats), step)
        room.do("reveal")


def play(room, count=12):
    """Play the whole plan with so many devices, and end it."""
    half = count // 2
    seats = vote_twice(room, (half, count - half, 0), (count, 0, 0))
    rate_twice(room, seats, 2, 4)
    room.go(5)
    room.answer(seats, [list(ITEMS)] * count, "order")
    room.do("reveal")
    room.go(6)
    for seat in seats:
        room.share(seat, "calm")
    room.do("close")
    room.go(7)
    for number, seat in enumerate(seats):
        room.share(seat, f"A secret of mine {number}", "share")
    room.do("close")
    room.do("note", step="", text="A good room.\nWe ran late.")
    room.do("note", step="vote", text='=HYPERLINK("http://x")')
    room.do("end", now=NOW + timedelta(minutes=40))
    return room


def long_plan(count):
    """A plan of so many steps, with long words in them."""
    word = "Verantwortungsdiffusionsbeschreibungsversuch" * 2
    steps = [Step(f"talk-{number}", "talk", f"{word[:60]} {number}", 3) for number in range(count - 1)]
    return WorkshopPlan(
        "long", word, count * 3, word * 3, "", (*steps, Step("vote", "vote", word, 3, "scene"))
    )


__all__ = [
    "CHOICES",
    "CHOICE_TEXTS",
    "ITEM_TEXTS",
    "SCENARIO",
    "STATEMENT_TEXTS",
    "NoTexts",
    "ReportTexts",
    "Room",
    "finding",
    "long_plan",
    "play",
    "rate_twice",
    "request",
    "sign_in",
    "vote_as_before",
    "vote_twice",
]
