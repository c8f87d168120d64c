"""The exercise Tip: the card of a tip, and below it the exercise that brings it to life."""

from collections.abc import Iterable, Iterator
from typing import Any

from ipywidgets import Layout, VBox

from workbook.content import Content, load
from workbook.front.exercise import Exercise, exercise_named
from workbook.front.parts import Call, Text, Title
from workbook.front.readable import Child, Translate, tag
from workbook.front.spoken import marked_as_english


class TipExercise(Exercise):
    """A tip with its number, why it helps, and the standard that it serves."""

    name = "tip"

    @staticmethod
    def select(content: Content, identifier: str) -> dict[str, Any]:
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

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the whole card: it needs no input."""
        number, total, standard = shown["number"], shown["total"], shown["standard"]
        way = [tag("span", data_here="" if at == number else None) for at in range(1, total + 1)]
        kicker = t("tip.kicker", number=number, total=total)
        yield tag("span.wb-numeral", number, aria_hidden="true")
        yield tag(
            "div.wb-stack-tight",
            Title(kicker, shown["title"], whole=f"{kicker}: {shown['title']}"),
            Text(shown["why"]),
            Text(t("tip.standard", number=standard["number"], title=standard["short_title"]), muted=True),
            tag("div.wb-pager-way", way, aria_hidden="true"),
        )

    @classmethod
    def on_paper(cls, content: Content, t: Translate, *identifiers: str) -> Iterator[Child]:
        """Yield the cards of several tips, followed by their exercises."""
        for identifier in identifiers:
            yield from cls.describe(cls.select(content, identifier), t)
        yield map(Call, _exercises(content, identifiers))


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
    cards = [TipExercise.show(identifier) for identifier in identifiers]
    exercises = [exercise_named(name).show() for name in _exercises(load(), identifiers)]
    # A box scrolls by default, which would break sticky elements in it.
    return TipsBox([*cards, *exercises], layout=Layout(overflow="visible"))


def _exercises(content: Content, identifiers: Iterable[str]) -> Iterable[str]:
    """Return the names of the exercises of some tips, each once."""
    return dict.fromkeys(content.tips.by_id(identifier).exercise for identifier in identifiers)
