"""The exercise Help and advice: lines and routes to ring, by need, with the date on which each was read."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content, load
from workbook.content.tables import SupportLine
from workbook.front.exercise import Exercise
from workbook.front.readable import Translate, article, heading, outside_link, tag

_FIRST = ("danger", "yourself")


class SupportExercise(Exercise):
    """Lines of help, by need. What a learner reads or rings here is stored nowhere, and sent to nobody."""

    name = "support"

    def readable(self) -> Markup:
        """Show the numbers to ring first, and all lines by need."""
        t, content = self._t, self.content
        return article(
            self.name,
            heading(t("support.kicker"), t("support.title")),
            tag("div.wb-support-first", [_first(line, t) for line in content["first"]]),
            tag("p.wb-small", t("support.check")),
            [_need(one["need"], one["lines"], t) for one in content["needs"]],
        )


def support() -> SupportExercise:
    """Show the table support."""
    return SupportExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return the lines by need, in the order of the table, and before them those to ring first.

    The first are the first line with a number for danger, and the first one for the learner's own distress.
    """
    needs: dict[str, list[dict[str, str]]] = {}
    for line in content.support:
        needs.setdefault(line.need, []).append(_line(line))
    first = (next((one for one in needs.get(need, ()) if one["number"]), None) for need in _FIRST)
    return {
        "first": [one for one in first if one],
        "needs": [{"need": need, "lines": lines} for need, lines in needs.items()],
    }


def _line(line: SupportLine) -> dict[str, str]:
    return {
        "id": line.id,
        "need": line.need,
        "who": line.who,
        "who_for": line.who_for,
        "number": line.number,
        "hours": line.hours,
        "note": line.note,
        "address": line.address,
        "read_on": line.read_on,
    }


def _first(line: dict[str, str], t: Translate) -> Markup:
    call = f"{line['who']}: {line['number']}"
    return tag(
        "p",
        tag("span.wb-label", t(f"support.first.{line['need']}")),
        tag("a.wb-button.wb-button-primary", call, href=_dialled(line["number"])),
    )


def _need(need: str, lines: list[dict[str, str]], t: Translate) -> Markup:
    return tag(
        "section.wb-stack",
        tag("h4", t(f"support.need.{need}")),
        tag("ul.wb-support-lines", [_told(line, t) for line in lines]),
    )


def _told(line: dict[str, str], t: Translate) -> Markup:
    number = line["number"]
    call = tag("a.wb-support-number", number, href=_dialled(number)) if number else t("support.no_number")
    page = outside_link(t("support.page", who=line["who"]), line["address"], t("common.new_tab"))
    return tag(
        "li.wb-stack-tight",
        tag("p.wb-label", line["who"]),
        tag("p", call),
        [tag("p", line[name]) for name in ("who_for", "hours", "note") if line[name]],
        tag("p.wb-small", page) if line["address"] else None,
        tag("p.wb-small.wb-muted", t("common.read_on", date=line["read_on"])),
    )


def _dialled(number: str) -> str:
    return f"tel:{number.replace(' ', '')}"
