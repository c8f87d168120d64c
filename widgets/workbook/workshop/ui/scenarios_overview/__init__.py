"""The exercise Scenarios overview: all scenarios at a glance, for a trainer who picks some of them."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content, load
from workbook.front.exercise import Exercise
from workbook.front.readable import article, heading, space, table, tag
from workbook.front.table import Cell, rows_of

_COLUMNS = ("title", "standard", "theme", "minutes", "scenes", "choices", "online", "note")


class ScenariosOverviewExercise(Exercise):
    """A table of the scenarios that filters by standard."""

    name = "scenarios_overview"
    is_heard = False
    not_on_paper = "lists scenarios to open; on paper the contents do"

    def readable(self) -> Markup:
        """Show the whole table."""
        t, rows = self._t, self.content["rows"]
        names = {
            one["id"]: t("scenarios_overview.standard_name", number=one["number"], title=one["short_title"])
            for one in self.content["standards"]
        }
        count = {0: "count_none", 1: "count_one"}.get(len(rows), "count")
        minutes = sum(row[3] for row in rows)
        shown = [
            (
                title,
                names.get(standard, standard),
                *cells,
                t(f"scenarios_overview.online.{'true' if online else 'false'}"),
                note,
            )
            for title, standard, *cells, online, note in rows
        ]
        return article(
            self.name,
            heading(t("scenarios_overview.kicker"), t("scenarios_overview.title")),
            space(3),
            tag("p.wb-small.wb-muted", t(f"scenarios_overview.{count}", count=len(rows), minutes=minutes)),
            table(
                t("scenarios_overview.caption"),
                [t(f"scenarios_overview.column.{column}") for column in _COLUMNS],
                shown,
            ),
        )


def scenarios_overview() -> ScenariosOverviewExercise:
    """Show every scenario of the table scenarios with its standard, theme, length and size."""
    return ScenariosOverviewExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return the standards to filter by, and the rows of the table, in the standards' order.

    A row has: the scenario's title, its standard's identifier, its theme, its minutes, its number of scenes,
    its number of choices, whether going online is the good choice, and its content note.
    """
    return {
        "standards": [
            {"id": standard.id, "number": standard.number, "short_title": standard.short_title}
            for standard in sorted(content.standards, key=lambda standard: standard.number)
        ],
        "rows": _rows(content),
    }


def _rows(content: Content) -> list[list[Cell]]:
    """Count scenes and choices for each scenario."""
    import pandas as pd  # noqa: PLC0415 (lazy: only a page with a table needs it)

    numbers = {standard.id: standard.number for standard in content.standards}
    columns = ["id", "title", "standard", "theme", "minutes", "online_is_good", "content_note"]
    cells = [[getattr(scenario, name) for name in columns] for scenario in content.scenarios]
    frame = pd.DataFrame(cells, columns=columns)
    scenes = pd.DataFrame([(s.id, s.scenario) for s in content.scenes], columns=["scene", "scenario"])
    choices = pd.DataFrame([(c.id, c.scene) for c in content.choices], columns=["choice", "scene"])
    sizes = (
        scenes.merge(choices, on="scene", how="left")
        .groupby("scenario")
        .agg(scenes=("scene", "nunique"), choices=("choice", "count"))
    )
    frame = frame.join(sizes, on="id").fillna({"scenes": 0, "choices": 0})
    frame = frame.astype({"scenes": int, "choices": int})
    frame = frame.sort_values("standard", key=lambda ids: ids.map(numbers), kind="stable")
    shown = ["title", "standard", "theme", "minutes", "scenes", "choices", "online_is_good", "content_note"]
    return rows_of(frame[shown])
