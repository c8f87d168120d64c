"""The services shared by all workshop connections of a server.

Here: the set of services, and the interface to the content. Not here: the services themselves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from workbook.workshop.domain.answers import Choices
from workbook.workshop.domain.plans import KnownContent, WorkshopPlan
from workbook.workshop.live.addresses import ServerAddresses
from workbook.workshop.live.fair_limits import Connections, Seating
from workbook.workshop.live.rate_limits import Guesses
from workbook.workshop.live.registry import SessionRegistry
from workbook.workshop.live.sign_in_threads import TrainerAccess
from workbook.workshop.live.states import StateTexts

__all__ = ["Services", "WorkshopTexts"]


class WorkshopTexts(StateTexts, Choices, Protocol):
    """The required interface to the content (see `texts.Texts`)."""

    @property
    def known(self) -> KnownContent:
        """The available subjects."""

    def ready_plans(self) -> Sequence[WorkshopPlan]:
        """Return the content's ready-made plans."""

    def subjects(self) -> Mapping[str, Any]:
        """Return the subjects for a plan's steps, for the plan editor."""


@dataclass(frozen=True, slots=True)
class Services:
    """The session registry, trainers' sign-in, the content, addresses, wrong codes, seats, connections."""

    registry: SessionRegistry
    trainer_access: TrainerAccess
    texts: WorkshopTexts
    reached: Callable[[], ServerAddresses]
    guesses: Guesses = field(default_factory=Guesses)
    seating: Seating = field(default_factory=Seating)
    connections: Connections = field(default_factory=Connections)
