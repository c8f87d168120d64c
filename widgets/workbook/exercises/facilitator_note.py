"""The exercise Facilitator note: how a trainer runs a workshop on a standard."""

import re
from typing import Any

from workbook.content import Content, UnknownName, load
from workbook.exercises._base import Exercise

_TITLED = re.compile(
    r"(?P<title>[^.?!]{1,60}[?!]?) \((?P<minutes>\d+) minutes?\)[.:]\s*(?P<text>.*)", re.DOTALL
)


class FacilitatorNoteExercise(Exercise):
    """A note for a trainer: aim, minutes, what to prepare, steps, what often comes up, what not to do."""

    name = "facilitator_note"


def facilitator_note(identifier: str) -> FacilitatorNoteExercise:
    """Show the note for the standard with this identifier, from the table facilitator_notes.

    Raises UnknownName, which names what there is, when no note is for such a standard.
    """
    return FacilitatorNoteExercise(_content(load(), identifier))


def _content(content: Content, identifier: str) -> dict[str, Any]:
    """Return the note, with how to run it as a list of steps."""
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
    """Split what is written as "1. This. 2. That." into its steps, without their numbers.

    A number counts only where it is the next one, so that a time or a year in a step does no harm. Words
    before the first number belong to the first step.
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
    """Return a step with its title and minutes where it begins "Title (5 minutes). ", else with "" and 0."""
    found = _TITLED.fullmatch(text)
    if found is None:
        return {"title": "", "minutes": 0, "text": text}
    return {"title": found["title"], "minutes": int(found["minutes"]), "text": found["text"]}
