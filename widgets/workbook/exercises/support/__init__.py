"""The exercise Help and advice: lines and routes to ring, by need, with the date on which each was read."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from workbook.content import Content
from workbook.documents.blocks import Facts, Heading, Note
from workbook.front.exercise import Exercise
from workbook.front.readable import Child, Element, Translate, outside_link, tag

_FIRST = ("danger", "yourself")


class SupportExercise(Exercise):
    """Lines of help, by need. What a learner reads or rings here is stored nowhere, and sent to nobody."""

    name = "support"

    @staticmethod
    def select(content: Content) -> dict[str, Any]:
        """Return the lines by need, in the order of the table, and before them those to ring first.

        The first are the first line with a number for danger, and the first one for the learner's own
        distress.
        """
        needs: dict[str, list[dict[str, str]]] = {}
        for line in content.support:
            needs.setdefault(line.need, []).append(asdict(line))
        first = (next((one for one in needs.get(need, ()) if one["number"]), None) for need in _FIRST)
        return {
            "first": [one for one in first if one],
            "needs": [{"need": need, "lines": lines} for need, lines in needs.items()],
        }

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the numbers to ring first, on the screen alone, and all lines by need."""
        yield tag("h3.wb-visually-hidden", t("support.title"))
        yield tag("div.wb-support-first", [_first(line, t) for line in shown["first"]])
        yield tag("p.wb-small", t("support.check"))
        yield Note(t("support.check"), "notice")
        yield [_need(one["need"], one["lines"], t) for one in shown["needs"]]


def support() -> SupportExercise:
    """Show the table support."""
    return SupportExercise.show()


def _first(line: dict[str, str], t: Translate) -> Element:
    number = line["number"]
    return tag(
        "p",
        tag("span.wb-label", t(f"support.first.{line['need']}", who=line["who"])),
        tag("a.wb-button.wb-button-primary", t("support.ring", number=number), href=_dialled(number)),
    )


def _need(need: str, lines: list[dict[str, str]], t: Translate) -> Element:
    return tag(
        "section.wb-stack",
        tag("h4", t(f"support.need.{need}")),
        Heading(3, t(f"support.need.{need}")),
        tag("ul.wb-support-lines", [_told(line, t) for line in lines]),
    )


def _told(line: dict[str, str], t: Translate) -> Element:
    number = line["number"]
    call = tag("a.wb-support-number", number, href=_dialled(number)) if number else t("support.no_number")
    about = tuple(line[name] for name in ("who_for", "hours", "note") if line[name])
    read = t("common.read_on", date=line["read_on"])
    told = "\n".join((*about, *filter(None, (line["address"],)), read))
    page = outside_link(t("support.page", who=line["who"]), line["address"], t("common.new_tab"))
    return tag(
        "li.wb-stack-tight",
        tag("p.wb-label", line["who"]),
        tag("p", call),
        [tag("p", one) for one in about],
        tag("p.wb-small", page) if line["address"] else None,
        tag("p.wb-small.wb-muted", read),
        Facts(((f"{line['who']}: {number or t('support.no_number')}", told),), stacked=True),
    )


def _dialled(number: str) -> str:
    return f"tel:{number.replace(' ', '')}"
