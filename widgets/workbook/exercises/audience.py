"""The exercise Who can see it?: how far one post can travel, by a stated model."""

from typing import Any, cast

from workbook.content import Content, load
from workbook.exercises._base import Exercise
from workbook.exercises.audience_model import FRIENDS, GROUPS, TAGGED, Assumptions, Reach, audience_table


class AudienceExercise(Exercise):
    """A post's setting, friends, tags, a screenshot and a re-share: a picture and a table of who can see it.

    Every post that can be chosen is counted beforehand, so the front end only looks up: `counts` holds a list
    for each post, with a number for each of `groups`, in the order of `settings`, `friends`, `tagged`,
    screenshot (no, yes) and re-share (no, yes), of which the last changes fastest.
    """

    name = "audience"


def audience() -> AudienceExercise:
    """Show how far a post can travel: the exercise Who can see it?.

    Raises ContentError where the table audience_assumptions lacks a number, or holds one that makes no sense.
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
