"""The exercise Think before you post: rules mark what a reader of a draft could pick up on."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content, load
from workbook.front.course_words import words
from workbook.front.exercise import Exercise
from workbook.front.readable import (
    Translate,
    article,
    heading,
    label,
    options,
    others,
    panel,
    paragraphs,
    soon,
    tag,
)


class DraftExercise(Exercise):
    """Drafts to try and space for the learner's own, checked in the browser by `front/identifiers`.

    A learner's text is neither stored nor sent: there is no trait for it.
    """

    name = "draft"

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content)
        self.words = words("common", "identifiers", self.name)  # the record uses the rules' words as well

    def readable(self) -> Markup:
        """Show the first draft in the place of the live exercise's text area, and the others collapsed."""
        t, drafts = self._t, self.content["drafts"]
        shown = [_told(one, t) for one in drafts]
        return article(
            self.name,
            heading(t("draft.kicker"), t("draft.title")),
            tag("p", t("draft.intro")),
            tag("p.wb-cannot", t("draft.cannot")),
            shown[:1],
            tag("p.wb-small.wb-muted.wb-private", t("draft.private")),
            others(t, shown[1:]),
            soon(t),
            options(
                t("draft.recognise"),
                [(t(f"draft.answer.{answer}"),) for answer in ("yes", "unsure", "no")],
                row=True,
            ),
        )


def draft() -> DraftExercise:
    """Show the drafts of the table drafts, checked for the phrases of the table warning_signs as well."""
    return DraftExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return the drafts, and the phrases that are marked in addition to the rules' own patterns."""
    return {
        "drafts": [
            {"id": one.id, "title": one.title, "text": one.text, "note": one.note} for one in content.drafts
        ],
        "signs": [
            {"kind": sign.kind, "phrase": sign.phrase, "reason": sign.reason}
            for sign in content.warning_signs
        ],
    }


def _told(one: dict[str, Any], t: Translate) -> Markup:
    """Show a draft with its line breaks, and with what no rule can detect in it."""
    return tag(
        "div.wb-stack-tight",
        tag("h4", one["title"]),
        tag("div.wb-marked", one["text"]),
        panel(label(t("draft.note")), paragraphs(one["note"])),
    )
