"""The exercise Tip: the card of a tip, and below it the exercise that brings it to life."""

from importlib import import_module
from typing import Any

from ipywidgets import Layout, VBox
from markupsafe import Markup

from workbook.common.widget_registry import module_of
from workbook.content import Content, load
from workbook.front.exercise import Exercise
from workbook.front.readable import article, heading, paragraphs, tag
from workbook.front.spoken import marked_as_english


class TipExercise(Exercise):
    """A tip with its number, why it helps, and the standard that it serves."""

    name = "tip"

    def readable(self) -> Markup:
        """Show the whole card: it needs no input."""
        t, tip = self._t, self.content
        number, total, standard = tip["number"], tip["total"], tip["standard"]
        dots = [
            tag("span", data_here="" if at == number else None, data_behind="" if at < number else None)
            for at in range(1, total + 1)
        ]
        return article(
            self.name,
            tag("span.wb-numeral", number, aria_hidden="true"),
            tag(
                "div.wb-stack-tight",
                heading(t("tip.kicker", number=number, total=total), tip["title"]),
                paragraphs(tip["why"]),
                tag(
                    "p.wb-small.wb-muted",
                    t("tip.standard", number=standard["number"], title=standard["short_title"]),
                ),
                tag("div.wb-dots", dots, aria_hidden="true"),
            ),
        )


class TipsBox(VBox):  # type: ignore[misc]  # ipywidgets publishes no types
    """Cards of tips and their exercises, one below the other, which can be read before they are live."""

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - ipywidgets'
        """Return the live box, and the readable HTML of everything in it."""
        data: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        with marked_as_english(text for child in self.children for text in child.english):
            return {**data, "text/html": str(tag("div", [child.readable() for child in self.children]))}


def tip(*identifiers: str) -> TipsBox:
    """Show tips from the table tips: the card of each, and then the exercise that the table names for them.

    Tips that share an exercise are best shown together. Raises UnknownName, which lists the existing ones, if
    there is no such tip.
    """
    content = load()
    cards = [TipExercise(_content(content, identifier)) for identifier in identifiers]
    names = dict.fromkeys(content.tips.by_id(identifier).exercise for identifier in identifiers)
    exercises = [getattr(import_module(module_of(name)), name)() for name in names]
    # A box scrolls by default, which would break sticky elements in it.
    return TipsBox([*cards, *exercises], layout=Layout(overflow="visible"))


def _content(content: Content, identifier: str) -> dict[str, Any]:
    """Return the tip, how many tips there are, and the standard that it belongs to."""
    chosen = content.tips.by_id(identifier)
    standard = content.standards.by_id(chosen.standard)
    return {
        "id": chosen.id,
        "number": chosen.number,
        "total": len(content.tips),
        "title": chosen.title,
        "why": chosen.why,
        "standard": {"number": standard.number, "short_title": standard.short_title},
    }
