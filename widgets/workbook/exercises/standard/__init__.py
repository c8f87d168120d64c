"""The exercise Standard: what one Standard of Conduct asks, whose words say so, and what it means online."""

from typing import Any

from markupsafe import Markup

from workbook.common.counted import is_counted
from workbook.content import Content, load
from workbook.front.exercise import Exercise
from workbook.front.readable import Translate, article, heading, label, outside_link, paragraphs, tag


class StandardExercise(Exercise):
    """A standard with its provisions, each marked as this workbook's summary or as the Council's wording."""

    name = "standard"

    def readable(self) -> Markup:
        """Show the whole standard: it needs no input."""
        t, standard = self._t, self.content
        kicker = t("standard.kicker", number=standard["number"])
        quoted = [part for part in standard["provisions"] if part["text_kind"] == "wording"]
        summed = [part for part in standard["provisions"] if part["text_kind"] == "summary"]
        link = outside_link(t("standard.official"), standard["address"], t("standard.official_opens"))
        return article(
            self.name,
            tag(
                "div.wb-standard-head",
                tag("span.wb-numeral", standard["number"], aria_hidden="true"),
                heading(kicker, standard["title"]),
            ),
            _quotation(standard["wording"], standard["address"], t) if standard["wording"] else None,
            tag("div.wb-stack-tight", _whose("summary", t), paragraphs(standard["summary"])),
            [_quoted(part, standard["address"], t) for part in quoted],
            tag("h4", t("standard.online")),
            tag("div.wb-stack-tight", paragraphs(standard["online"])),
            _summed(summed, t) if summed else None,
            tag("p", link),
        )


def standard(identifier: str) -> StandardExercise:
    """Show the standard with this identifier, from the table standards, with its provisions.

    Raises UnknownName, which lists the existing ones, if there is no such standard.
    """
    return StandardExercise(_content(load(), identifier))


def _content(content: Content, identifier: str) -> dict[str, Any]:
    """Return the standard with its provisions in the order of the table; `wording` may be empty."""
    chosen = content.standards.by_id(identifier)
    return {
        "id": chosen.id,
        "number": chosen.number,
        "title": chosen.title,
        "summary": chosen.summary,
        "wording": chosen.wording,
        "online": chosen.online,
        "address": chosen.address,
        "counted": is_counted(),
        "provisions": [
            {
                "id": part.id,
                "number": part.number,
                "title": part.title,
                "text_kind": part.text_kind,
                "text": part.text,
                "online": part.online,
            }
            for part in content.provisions.where(standard=chosen.id)
        ],
    }


def _whose(kind: str, t: Translate) -> Markup:
    """Show whose words follow: "summary" for this workbook's, "wording" for the Council's."""
    return tag("p.wb-whose", t(f"standard.whose.{kind}"), data_kind=kind)


def _quotation(text: str, address: str, t: Translate) -> Markup:
    """Show the Council's wording, word for word."""
    quote = tag("blockquote", paragraphs(text), cite=address)
    return tag("div.wb-quotation.wb-stack-tight", _whose("wording", t), quote)


def _quoted(part: dict[str, Any], address: str, t: Translate) -> Markup:
    """Show a provision in the Council's wording."""
    number, title = part["number"], part["title"]
    return tag(
        "section.wb-panel.wb-provision.wb-stack-tight",
        tag("h4", t("standard.provision", number=number, title=title) if number else title),
        _quotation(part["text"], address, t),
        label(t("standard.example")),
        paragraphs(part["online"]),
    )


def _summed(parts: list[dict[str, Any]], t: Translate) -> list[Markup]:
    """Show the provisions that this workbook summarises."""
    items = [
        tag(
            "li.wb-stack-tight",
            label(part["title"]),
            paragraphs(part["text"]),
            tag("p.wb-example", tag("span.wb-label", t("standard.example")), part["online"]),
        )
        for part in parts
    ]
    return [tag("h4", t("standard.parts")), _whose("summary", t), tag("ul.wb-provisions", items)]
