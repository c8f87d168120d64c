"""The exercise Boundaries: requests that arrive, and what each answer does to the relationship."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content, load
from workbook.content.tables import Request
from workbook.front.exercise import Exercise
from workbook.front.readable import Translate, article, heading, options, paragraphs, soon, tag


class BoundariesExercise(Exercise):
    """An inbox of requests with possible answers to each. A learner's answers stay in their browser."""

    name = "boundaries"

    def readable(self) -> Markup:
        """Show the inbox; each request expands to its text and the answers to choose from."""
        t = self._t
        return article(
            self.name,
            heading(t("boundaries.kicker"), t("boundaries.title")),
            tag("p", t("boundaries.intro")),
            soon(t),
            tag(
                "ol.wb-inbox",
                [_message(request, t) for request in self.content["requests"]],
                aria_label=t("boundaries.inbox"),
            ),
        )


def boundaries() -> BoundariesExercise:
    """Show the inbox of the table requests, in its order."""
    return BoundariesExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return every request with its answers."""
    return {"requests": [_request(content, request) for request in content.requests]}


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


def _message(request: dict[str, Any], t: Translate) -> Markup:
    """Show one request of the inbox, collapsed."""
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
                options(t("boundaries.question"), [(answer["answer"],) for answer in request["answers"]]),
            ),
        ),
    )
