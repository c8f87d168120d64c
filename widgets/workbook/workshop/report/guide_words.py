"""Which word of the interface says what a step of a plan is, on the page and on paper alike.

Here: names of words alone. Not here: the words (see the front end's `workshop/ui/plan/words.json`).
"""

from workbook.workshop.domain.plans import Step

__all__ = ["about_word", "kind_word"]


def kind_word(step: Step) -> str:
    """Return the name of the word for what happens in a step; a second round has one of its own."""
    return f"plan.kind.{step.kind}" if step.round == 1 else f"plan.kind.{step.kind}.{step.round}"


def about_word(sort: str) -> str:
    """Return the name of the word for what a step is about (see `Texts.about`), "" for nothing."""
    return f"plan.about.{sort}" if sort else ""
