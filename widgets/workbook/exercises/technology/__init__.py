"""The exercise Technology in practice: things to weigh, with a note for the learner's own workplace."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from workbook.content import Content
from workbook.documents.blocks import Facts, Heading, WritingPrompt
from workbook.front.exercise import Exercise
from workbook.front.parts import Text
from workbook.front.readable import (
    Child,
    Element,
    Translate,
    details,
    first_of,
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

    @staticmethod
    def select(content: Content) -> dict[str, Any]:
        """Return every consideration with its standard, and the rows of the overview table."""
        return {
            "considerations": [asdict(item) for item in content.technology],
            "overview": _overview(content),
        }

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the first consideration, the others collapsed, and the table of them all."""
        rows, total = shown["overview"], len(shown["considerations"])
        told = [
            _told(one, at, total, str(row[2]), t)
            for at, (one, row) in enumerate(zip(shown["considerations"], rows, strict=True), 1)
        ]
        columns = [t(f"technology.column.{name}") for name in ("title", "question", "standard")]
        yield heading(t("technology.kicker"), t("technology.title"))
        yield tag("p", t("technology.intro"))
        yield space(3)
        yield first_of(t, total)
        yield told[:1]
        yield soon(t)
        yield others(t, told[1:])
        yield details(t("technology.overview"), table(t("technology.caption"), columns, rows))


def technology() -> TechnologyExercise:
    """Show the table technology, in its order."""
    return TechnologyExercise.show()


def _overview(content: Content) -> list[list[Cell]]:
    """Return a row for each consideration: its title, its question, and its standard's number and name."""
    import pandas as pd  # noqa: PLC0415 (lazy: only a page with a table needs it)

    items = pd.DataFrame([(item.title, item.question, item.standard) for item in content.technology])
    names = {standard.id: f"{standard.number}. {standard.short_title}" for standard in content.standards}
    items[2] = items[2].map(names)
    return rows_of(items)


def _told(one: dict[str, Any], at: int, total: int, standard: str, t: Translate) -> Element:
    """Describe one consideration, with space for a note, collapsed."""
    example = t("technology.example"), one["example"]
    question = t("technology.question"), one["question"]
    noted = t("technology.note_label")
    kicker = tag("p.wb-kicker", t("common.position", at=at, total=total)) if at > 1 else None
    return tag(
        "section.wb-consideration.wb-stack",
        tag("div", kicker, tag("h4", one["title"])),
        Heading(3, t("technology.option", number=at, title=one["title"])),
        Text(one["consideration"]),
        panel(label(example[0]), paragraphs(example[1])),
        panel(label(question[0]), paragraphs(question[1]), grade="defensible"),
        Facts((example, question, (t("technology.column.standard"), standard))),
        details(t("technology.note"), prompt(noted, t("technology.note_hint"))),
        WritingPrompt(noted, "", 3),
    )
