"""The exercise Your record: everything that is stored for the learner, on one page, and documents of it.

Here: the standards, statements, questions and pages by which the front end sorts and words the answers. Not
here: the answers, which are in the browser's own storage; `workbook.record`, which creates documents and
stores what a learner keeps under a recovery code.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Literal

from markupsafe import Markup

from workbook.content import Content, load
from workbook.content.tables import Row
from workbook.documents.blocks import Grid, Note
from workbook.front import languages
from workbook.front import words as plain_words
from workbook.front.course_words import words
from workbook.front.exercise import Exercise
from workbook.front.readable import Child, Translate, article, heading, soon, tag
from workbook.record.ui.your_record.pages import pages_here
from workbook.record.ui.your_record.questions import GOOD_USE, questions

_OF_KEEPING = ("keeping.delete.left_others", "keeping.forget.lost", "keeping.failed.changed")
_JUDGEMENTS = ("common.grade.", "boundaries.effect.")
_IDENTIFYING = ("identifying", "confidential")
"""The warning signs for which a text is checked before it leaves the workbook, but not tone, which is up to
the learner.
"""


class YourRecordExercise(Exercise):
    """All answers by standard, time, ratings before and after; to print, save, import and delete."""

    name = "your_record"
    is_heard = False

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content)
        # The ratings, the plan and the rules use the words of the exercises in which they are made. Where
        # something is left is told as in the exercise Where your answers are kept.
        keeping = {name: text for name, text in words("keeping").items() if name in _OF_KEEPING}
        self.words = {
            **words("common", "confidence", "identifiers", "learning_plan", "people_check", self.name),
            **keeping,
        }

    @classmethod
    def on_paper(cls, _content: Content, t: Translate, part: str = "") -> Iterator[Child]:
        """Yield the record of activity as a table to fill in."""
        if part == "clear":
            return
        names = ("date", "activity", "standard", "time", "learned")
        columns = tuple(t(f"documents.{name}") for name in names)
        yield Note(t("your_record.paper.intro"), "text")
        yield Grid(t("documents.activities"), columns, (("",) * len(columns),) * 8, (3, 6, 3, 2, 10), 2)

    def readable(self) -> Markup:
        """Show that the record is loading: only the browser knows what is in it."""
        t = self._t
        if self.content["part"] == "clear":
            return article(
                self.name, tag("h3", t("your_record.clear")), tag("p", t("your_record.clear.about"))
            )
        return article(
            self.name,
            heading(t("your_record.kicker"), t("your_record.title")),
            tag("p.wb-muted", t("your_record.loading")),
            soon(t),
        )


def your_record(part: Literal["", "record", "clear"] = "") -> YourRecordExercise:
    """Show the learner's texts, with ways to correct, export and delete them.

    `part` "record" leaves out clearing the device, and "clear" shows only that: at the foot of a page.
    """
    return YourRecordExercise({**_content(load()), "part": part})


def _content(content: Content) -> dict[str, Any]:
    """Return the data to sort by (standards, order, pages), check (questions, signs) and print (labels).

    `order` has the name of everything that can be answered, in the order of the tables: a part of an answer's
    key is one of them. `questions` has the present wording of each key's question. `labels` are the texts of
    the documents, which the front end sends with a request for one.
    """
    policy = sorted(content.policy_checklist, key=lambda item: item.number)
    answered: tuple[Iterable[Row], ...] = (
        content.scenarios,
        content.prompts,
        content.technology,
        policy,
        content.self_ratings,
    )
    standards = _standards(content)
    return {
        "standards": standards,
        "order": [row.id for table in answered for row in table] + list(GOOD_USE),
        "questions": questions(content),
        "pages": pages_here({standard["id"] for standard in standards}),
        "signs": [
            {"kind": sign.kind, "phrase": sign.phrase, "reason": sign.reason}
            for sign in content.warning_signs
            if sign.kind in _IDENTIFYING
        ],
        "labels": words("documents"),
        "scenario_minutes": _minutes(content),
        "verdicts": list(_verdicts()),
    }


def _standards(content: Content) -> list[dict[str, Any]]:
    """Return each standard by its number, with its page and the statements that are rated on it."""
    return [
        {
            "id": standard.id,
            "number": standard.number,
            "title": standard.title,
            "short_title": standard.short_title,
            "page": f"{standard.id}.ipynb",
            "statements": [
                {"id": rating.id, "statement": rating.statement}
                for rating in content.self_ratings.where(standard=standard.id)
            ],
        }
        for standard in sorted(content.standards, key=lambda standard: standard.number)
    ]


@cache
def _verdicts() -> tuple[str, ...]:
    """Return the workbook's judgements of a choice in every language, since a record may have several.

    Answers that were picked are kept with theirs, and a record that nobody has marked shows none.
    """
    return tuple(
        sorted(
            {
                text
                for language in languages()
                for name, text in plain_words("common", "boundaries", language=language).items()
                if name.startswith(_JUDGEMENTS)
            }
        )
    )


def _minutes(content: Content) -> str:
    """Return the minutes of the shortest and the longest scenario, with a dash between them."""
    minutes = {scenario.minutes for scenario in content.scenarios}
    return "\N{EN DASH}".join(str(one) for one in sorted({min(minutes), max(minutes)})) if minutes else ""
