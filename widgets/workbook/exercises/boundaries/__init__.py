"""The exercise Boundaries: requests that arrive, and what each answer does to the relationship."""

from collections.abc import Iterator
from typing import Any

from workbook.content import Content
from workbook.content.tables import Request
from workbook.documents.blocks import Block, Grid, Heading, Note, Said, See
from workbook.front.exercise import Exercise
from workbook.front.parts import Feedback, Options, Title, letter
from workbook.front.readable import Child, Element, Translate, paragraphs, soon, tag


class BoundariesExercise(Exercise):
    """An inbox of requests with possible answers to each. A learner's answers stay in their browser."""

    name = "boundaries"

    @staticmethod
    def select(content: Content) -> dict[str, Any]:
        """Return every request with its answers."""
        return {"requests": [_request(content, request) for request in content.requests]}

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the inbox; each request expands to its text and the answers to choose from."""
        requests = list(enumerate(shown["requests"], 1))
        yield Title(t("boundaries.kicker"), t("boundaries.title"))
        yield tag("p", t("boundaries.intro"))
        yield Note(t("boundaries.paper.intro"), "text")
        yield soon(t)
        inbox = [_message(at, request, t) for at, request in requests]
        yield tag("ol.wb-inbox", inbox, aria_label=t("boundaries.inbox"))
        yield See(t("handout.turn_answers"), "")
        back = tuple(block for at, request in requests for block in _effects(at, request, t))
        yield Feedback(t("boundaries.title"), back)


def boundaries() -> BoundariesExercise:
    """Show the inbox of the table requests, in its order."""
    return BoundariesExercise.show()


def _request(content: Content, request: Request) -> dict[str, Any]:
    """Return a request with its answers in the order of the table."""
    return {
        "id": request.id,
        "kind": request.kind,
        "sender": request.sender,
        "time": request.time,
        "text": request.text,
        "standard": request.standard,
        "answers": [
            {
                "id": answer.id,
                "answer": answer.answer,
                "effect": answer.effect,
                "what_happens": answer.what_happens,
                "rationale": answer.rationale,
            }
            for answer in content.request_answers.where(request=request.id)
        ],
    }


def _message(at: int, request: dict[str, Any], t: Translate) -> Element:
    """Describe one request of the inbox, collapsed."""
    sent = t("boundaries.paper.from", sender=request["sender"], time=request["time"])
    envelope = tag(
        "span.wb-envelope",
        tag("span.wb-kind", t(f"boundaries.kind.{request['kind']}")),
        tag("span.wb-time", request["time"]),
    )
    return tag(
        "li.wb-request.wb-unread",
        tag(
            "details",
            tag(
                "summary.wb-opener",
                envelope,
                tag("h4", request["sender"]),
                tag("span.wb-state", t("boundaries.new")),
            ),
            tag(
                "div.wb-message.wb-stack",
                tag("blockquote.wb-bubble", paragraphs(request["text"])),
                Heading(4, _titled(at, request, t)),
                Said(sent, request["text"], ""),
                Options(t("boundaries.question"), tuple(answer["answer"] for answer in request["answers"])),
            ),
        ),
    )


def _titled(at: int, request: dict[str, Any], t: Translate) -> str:
    """Return the name of a request on paper."""
    return t("boundaries.paper.message", number=at, kind=t(f"boundaries.kind.{request['kind']}"))


def _effects(at: int, request: dict[str, Any], t: Translate) -> Iterator[Block]:
    """Yield what each answer to a request does to the relationship."""
    title = _titled(at, request, t)
    rows = tuple(
        (
            t(
                "boundaries.paper.effect",
                letter=letter(place),
                effect=t(f"boundaries.effect.{answer['effect']}"),
            ),
            answer["what_happens"],
            answer["rationale"],
        )
        for place, answer in enumerate(request["answers"])
    )
    columns = (t("boundaries.paper.answer"), t("boundaries.what_happens"), t("boundaries.why"))
    yield Heading(4, title)
    yield Grid(title, columns, rows, (4, 9, 9))
