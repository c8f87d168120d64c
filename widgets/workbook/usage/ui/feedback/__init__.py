"""The exercise Feedback: a form for messages to the people who run the workbook.

It is the only exercise that sends a text for others to read: a message, stored by `workbook.usage` and then
acknowledged.
"""

from typing import Any

from markupsafe import Markup

from workbook.front.course_words import words
from workbook.front.exercise import Exercise
from workbook.front.readable import article, heading, label, number, options, prompt, soon, tag
from workbook.record.ui.your_record.pages import pages_here
from workbook.usage.feedback import KINDS, LIMIT, USEFUL, RefusedError, keep


class FeedbackExercise(Exercise):
    """A form whose answers the publisher can read.

    The front end sends {type: "feedback", message, kind, page, useful, text}. The answer is {type: "kept",
    message} once the text is on disk, or {type: "refused", message, reason}, with a reason of
    `workbook.usage.feedback.RefusedError`.
    """

    name = "feedback"
    is_heard = False
    not_on_paper = "sends words to the people who run the workbook, which paper can't"

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content)
        self.words = words("common", "identifiers", "people_check", self.name)
        self.on_msg(self._receive)

    def _receive(self, _widget: object, message: object, _buffers: object) -> None:
        """Store a message and answer it. Nothing is raised: a traceback would contain the learner's words."""
        if not isinstance(message, dict) or message.get("type") != "feedback":
            return
        whose = {"message": message.get("message")}
        try:
            keep(message)
            answer = {"type": "kept", **whose}
        except RefusedError as refused:
            answer = {"type": "refused", **whose, "reason": refused.reason}
        except Exception:
            answer = {"type": "refused", **whose, "reason": "closed"}
        self.send(answer)

    def readable(self) -> Markup:
        """Show who reads the messages, and the questions."""
        t = self._t
        limit = t("feedback.limit", limit=number(self.content["limit"]))
        kinds = [(t(f"feedback.kind.{value}"),) for value in KINDS]
        useful = [(t(f"feedback.useful.{value}"),) for value in USEFUL]
        return article(
            self.name,
            heading(t("feedback.kicker"), t("feedback.title")),
            label(t("feedback.readers")),
            tag("p.wb-small.wb-muted", t("feedback.nothing_else")),
            options(t("feedback.kind"), kinds, row=True),
            prompt(t("feedback.page"), lines=1),
            prompt(t("feedback.helped"), limit, lines=4),
            options(t("feedback.useful"), useful, row=True),
            soon(t),
        )


def feedback() -> FeedbackExercise:
    """Show the form for comments, ideas for topics and mistakes that somebody found."""
    pages = [page for page in pages_here(()) if not page["path"].startswith("guides/")]
    named = [{"id": page["id"], "title": page["title"]} for page in pages]
    return FeedbackExercise({"limit": LIMIT, "pages": named})
