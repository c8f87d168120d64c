"""The exercise Come back: questions some days after something was finished, each with its reasons."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content
from workbook.front.exercise import Exercise
from workbook.front.readable import article, heading, soon, tag

_ROUND = 5


class ComeBackExercise(Exercise):
    """Five questions of recall and judgement, two days, two weeks and six weeks after a first finish.

    Which ones, and when, depends on the learner's record, which only the browser has. The answers stay there,
    without a score.
    """

    name = "come_back"
    not_on_paper = "waits for days to pass, and depends on what the learner has worked on"

    @staticmethod
    def select(content: Content) -> dict[str, Any]:
        """Return every question with its answers, and the standards with their pages, in order."""
        return {
            "questions": [
                {
                    "id": one.id,
                    "standard": one.standard,
                    "kind": one.kind,
                    "question": one.question,
                    "answers": [
                        {
                            "id": answer.id,
                            "answer": answer.answer,
                            "is_sound": answer.is_sound,
                            "why": answer.why,
                        }
                        for answer in content.recall_answers.where(recall=one.id)
                    ],
                }
                for one in content.recall
            ],
            "standards": [
                {
                    "id": standard.id,
                    "number": standard.number,
                    "short_title": standard.short_title,
                    "page": f"{standard.id}.ipynb",
                }
                for standard in sorted(content.standards, key=lambda standard: standard.number)
            ],
        }

    def readable(self) -> Markup:
        """Say what waits here: only the browser knows when."""
        t = self._t
        return article(
            self.name,
            heading(t("come_back.kicker"), t("come_back.title")),
            tag("p", t("come_back.intro", count=min(_ROUND, len(self.content["questions"])))),
            soon(t),
        )


def come_back() -> ComeBackExercise:
    """Show what is due of the questions of the table recall, and the days for a calendar."""
    return ComeBackExercise.show()
