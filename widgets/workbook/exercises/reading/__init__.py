"""The exercise Reading: works to read further, by theme and by where they apply."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content, UnknownName, load
from workbook.front.exercise import Exercise
from workbook.front.readable import Translate, article, details, heading, outside_link, paragraphs, space, tag


class ReadingExercise(Exercise):
    """A list of works that filters by theme and place, each with what it is good for and its address."""

    name = "reading"

    def readable(self) -> Markup:
        """Show the works of the list's initial theme, and the others collapsed."""
        t, works, theme = self._t, self.content["works"], self.content["theme"]
        shown = [_told(work, t) for work in works if theme in ("", work["theme"])]
        further = [_told(work, t) for work in works if theme not in ("", work["theme"])]
        name = "reading.count" if further else "reading.count_all"
        return article(
            self.name,
            heading(t("reading.kicker"), t("reading.title")),
            tag("p", t("reading.intro")),
            space(3),
            tag("p.wb-small.wb-muted", t(name, count=len(shown), total=len(works))),
            tag("ul.wb-works", shown),
            details(t("common.readable.others", count=len(further)), tag("ul.wb-works", further))
            if further
            else None,
        )


def reading(theme: str | None = None) -> ReadingExercise:
    """Show the table reading; `theme` is the list's initial filter, which the learner can change.

    Raises UnknownName, which lists the existing ones, if no work has that theme.
    """
    return ReadingExercise(_content(load(), theme))


def _content(content: Content, theme: str | None) -> dict[str, Any]:
    """Return every work, and the themes and places of the list, each once and in the order of the table.

    `theme` is the list's initial theme, or empty.
    """
    themes = list(dict.fromkeys(work.theme for work in content.reading))
    if theme is not None and theme not in themes:
        raise UnknownName("theme", theme, themes)
    return {
        "theme": theme or "",
        "themes": themes,
        "countries": list(dict.fromkeys(work.country for work in content.reading)),
        "works": [
            {
                "id": work.id,
                "title": work.title,
                "publisher": work.publisher,
                "author": work.author,
                "published": work.published,
                "kind": work.kind,
                "theme": work.theme,
                "country": work.country,
                "address": work.address,
                "find_it": work.find_it,
                "good_for": work.good_for,
            }
            for work in content.reading
        ],
    }


def _told(work: dict[str, Any], t: Translate) -> Markup:
    """Show one work, with what it is good for and where it is."""
    facts = {
        t("reading.author"): work["author"],
        t("reading.publisher"): ", ".join(filter(None, (work["publisher"], work["published"]))),
        t("reading.find_it"): work["find_it"],
        t("reading.address"): work["address"],
    }
    kind = work["kind"][:1].upper() + work["kind"][1:]
    return tag(
        "li",
        tag("p.wb-kicker", f"{kind}, {work['country']}"),
        tag("h4", outside_link(work["title"], work["address"], t("reading.new_tab"))),
        paragraphs(work["good_for"]),
        tag(
            "dl.wb-facts.wb-small",
            [tag("div", tag("dt", name), tag("dd", value)) for name, value in facts.items() if value],
        ),
    )
