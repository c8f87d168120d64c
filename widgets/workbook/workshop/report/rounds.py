"""What the tables of all questions share: a column for each round, and a line for a round without figures."""

from collections.abc import Iterable, Sequence

from workbook.documents.blocks import Block, Note, Said
from workbook.workshop.report.charts import Drawn
from workbook.workshop.report.figures import Question
from workbook.workshop.report.words import Words

__all__ = ["TWICE", "above", "answered", "rounds_of", "share", "untold"]

TWICE = 2
"""How many rounds there are where something is asked again."""

_ROUNDS = {
    "vote": ("workshop_report.first", "workshop_report.second"),
    "rating": ("workshop_report.before", "workshop_report.after"),
    "order": ("workshop_report.first_order", "workshop_report.second_order"),
}
_ALONE = {
    "vote": "workshop_report.votes",
    "rating": "workshop_report.average",
    "order": "workshop_report.place",
}


def rounds_of(words: Words, question: Question) -> dict[int, str]:
    """Return the column heading of each round that has figures."""
    told = [round_ for round_ in sorted(question.steps) if question.state(round_) == "told"]
    if len(question.steps) < TWICE:
        return {round_: words(_ALONE[question.kind]) for round_ in told}
    return {round_: words(_ROUNDS[question.kind][round_ - 1]) for round_ in told}


def untold(words: Words, question: Question) -> list[Block]:
    """Return a line for each round that has no figures."""
    said: list[Block] = []
    for round_ in sorted(question.steps):
        state = question.state(round_)
        if state != "told":
            twice = len(question.steps) >= TWICE
            name = words(_ROUNDS[question.kind][round_ - 1]) if twice else words.kind(question.step)
            label = "workshop_report.few.round" if state == "few" else "workshop_report.none.round"
            said.append(Note(words(label, round=name), "hint"))
    return said


def answered(words: Words, question: Question, rounds: Iterable[int]) -> list[Drawn | str]:
    """Return the last row of a table: how many answered in each round."""
    told = (words.figure(question.answered(round_)) for round_ in rounds)
    return [words("workshop_report.answered"), *told]


def above(text: str) -> Said:
    """Return a line that stays on the page of the next block."""
    return Said(text, "", "")


def share(whole: int, count: int) -> Sequence[int]:
    """Return shares of a table's width, as equal as possible."""
    return [whole // count] * count
