"""Maps steps of a plan to words of the interface, both on the page and on paper.

Here: only names of words. Not here: the words (see the front end's `workshop/ui/plan/words.json`).
"""

from workbook.workshop.domain.plans import Step

__all__ = ["about_word", "kind_word"]


def kind_word(step: Step) -> str:
    """Return the name of the word for a step's kind; a second round has its own."""
    return f"plan.kind.{step.kind}" if step.round == 1 else f"plan.kind.{step.kind}.{step.round}"


def about_word(sort: str) -> str:
    """Return the name of the word for a step's subject (see `Texts.about`), "" if it has none."""
    return f"plan.about.{sort}" if sort else ""
