"""The exercise When in doubt: the learner's own list of people to ask, kept on their device."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from workbook.content import Content
from workbook.documents.blocks import TICK, Block, Grid, Note
from workbook.front.exercise import Exercise
from workbook.front.parts import Title
from workbook.front.readable import Child, Translate, details, label, options, paragraphs, prompt, soon, tag


class AdviceExercise(Exercise):
    """People and bodies who give advice, to pick from and to add to.

    The list is never sent to the kernel: the front end keeps it in the learner's record.
    """

    name = "advice"

    @staticmethod
    def select(content: Content) -> dict[str, Any]:
        """Return the advisers in the order of the table; `note` may be empty."""
        return {"advisers": [asdict(adviser) for adviser in content.advisers]}

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the people to ask, with what each is good for, and space for the learner's own entry."""
        advisers = shown["advisers"]
        yield Title(t("advice.kicker"), t("advice.title"))
        yield tag("p", t("advice.intro"))
        yield tag("p.wb-small.wb-muted", t("advice.private"))
        yield options(t("advice.pick"), [(one["who"], one["good_for"]) for one in advisers])
        noted = [(label(one["who"]), paragraphs(one["note"])) for one in advisers if one["note"]]
        yield details(t("advice.notes"), noted)
        yield prompt(t("advice.own_label"), t("advice.own_hint"), lines=1)
        yield tag("section.wb-my-list.wb-stack", tag("h4", t("advice.list")), soon(t))
        yield from _to_fill_in(advisers, t)


def advice() -> AdviceExercise:
    """Show the table advisers as a list to pick from."""
    return AdviceExercise.show()


def _to_fill_in(advisers: list[dict[str, Any]], t: Translate) -> Iterator[Block]:
    """Yield the advisers as a table with boxes to tick, and space for others."""
    yield Note(t("advice.paper.intro"), "text")
    columns = (t("advice.paper.tick"), t("advice.paper.who"), t("advice.paper.for"), t("advice.reach"))
    rows = [
        (TICK, one["who"], "\n".join(filter(None, (one["good_for"], one["note"]))), "") for one in advisers
    ]
    own = [(TICK, t("advice.own_label"), "", "")] * 2
    yield Grid(t("advice.paper.caption"), columns, (*rows, *own), (2, 6, 10, 8), 2)
    yield Note(t("advice.paper.hint"), "hint")
