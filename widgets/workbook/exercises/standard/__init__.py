"""The exercise Standard: what one Standard of Conduct asks, whose words say so, and what it means online."""

from collections.abc import Iterator
from typing import Any

from workbook.common.usage_setting import is_counted
from workbook.content import Content
from workbook.documents.blocks import Facts, Grid, Note, Said
from workbook.front.exercise import Exercise
from workbook.front.parts import Subtitle, Text, Title
from workbook.front.readable import Child, Element, Translate, label, outside_link, paragraphs, tag


class StandardExercise(Exercise):
    """A standard with its provisions, each marked as this workbook's summary or as the Council's wording."""

    name = "standard"

    @staticmethod
    def select(content: Content, identifier: str) -> dict[str, Any]:
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

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the whole standard: it needs no input."""
        title, address = shown["title"], shown["address"]
        kicker = t("standard.kicker", number=shown["number"])
        quoted = [part for part in shown["provisions"] if part["text_kind"] == "wording"]
        summed = [part for part in shown["provisions"] if part["text_kind"] == "summary"]
        yield tag(
            "div.wb-standard-head",
            tag("span.wb-numeral", shown["number"], aria_hidden="true"),
            Title(kicker, title, whole=f"{kicker}: {title}"),
        )
        if shown["wording"]:
            yield _quotation(shown["wording"], address, t)
        yield Note(t("standard.whose.summary"), "hint")
        yield tag("div.wb-stack-tight", _whose("summary", t), Text(shown["summary"]))
        yield [_quoted(part, address, t) for part in quoted]
        yield Subtitle(t("standard.online"))
        yield tag("div.wb-stack-tight", Text(shown["online"]))
        if summed:
            yield _summed(summed, t)
        yield tag("p", outside_link(t("standard.official"), address, t("standard.official_opens")))
        yield Facts(((t("standard.official"), address),), stacked=True)


def standard(identifier: str) -> StandardExercise:
    """Show the standard with this identifier, from the table standards, with its provisions.

    Raises UnknownName, which lists the existing ones, if there is no such standard.
    """
    return StandardExercise.show(identifier)


def _whose(kind: str, t: Translate) -> Element:
    """Show whose words follow: "summary" for this workbook's, "wording" for the Council's."""
    return tag("p.wb-whose", t(f"standard.whose.{kind}"), data_kind=kind)


def _quotation(text: str, address: str, t: Translate) -> Element:
    """Describe the Council's wording, word for word."""
    quote = tag("blockquote", paragraphs(text), cite=address)
    said = Said(t("standard.whose.wording"), text, "")
    return tag("div.wb-quotation.wb-stack-tight", _whose("wording", t), quote, said)


def _quoted(part: dict[str, Any], address: str, t: Translate) -> Element:
    """Describe a provision in the Council's wording."""
    number, title = part["number"], part["title"]
    return tag(
        "section.wb-panel.wb-provision.wb-stack-tight",
        Subtitle(t("standard.provision", number=number, title=title) if number else title),
        _quotation(part["text"], address, t),
        label(t("standard.example")),
        paragraphs(part["online"]),
        Facts(((t("standard.example"), part["online"]),), stacked=True),
    )


def _summed(parts: list[dict[str, Any]], t: Translate) -> Iterator[Child]:
    """Yield the provisions that this workbook summarises: a list, and on paper a table."""
    title, example = t("standard.parts"), t("standard.example")
    items = [
        tag(
            "li.wb-stack-tight",
            label(part["title"]),
            paragraphs(part["text"]),
            tag("p.wb-example", tag("span.wb-label", example), part["online"]),
        )
        for part in parts
    ]
    yield Subtitle(title)
    yield _whose("summary", t)
    yield tag("ul.wb-provisions", items)
    rows = tuple((part["title"], part["text"], part["online"]) for part in parts)
    yield Grid(title, (t("standard.paper.part"), t("standard.whose.summary"), example), rows, (4, 8, 9))
