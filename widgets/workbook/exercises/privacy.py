"""The exercise Privacy: what becomes of what a learner writes, with the publisher's own settings.

The honest paragraphs are those that stand beside the choice in `keeping`: one text, in two places.
"""

import os
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from workbook.exercises._base import Exercise
from workbook.exercises._counted import is_counted
from workbook.exercises._readable import article, heading, tag
from workbook.exercises._words import words
from workbook.exercises.keeping import settings


class PrivacyExercise(Exercise):
    """The privacy notice: what each way of keeping protects against, and what not. It asks for nothing."""

    name = "privacy"

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content)
        self.words = words("common", "keeping", self.name)

    @property
    def _counts(self) -> tuple[str, ...]:
        """What is said of counts, by the names of the words."""
        return ("on", "few", "not_you", "running") if self.content.get("counted") else ("off", "running")

    def readable(self) -> Markup:
        """Show the whole notice: nothing in it asks for anything."""
        t, codes, months = self._t, self.content["codes"], self.content["retention_months"]
        if self.content.get("copy"):
            return self._of_a_copy()
        kept = {0: "keeping.retention_none", 1: "keeping.retention_one"}.get(months, "keeping.retention")
        sections: list[tuple[str, ...]] = [(t("keeping.device.title"), t("keeping.device.honest"))]
        if codes:
            sections += [
                (t("keeping.code.title"), t("keeping.code.honest"), t("privacy.code.stored")),
                (t("privacy.long.title"), t(kept, months=months), t("privacy.long.backups")),
            ]
        sections += [(t("privacy.away.title"), t("privacy.away.codes" if codes else "privacy.away.device"))]
        sections += [(t("privacy.counts.title"), *(t(f"privacy.counts.{name}") for name in self._counts))]
        return self._notice(t("privacy.codes_on" if codes else "privacy.codes_off"), sections)

    def _of_a_copy(self) -> Markup:
        """Show what is true where there is no server."""
        t = self._t
        sections = [
            (t("privacy.copy.title"), t("privacy.copy.text")),
            (t("privacy.away.title"), t("privacy.away.device")),
        ]
        return self._notice(t("privacy.copy"), sections)

    def _notice(self, lead: str, sections: Sequence[tuple[str, ...]]) -> Markup:
        return article(
            self.name,
            heading(self._t("privacy.kicker"), self._t("privacy.title")),
            tag("p", lead),
            *(
                tag("section.wb-stack-tight", tag("h4", title), [tag("p", line) for line in lines])
                for title, *lines in sections
            ),
        )


def privacy() -> PrivacyExercise:
    """Show what becomes of what the learner writes, and for how long it is kept.

    Where WORKBOOK_COPY is set, a copy without a server is being made, and the notice is that of one.
    """
    is_copy = bool(os.environ.get("WORKBOOK_COPY"))
    return PrivacyExercise({**settings(os.environ), "counted": is_counted(), "copy": is_copy})
