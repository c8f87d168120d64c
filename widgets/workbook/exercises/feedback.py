"""The exercise Feedback: what a learner tells the people who run the workbook.

It is the one exercise that sends anything: a message, kept by the room `record` and then acknowledged.
"""

from typing import Any

from markupsafe import Markup

from workbook.exercises._base import Exercise
from workbook.exercises._readable import article, heading, label, number, options, prompt, soon, tag
from workbook.record.feedback import LIMIT, RefusedError, keep, read_message


class FeedbackExercise(Exercise):
    """A form whose answers the publisher can read.

    The front end sends {type: "feedback", client, seq, useful, helped, ideas}. The answer is {type: "kept",
    client, seq, at} once the words are on the disk, or {type: "refused", client, seq, reason}, with a reason
    of `workbook.record.feedback.RefusedError`.
    """

    name = "feedback"

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content)
        self.on_msg(self._receive)

    def _receive(self, _widget: object, message: object, _buffers: object) -> None:
        """Keep a message and answer it. Nothing is raised: a traceback would hold the learner's words."""
        if not isinstance(message, dict) or message.get("type") != "feedback":
            return
        whose = {"client": message.get("client"), "seq": message.get("seq")}
        try:
            answer = {"type": "kept", **whose, "at": keep(read_message(message))}
        except RefusedError as refused:
            answer = {"type": "refused", **whose, "reason": refused.reason}
        self.send(answer)

    def readable(self) -> Markup:
        """Show who reads it and what it asks."""
        t = self._t
        limit = t("feedback.limit", limit=number(self.content["limit"]))
        useful = [(t(f"feedback.useful.{value}"),) for value in ("very", "some", "little")]
        return article(
            self.name,
            heading(t("feedback.kicker"), t("feedback.title")),
            label(t("feedback.readers")),
            tag("p.wb-small.wb-muted", t("feedback.nothing_else")),
            options(t("feedback.useful"), useful, row=True),
            prompt(t("feedback.helped"), limit, lines=3),
            prompt(t("feedback.ideas"), limit, lines=3),
            soon(t),
        )


def feedback() -> FeedbackExercise:
    """Show the form for feedback and for ideas for future topics."""
    return FeedbackExercise({"limit": LIMIT})
