"""The exercise Think before you post: rules mark what a reader of a draft could pick up on."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from workbook.content import Content
from workbook.documents.blocks import Facts, Listing, Note, Said, See
from workbook.front.course_words import words
from workbook.front.exercise import Exercise
from workbook.front.parts import Feedback, Subtitle, Title
from workbook.front.readable import (
    Child,
    Element,
    Translate,
    label,
    options,
    others,
    panel,
    paragraphs,
    soon,
    tag,
)

_ANSWERS = ("yes", "unsure", "no")


class DraftExercise(Exercise):
    """Drafts to try and space for the learner's own, checked in the browser by `front/identifiers`.

    A learner's text is neither stored nor sent: there is no trait for it.
    """

    name = "draft"

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content)
        self.words = words("common", "identifiers", self.name)  # the record uses the rules' words as well

    @staticmethod
    def select(content: Content) -> dict[str, Any]:
        """Return the drafts, and the phrases that are marked in addition to the rules' own patterns."""
        return {
            "drafts": [asdict(one) for one in content.drafts],
            "signs": [
                {"kind": sign.kind, "phrase": sign.phrase, "reason": sign.reason}
                for sign in content.warning_signs
            ],
        }

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the first draft in the place of the live exercise's text area, and the others collapsed."""
        answers = tuple(t(f"draft.answer.{answer}") for answer in _ANSWERS)
        drafts = [_told(one, answers, t) for one in shown["drafts"]]
        yield Title(t("draft.kicker"), t("draft.title"))
        yield tag("p", t("draft.intro"))
        yield Note(t("draft.paper.intro"), "text")
        yield tag("p.wb-cannot", t("draft.cannot"))
        yield drafts[:1]
        yield tag("p.wb-small.wb-muted.wb-private", t("draft.private"))
        yield others(t, drafts[1:])
        yield soon(t)
        yield options(t("draft.recognise"), [(answer,) for answer in answers], row=True)
        yield See(t("handout.turn_answers"), "")
        ticked = [t("draft.paper.answer", answer=answer) for answer in answers]
        replies = [t(f"draft.reply.{answer}") for answer in _ANSWERS]
        back = (
            Note(t("draft.note"), "lead"),
            Facts(tuple((one["title"], one["note"]) for one in shown["drafts"]), stacked=True),
            Note(t("draft.recognise"), "lead"),
            Facts(tuple(zip(ticked, replies, strict=True)), stacked=True),
        )
        yield Feedback(t("draft.title"), back)


def draft() -> DraftExercise:
    """Show the drafts of the table drafts, checked for the phrases of the table warning_signs as well."""
    return DraftExercise.show()


def _told(one: dict[str, Any], answers: tuple[str, ...], t: Translate) -> Element:
    """Describe a draft with its line breaks, and with what no rule can detect in it."""
    return tag(
        "div.wb-stack-tight",
        Subtitle(one["title"]),
        tag("div.wb-marked", one["text"]),
        Said("", one["text"], ""),
        Note(t("draft.recognise"), "lead"),
        Listing(tuple(("", answer) for answer in answers), "letters", ticks=True),
        panel(label(t("draft.note")), paragraphs(one["note"])),
    )
