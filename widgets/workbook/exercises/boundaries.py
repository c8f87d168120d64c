"""The exercise Boundaries: requests that arrive, and what each answer does to the relationship."""

from typing import Any

from workbook.content import Content, load
from workbook.content.tables import Request
from workbook.exercises._base import Exercise


class BoundariesExercise(Exercise):
    """An inbox of requests with the answers to each. What a learner answers stays in their browser."""

    name = "boundaries"


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
