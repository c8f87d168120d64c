"""The exercise Reading: works to read further, by theme, and by where they apply."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from markupsafe import Markup

from workbook.content import Content, UnknownName
from workbook.documents.blocks import Facts, Heading, Note
from workbook.front.exercise import Exercise
from workbook.front.parts import Text
from workbook.front.readable import Child, Element, Translate, heading, outside_link, space, tag


class ReadingExercise(Exercise):
    """A list of works by theme, each with what it is good for and its address. It can be searched."""

    name = "reading"

    @staticmethod
    def select(content: Content, theme: str | None = None) -> dict[str, Any]:
        """Return every work, and the themes and places of the list, each once and in the order of the table.

        `theme` is the one that is open at first, or empty.
        """
        themes = list(dict.fromkeys(work.theme for work in content.reading))
        if theme is not None and theme not in themes:
            raise UnknownName("theme", theme, themes)
        return {
            "theme": theme or "",
            "themes": themes,
            "countries": list(dict.fromkeys(work.country for work in content.reading)),
            "works": [asdict(work) for work in content.reading],
        }

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the themes, each with its works folded below it; the initial one is open."""
        works = shown["works"]
        yield heading(t("reading.kicker"), t("reading.title"))
        yield tag("p", t("reading.intro"))
        yield space(3)
        yield tag("p.wb-small.wb-muted", t("reading.count_all", count=len(works)))
        yield tag("div.wb-stack-tight", [_theme(name, shown, t) for name in shown["themes"]])

    @classmethod
    def on_paper(cls, content: Content, t: Translate, theme: str | None = None) -> Iterator[Child]:
        """Yield the works by theme: those of the initial one alone, if there is one."""
        shown = cls.select(content, theme)
        for name in shown["themes"]:
            if theme in (None, name):
                yield Heading(3, _capital(name))
                yield [_told(work, t) for work in shown["works"] if work["theme"] == name]


def reading(theme: str | None = None) -> ReadingExercise:
    """Show the table reading by theme; `theme` is the one that is open at first.

    Raises UnknownName, which lists the existing ones, if no work has that theme.
    """
    return ReadingExercise.show(theme=theme)


def _theme(name: str, shown: dict[str, Any], t: Translate) -> Markup:
    """Return a theme, with its works folded below it."""
    works = [_told(work, t) for work in shown["works"] if work["theme"] == name]
    count = tag("span.wb-small.wb-muted", t("reading.count_all", count=len(works)))
    return tag(
        "details.wb-details",
        tag("summary", _capital(name), " ", count),
        tag("div.wb-stack-tight", tag("ul.wb-works", works)),
        open="" if name == shown["theme"] else None,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _told(work: dict[str, Any], t: Translate) -> Element:
    """Describe one work, with what it is good for and where it is."""
    facts = {
        t("reading.author"): work["author"],
        t("reading.publisher"): ", ".join(filter(None, (work["publisher"], work["published"]))),
        t("reading.find_it"): work["find_it"],
        t("reading.address"): work["address"],
    }
    known = tuple((name, value) for name, value in facts.items() if value)
    kind = f"{_capital(work['kind'])}, {work['country']}"
    return tag(
        "li",
        tag("p.wb-kicker", kind),
        tag("h4", outside_link(work["title"], work["address"], t("reading.new_tab"))),
        (Heading(4, work["title"]), Note(kind, "hint")),
        Text(work["good_for"]),
        tag("dl.wb-facts.wb-small", [tag("div", tag("dt", name), tag("dd", value)) for name, value in known]),
        Facts(known),
        id=f"wb-reading-{work['id']}",
    )
