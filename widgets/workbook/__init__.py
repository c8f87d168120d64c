"""Standards of conduct and social media: a training workbook. These are the names that a notebook uses.

Each shows one exercise: `workbook.scenario("the-petition")`. What can stand in the brackets is an identifier
from the tables in `data/`; `workbook check` says when one does not exist. `load` gives the tables themselves,
for the cells in which a page checks what it promises.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from workbook.exercises.registry import module_of

if TYPE_CHECKING:
    from workbook.content import load
    from workbook.exercises.advice import advice
    from workbook.exercises.audience import audience
    from workbook.exercises.boundaries import boundaries
    from workbook.exercises.carousel import carousel
    from workbook.exercises.confidence import confidence
    from workbook.exercises.draft import draft
    from workbook.exercises.glossary import glossary
    from workbook.exercises.good_use import good_use
    from workbook.exercises.learning_plan import learning_plan
    from workbook.exercises.offensive import offensive
    from workbook.exercises.policy import policy
    from workbook.exercises.reading import reading
    from workbook.exercises.reflection import reflection
    from workbook.exercises.scenario import scenario
    from workbook.exercises.standard import standard
    from workbook.exercises.technology import technology
    from workbook.exercises.tip import tip
    from workbook.record.ui.keeping import keeping
    from workbook.record.ui.privacy import privacy
    from workbook.record.ui.your_record import your_record
    from workbook.usage.ui.feedback import feedback
    from workbook.workshop.ui.facilitator_guide import facilitator_guide
    from workbook.workshop.ui.facilitator_note import facilitator_note
    from workbook.workshop.ui.plan import plan
    from workbook.workshop.ui.scenarios_overview import scenarios_overview
    from workbook.workshop.ui.workshop_console import workshop_console

__all__ = [
    "advice",
    "audience",
    "boundaries",
    "carousel",
    "confidence",
    "draft",
    "facilitator_guide",
    "facilitator_note",
    "feedback",
    "glossary",
    "good_use",
    "keeping",
    "learning_plan",
    "load",
    "offensive",
    "plan",
    "policy",
    "privacy",
    "reading",
    "reflection",
    "scenario",
    "scenarios_overview",
    "standard",
    "technology",
    "tip",
    "workshop_console",
    "your_record",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - each name has its own type, which TYPE_CHECKING tells
    """Import an exercise when it is first asked for: a page, or a command, pays for what it uses alone."""
    if name not in __all__:
        raise AttributeError(f"The workbook has no {name!r}. There is: {', '.join(__all__)}.")
    return getattr(import_module("workbook.content" if name == "load" else module_of(name)), name)


def __dir__() -> list[str]:
    """List the names for completion in JupyterLab."""
    return __all__
