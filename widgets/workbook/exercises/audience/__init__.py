"""The exercise Who can see it?: how far one post can travel, by a stated model."""

from typing import Any, cast

from markupsafe import Markup

from workbook.content import Content, load
from workbook.exercises.audience.model import FRIENDS, GROUPS, TAGGED, Assumptions, Reach, audience_table
from workbook.front.exercise import Exercise
from workbook.front.readable import Translate, article, heading, number, options, paragraphs, soon, tag


class AudienceExercise(Exercise):
    """A post's setting, friends, tags, a screenshot and a re-share: a picture and a table of who can see it.

    All possible posts are calculated in advance, so the front end only looks them up: `counts` has a list for
    each post, with a number for each of `groups`, in the order of `settings`, `friends`, `tagged`, screenshot
    (no, yes) and re-share (no, yes), of which the last changes fastest.
    """

    name = "audience"

    def readable(self) -> Markup:
        """Show the choices and the assumptions. The live exercise shows how far each post goes."""
        t, cases = self._t, self.content
        settings = [(one["title"], one["description"]) for one in cases["settings"]]
        tagged = [(number(count) if count else t("audience.tagged_none"),) for count in cases["tagged"]]
        return article(
            self.name,
            heading(t("audience.kicker"), t("audience.title")),
            tag("p", t("audience.intro")),
            tag(
                "div.wb-board",
                tag(
                    "div.wb-inputs.wb-stack",
                    options(t("audience.setting"), settings),
                    options(t("audience.friends"), [(number(one),) for one in cases["friends"]], row=True),
                    options(t("audience.tagged"), tagged, row=True),
                    options(t("audience.then"), [(t("audience.screenshot"),), (t("audience.reshare"),)]),
                ),
                tag("div.wb-result", soon(t), tag("p.wb-note", t("audience.note.settings"))),
            ),
            _assumptions(cases["assumptions"], t),
        )


def audience() -> AudienceExercise:
    """Show how far a post can travel: the exercise Who can see it?.

    Raises ContentError if the table audience_assumptions lacks a number, or has an invalid one.
    """
    return AudienceExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return the choices, the counted cases and the assumptions behind them."""
    given = Assumptions.of({row.id: row.value for row in content.audience_assumptions})
    reaches = [cast(Reach, setting.reach) for setting in content.audience_settings]
    return {
        "settings": [
            {"id": one.id, "title": one.title, "description": one.description, "reach": one.reach}
            for one in content.audience_settings
        ],
        "friends": list(FRIENDS),
        "tagged": list(TAGGED),
        "groups": list(GROUPS),
        "counts": audience_table(reaches, given).to_numpy().tolist(),
        "new_through_one": given.new_through_one,
        "public_stands_for": round(given.public_stands_for),
        "assumptions": [
            {"id": one.id, "value": one.value, "unit": one.unit, "meaning": one.meaning}
            for one in content.audience_assumptions
        ],
    }


def _assumptions(given: list[dict[str, Any]], t: Translate) -> Markup:
    """Show the assumptions behind the numbers, expanded, as the live exercise does."""
    numbers = [
        tag(
            "div",
            tag("dt", tag("strong", number(one["value"])), " ", one["unit"]),
            tag("dd", paragraphs(one["meaning"])),
        )
        for one in given
    ]
    return tag(
        "details.wb-details.wb-assumptions",
        tag("summary", t("audience.assumptions", count=len(given))),
        tag("div.wb-stack-tight", tag("p", t("audience.assumptions_intro")), tag("dl", numbers)),
        open="",
    )
