"""The exercise Technology in practice: things to weigh, with a note for the learner's own workplace."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content, load
from workbook.front.exercise import Exercise
from workbook.front.readable import (
    Translate,
    article,
    details,
    heading,
    label,
    others,
    panel,
    paragraphs,
    prompt,
    soon,
    space,
    table,
    tag,
)
from workbook.front.table import Cell, rows_of


class TechnologyExercise(Exercise):
    """Considerations to step through, and a table of them all.

    Notes are never sent to the kernel: the front end keeps them in the learner's record.
    """

    name = "technology"

    def readable(self) -> Markup:
        """Show the first consideration, the others collapsed, and the table of them all."""
        t, considerations = self._t, self.content["considerations"]
        shown = [_told(one, at, len(considerations), t) for at, one in enumerate(considerations, 1)]
        columns = [t(f"technology.column.{name}") for name in ("title", "question", "standard")]
        return article(
            self.name,
            heading(t("technology.kicker"), t("technology.title")),
            tag("p", t("technology.intro")),
            space(3),
            shown[:1],
            soon(t),
            others(t, shown[1:]),
            details(
                t("technology.overview"), table(t("technology.caption"), columns, self.content["overview"])
            ),
        )


def technology() -> TechnologyExercise:
    """Show the table technology, in its order."""
    return TechnologyExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return every consideration with its standard, and the rows of the overview table."""
    return {
        "considerations": [
            {
                "id": item.id,
                "title": item.title,
                "consideration": item.consideration,
                "example": item.example,
                "question": item.question,
                "standard": item.standard,
            }
            for item in content.technology
        ],
        "overview": _overview(content),
    }


def _overview(content: Content) -> list[list[Cell]]:
    """Return a row for each consideration: its title, its question, and its standard's number and name."""
    import pandas as pd  # noqa: PLC0415 (lazy: only a page with a table needs it)

    items = pd.DataFrame([(item.title, item.question, item.standard) for item in content.technology])
    names = {standard.id: f"{standard.number}. {standard.short_title}" for standard in content.standards}
    items[2] = items[2].map(names)
    return rows_of(items)


def _told(one: dict[str, Any], at: int, total: int, t: Translate) -> Markup:
    """Show one consideration, with space for a note, collapsed."""
    kicker = tag("p.wb-kicker", t("technology.position", number=at, total=total))
    return tag(
        "section.wb-consideration.wb-stack",
        tag("div", kicker, tag("h4", one["title"])),
        paragraphs(one["consideration"]),
        panel(label(t("technology.example")), paragraphs(one["example"])),
        panel(label(t("technology.question")), paragraphs(one["question"]), grade="defensible"),
        details(t("technology.note"), prompt(t("technology.note_label"), t("technology.note_hint"))),
    )
