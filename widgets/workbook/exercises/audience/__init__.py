"""The exercise Who can see it?: how far one post can travel, by a stated model."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, cast

from markupsafe import Markup

from workbook.content import Content
from workbook.documents.blocks import Block, Facts, Grid, Note, See
from workbook.exercises.audience.model import (
    FRIENDS,
    GROUPS,
    TAGGED,
    Assumptions,
    PostAudience,
    Reach,
    audience_table,
)
from workbook.exercises.audience.model import audience as audience_of
from workbook.front.exercise import Exercise
from workbook.front.parts import Feedback, Title
from workbook.front.readable import Child, Translate, details, number, options, paragraphs, soon, tag

_GUESSED = 200  # the friends of the writer, on paper


class AudienceExercise(Exercise):
    """A post's setting, friends, tags, a screenshot and a re-share: a picture and a table of who can see it.

    All possible posts are calculated in advance, so the front end only looks them up: `counts` has a list for
    each post, with a number for each of `groups`, in the order of `settings`, `friends`, `tagged`, screenshot
    (no, yes) and re-share (no, yes), of which the last changes fastest.
    """

    name = "audience"

    @staticmethod
    def select(content: Content) -> dict[str, Any]:
        """Return the choices, the counted cases and the assumptions behind them."""
        given = Assumptions.of({row.id: row.value for row in content.audience_assumptions})
        reaches = [cast(Reach, setting.reach) for setting in content.audience_settings]
        return {
            "settings": [asdict(setting) for setting in content.audience_settings],
            "friends": list(FRIENDS),
            "tagged": list(TAGGED),
            "groups": list(GROUPS),
            "counts": audience_table(reaches, given).to_numpy().tolist(),
            "new_through_one": given.new_through_one,
            "public_stands_for": round(given.public_stands_for),
            "assumptions": [asdict(one) for one in content.audience_assumptions],
        }

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the choices and the assumptions. The live exercise shows how far each post goes."""
        settings = [(one["title"], one["description"]) for one in shown["settings"]]
        tagged = [(number(count) if count else t("audience.tagged_none"),) for count in shown["tagged"]]
        yield Title(t("audience.kicker"), t("audience.title"))
        yield tag("p", t("audience.intro"))
        yield tag(
            "div.wb-board",
            tag(
                "div.wb-inputs.wb-stack",
                options(t("audience.setting"), settings),
                options(t("audience.friends"), [(number(one),) for one in shown["friends"]], row=True),
                options(t("audience.tagged"), tagged, row=True),
                options(t("audience.then"), [(t("audience.screenshot"),), (t("audience.reshare"),)]),
            ),
            tag("div.wb-result", soon(t), tag("p.wb-note", t("audience.note.settings"))),
        )
        yield _assumptions(shown["assumptions"], t)
        yield from _to_guess(shown, t)


def audience() -> AudienceExercise:
    """Show how far a post can travel: the exercise Who can see it?.

    Raises ContentError if the table audience_assumptions lacks a number, or has an invalid one.
    """
    return AudienceExercise.show()


def _assumptions(given: list[dict[str, Any]], t: Translate) -> Markup:
    """Show the assumptions behind the numbers, folded, as the live exercise does."""
    numbers = [
        tag(
            "div",
            tag("dt", tag("strong", number(one["value"])), " ", one["unit"]),
            tag("dd", paragraphs(one["meaning"])),
        )
        for one in given
    ]
    return details(
        t("audience.assumptions", count=len(given)),
        tag("p", t("audience.assumptions_intro")),
        tag("dl", numbers),
    )


def _to_guess(shown: dict[str, Any], t: Translate) -> Iterator[Block | Feedback]:
    """Yield the settings with space for guesses, and for the back the numbers and their assumptions."""
    yield Note(t("audience.paper.intro", friends=_GUESSED), "text")
    columns = tuple(t(f"audience.paper.{name}") for name in ("setting", "means", "guess"))
    rows = tuple((one["title"], one["description"], "") for one in shown["settings"])
    yield Grid(t("audience.paper.caption"), columns, rows, (5, 9, 4), 1)
    yield See(t("handout.turn_answers"), "")
    given = Assumptions.of({one["id"]: one["value"] for one in shown["assumptions"]})
    counted = tuple(
        (
            one["title"],
            _people(PostAudience(one["reach"], _GUESSED), given, t),
            _people(PostAudience(one["reach"], _GUESSED, 1, screenshot=True, reshare=True), given, t),
        )
        for one in shown["settings"]
    )
    heads = tuple(t(f"audience.paper.{name}") for name in ("setting", "alone", "more"))
    assumed = tuple((f"{one['value']:,.10g} {one['unit']}", one["meaning"]) for one in shown["assumptions"])
    back = (
        Grid(t("audience.paper.counted"), heads, counted, (5, 4, 7)),
        Note(t("audience.note.screenshot"), "text"),
        Note(t("audience.note.settings"), "text"),
        Note(t("audience.assumptions_intro"), "lead"),
        Facts(assumed, stacked=True),
    )
    yield Feedback(t("audience.title"), back)


def _people(post: PostAudience, given: Assumptions, t: Translate) -> str:
    """Return how many people besides the writer could see a post, in words or digits."""
    counts = audience_of(post, given)
    return t("audience.anyone") if counts["anyone"] else f"{sum(counts.values()) - counts['you']:,}"
