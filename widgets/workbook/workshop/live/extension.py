"""Adds workshops to a server.

Here: assembling the parts for the server's hook, and preparing the database. Not here: the parts themselves,
and the server (see `server`, which knows nothing about workshops).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from workbook.workshop.live.addresses import listed
from workbook.workshop.live.registry import SessionRegistry
from workbook.workshop.live.services import Services, WorkshopTexts
from workbook.workshop.live.sign_in_threads import TrainerAccess
from workbook.workshop.live.websocket import routes
from workbook.workshop.storage.store import WorkshopStore
from workbook.workshop.storage.trainers import names
from workbook.workshop.storage.watch import CHANNEL, watch_for
from workbook.workshop.storage.workshops import Workshops
from workbook.workshop.storage.writer import Writer

__all__ = ["RunningWorkshops", "WorkshopExtension", "prepared"]

# A phone waits 8 s for an answer; a "busy" refusal has to come before it drops the connection.
_TIMEOUT_S = 5.0
_GOING_AWAY = 1001


def prepared(database: str) -> tuple[str, int]:
    """Prepare the database for workshops; return its full address, and how many trainers are set up.

    Raises WorkshopError if workshops can't be stored there.
    """
    with WorkshopStore(database) as store:
        store.prepare()
        return store.address, len(names(store))


@dataclass(frozen=True, slots=True)
class RunningWorkshops:
    """A server's workshops: Tornado's rules, state, metrics and shutdown."""

    services: Services
    rules: list[tuple[Any, ...]]

    def start(self) -> None:
        """Start, in the running loop."""
        self.services.registry.start()

    def state(self) -> dict[str, Any]:
        """Return figures for `readyz`."""
        return {"workshops": self.services.registry.state()}

    def figures(self) -> dict[str, tuple[str, float]]:
        """Return figures for `metrics`."""
        live = self.services.registry.state()["live"]
        return {
            "workbook_workshops": ("Workshops with connections to this server.", live),
            "workbook_workshop_lines": ("Connections to pages in workshops.", len(self.services.connections)),
        }

    async def stop(self) -> None:
        """Close all connections, and finish what was started."""
        for connection in list(self.services.connections):
            connection.close(_GOING_AWAY)
        await self.services.registry.stop()
        await self.services.trainer_access.close()


@dataclass(frozen=True, slots=True)
class WorkshopExtension:
    """Sets up workshops; called once the server knows its port.

    `database` is the address of a `prepared` database; `host` is where the server listens, `public` the
    publisher's address, or "".
    """

    database: str
    texts: WorkshopTexts
    host: str
    public: str = ""

    def __call__(self, base_url: str, port: int) -> RunningWorkshops:
        """Return the workshops. Database connections are opened in threads of this process, on first use."""
        store = WorkshopStore(self.database, timeout=_TIMEOUT_S)
        registry = SessionRegistry(
            Writer(lambda: Workshops(store, self.texts), store.close),
            self.texts,
            watch=lambda heard: watch_for(store.file, store.address, heard),
            tell=_notifier(store),
        )
        services = Services(
            registry,
            TrainerAccess(WorkshopStore(self.database, timeout=_TIMEOUT_S), lambda: datetime.now(UTC)),
            self.texts,
            lambda: listed(self.host, port, base_url, self.public),
        )
        return RunningWorkshops(services, routes(base_url, services))


def _notifier(store: WorkshopStore) -> Callable[[str], None]:
    """Return a function that notifies other servers of a change. With SQLite they detect it themselves."""
    if store.file is not None:
        return lambda _: None

    def tell(workshop_id: str) -> None:
        with store.connection(write=True) as connection:
            values = {"channel": CHANNEL, "id": workshop_id}
            connection.execute(text("SELECT pg_notify(:channel, :id)"), values)

    return tell
