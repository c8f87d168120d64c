"""The exercise Privacy: what happens to a learner's texts, with the publisher's own settings.

The paragraphs on who can read what are those beside the choice in `keeping`: there is one text for all
places. A page that has to explain it shows the part "readers" of this notice, without a text of its own.
"""

import os
from collections.abc import Sequence
from typing import Any, Literal

from markupsafe import Markup

from workbook.common.usage_setting import is_counted
from workbook.front.course_words import words
from workbook.front.exercise import Exercise
from workbook.front.readable import article, heading, tag
from workbook.record.ui.keeping import settings

_FACTS = ("where", "lost", "readers")


class PrivacyExercise(Exercise):
    """The privacy notice: what each way of keeping protects against, and what not. It needs no input."""

    name = "privacy"
    is_heard = False
    not_on_paper = "says what becomes of what is typed, and nothing is"

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content)
        self.words = words("common", "keeping", self.name)

    @property
    def _counts(self) -> tuple[str, ...]:
        """The statements about counts, by the names of the words."""
        return ("on", "few", "not_you", "running") if self.content.get("counted") else ("off", "running")

    def readable(self) -> Markup:
        """Show the whole notice, or its part: it needs no input."""
        t, codes = self._t, self.content["codes"]
        if self.content["part"]:
            return article(self.name, *_drawn(self._readers(), "h3"))
        if self.content["copy"]:
            lead, rest = t("privacy.copy"), []
        else:
            lead = t("privacy.codes_on" if codes else "privacy.codes_off")
            counts = (t("privacy.counts.title"), *(t(f"privacy.counts.{name}") for name in self._counts))
            rest = [*self._retention(), counts]
        away = t("privacy.away.codes" if codes and not self.content["copy"] else "privacy.away.device")
        return article(
            self.name,
            heading(t("privacy.kicker"), t("privacy.title")),
            tag("p", lead),
            *_drawn([*self._readers(), (t("privacy.away.title"), away), *rest], "h4"),
        )

    def _readers(self) -> list[tuple[str, ...]]:
        """Return who can read what: sections of a title and paragraphs."""
        t = self._t
        if self.content["copy"]:
            return [(t("privacy.copy.title"), t("privacy.copy.text"), t("privacy.copy.host"))]
        device = (t("keeping.device.title"), *self._facts("device"), t("keeping.device.honest"))
        stored = () if self.content["part"] else (t("privacy.code.stored"),)
        code = (t("keeping.code.title"), *self._facts("code"), t("keeping.code.honest"), *stored)
        server = (t("privacy.server.title"), t("keeping.server.honest"))
        return [device, *([code] if self.content["codes"] else []), server]

    def _facts(self, way: str) -> list[str]:
        """Return the three lines of a card of the choice, for the whole notice."""
        t = self._t
        if self.content["part"]:
            return []
        return [f"{t(f'keeping.fact.{one}')}: {t(f'keeping.{way}.{one}')}" for one in _FACTS]

    def _retention(self) -> list[tuple[str, ...]]:
        """Return how long a record is kept, if the server keeps any."""
        t, months = self._t, self.content["retention_months"]
        if not self.content["codes"]:
            return []
        kept = "keeping.retention" if months else "keeping.retention_none"
        return [
            (
                t("privacy.long.title"),
                t(kept, count=months),
                t("privacy.long.mark"),
                t("privacy.long.backups"),
            )
        ]


def _drawn(sections: Sequence[tuple[str, ...]], level: str) -> list[Markup]:
    return [
        tag("section.wb-stack-tight", tag(level, title), [tag("p", line) for line in lines])
        for title, *lines in sections
    ]


def privacy(part: Literal["", "readers"] = "") -> PrivacyExercise:
    """Show what happens to the learner's texts, and how long they are kept.

    `part` "readers" shows only who can read what. If WORKBOOK_COPY is set, a static copy is being made, and
    the notice is the one for such a copy.
    """
    is_copy = bool(os.environ.get("WORKBOOK_COPY"))
    return PrivacyExercise({**settings(os.environ), "counted": is_counted(), "copy": is_copy, "part": part})
