"""The exercise Facilitator note: how a trainer runs a workshop on a standard."""

import re
from typing import Any

from markupsafe import Markup

from workbook.content import Content, UnknownName, load
from workbook.front.exercise import Exercise
from workbook.front.readable import Child, Translate, article, details, heading, label, paragraphs, tag

_TITLED = re.compile(
    r"(?P<title>[^.?!]{1,60}[?!]?) \((?P<minutes>\d+) minutes?\)[.:]\s*(?P<text>.*)", re.DOTALL
)


class FacilitatorNoteExercise(Exercise):
    """A note for a trainer: aim, minutes, what to prepare, steps,  what often comes up, what not to do."""

    name = "facilitator_note"
    is_heard = False
    not_on_paper = "comes with the facilitator notes"

    def readable(self) -> Markup:
        """Show the note with its steps collapsed: it needs no input."""
        t, note = self._t, self.content
        return article(
            self.name,
            heading(
                t("facilitator_note.kicker", number=note["number"]),
                t("facilitator_note.title", title=note["short_title"], count=note["minutes"]),
            ),
            self._part("aim", paragraphs(note["aim"])),
            self._part("prepare", paragraphs(note["prepare"])),
            details(
                t("facilitator_note.whole", count=len(note["steps"])),
                self._part("run", tag("ol.wb-run", _run(note["steps"], t))),
                self._part("comes_up", paragraphs(note["comes_up"])),
                tag(
                    "section.wb-panel.wb-stack-tight",
                    tag("h4", t("facilitator_note.avoid")),
                    paragraphs(note["avoid"]),
                    data_grade="caution",
                ),
            ),
        )

    def _part(self, name: str, shown: Child) -> Markup:
        """Show one part of the note under its name."""
        return tag("section.wb-stack-tight", tag("h4", self._t(f"facilitator_note.{name}")), shown)


def facilitator_note(identifier: str) -> FacilitatorNoteExercise:
    """Show the note for the standard with this identifier, from the table facilitator_notes.

    Raises UnknownName, which lists the existing ones, if there is no note for such a standard.
    """
    return FacilitatorNoteExercise(_content(load(), identifier))


def _content(content: Content, identifier: str) -> dict[str, Any]:
    """Return the note, with its instructions as a list of steps."""
    notes = {note.standard: note for note in content.facilitator_notes}
    if identifier not in notes:
        raise UnknownName("standard with a facilitator note", identifier, notes)
    note, standard = notes[identifier], content.standards.by_id(identifier)
    return {
        "standard": standard.id,
        "number": standard.number,
        "short_title": standard.short_title,
        "aim": note.aim,
        "minutes": note.minutes,
        "prepare": note.prepare,
        "steps": [_step(text) for text in _steps(note.how_to_run)],
        "comes_up": note.comes_up,
        "avoid": note.avoid,
    }


def _steps(text: str) -> list[str]:
    """Split a text such as "1. This. 2. That." into its steps, without their numbers.

    A number counts only if it is the next one, so that a time or a year in a step does no harm. Words before
    the first number belong to the first step.
    """
    steps = [""]
    rest = text.strip()
    for number in range(1, len(text)):
        found = re.search(rf"(?:^|\s){number}\.\s+", rest)
        if found is None:
            break
        steps[-1] = f"{steps[-1]} {rest[: found.start()]}".strip()
        if number > 1:
            steps.append("")
        rest = rest[found.end() :]
    steps[-1] = f"{steps[-1]} {rest}".strip()
    return steps


def _step(text: str) -> dict[str, Any]:
    """Return a step with its title and minutes if it begins "Title (5 minutes). ", else with "" and 0."""
    found = _TITLED.fullmatch(text)
    if found is None:
        return {"title": "", "minutes": 0, "text": text}
    return {"title": found["title"], "minutes": int(found["minutes"]), "text": found["text"]}


def _run(steps: list[dict[str, Any]], t: Translate) -> list[Markup]:
    """Show the steps, each with its minutes and starting minute, if it has them."""
    shown: list[Markup] = []
    minute = 0
    for step in steps:
        minutes = step["minutes"]
        length = t("facilitator_note.minutes", count=minutes)
        when = f"{length}, {t('facilitator_note.from', minute=minute)}"
        head = [label(step["title"]), tag("p.wb-small.wb-muted", when)] if step["title"] else []
        shown.append(tag("li", head, paragraphs(step["text"])))
        minute += minutes
    return shown
