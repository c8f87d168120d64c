"""What every line of a server's workshops uses.

Here: the parts together, and what they need of the content. Not here: what they do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from workbook.workshop.domain.answers import Choices
from workbook.workshop.domain.plans import KnownContent, WorkshopPlan
from workbook.workshop.live.addresses import Reached
from workbook.workshop.live.fair_limits import Connections, Seating
from workbook.workshop.live.rate_limits import Guesses
from workbook.workshop.live.registry import SessionRegistry
from workbook.workshop.live.sign_in import TrainerAccess
from workbook.workshop.live.states import StateTexts

__all__ = ["Services", "WorkshopTexts"]


class WorkshopTexts(StateTexts, Choices, Protocol):
    """What is needed of the content (see `texts.Texts`)."""

    @property
    def known(self) -> KnownContent:
        """Which subjects there are."""

    def ready_plans(self) -> Sequence[WorkshopPlan]:
        """Return the plans that come with the content."""

    def subjects(self) -> Mapping[str, Any]:
        """Return what a plan's steps can be about, for the editor of plans."""


@dataclass(frozen=True, slots=True)
class Services:
    """The session registry, trainers' sign-in, the content, addresses, wrong codes, seats, connections."""

    registry: SessionRegistry
    trainer_access: TrainerAccess
    texts: WorkshopTexts
    reached: Callable[[], Reached]
    guesses: Guesses = field(default_factory=Guesses)
    seating: Seating = field(default_factory=Seating)
    lines: Connections = field(default_factory=Connections)
