"""A small workshop for tests: a plan with a step of each kind, its texts, and a server in this process."""

import asyncio
from contextlib import asynccontextmanager
from datetime import date

from tornado import httpserver, netutil, web

from workbook.workshop.domain.plans import Step, WorkshopPlan
from workbook.workshop.live.extension import WorkshopExtension, prepared
from workbook.workshop.storage import trainers
from workbook.workshop.storage.store import WorkshopStore

NAME, PASSPHRASE = "Aoife", "seven wet stones on a wall"
CHOICES = ("post", "ask", "wait")
PLAN = WorkshopPlan(
    id="small",
    title="A small plan",
    minutes=20,
    aim="To try a room.",
    prepare="",
    steps=(
        Step("begin", "talk", "Begin", 2, wall="Welcome"),
        Step("alone", "vote", "Vote alone", 3, subject="scene", notes="For the trainer alone."),
        Step("again", "vote", "Vote again", 3, subject="scene", round=2),
        Step("rate", "rating", "Rate", 3, subject="standard"),
        Step("risk", "order", "Order", 3, subject="ordering"),
        Step("one", "word", "One word", 3),
        Step("show", "share", "Show", 3),
    ),
)
OPTIONS = {
    "vote": {"choices": list(CHOICES)},
    "rating": {"statements": ["a", "b"]},
    "order": {"items": ["x", "y", "z"]},
}
REASON = "Because the carer was asked first."


class SmallTexts:
    """The texts of the small plan."""

    known = None

    def ready_plans(self):
        return (PLAN,)

    def options(self, step):
        return OPTIONS.get(step.kind, {})

    def activity(self, step):
        if step.kind == "talk":
            return None
        return {"question": "What would you do?", "reasons": {"post": {"rationale": REASON}}}

    def subjects(self):
        return {}

    def facilitator(self, step):
        return {"aim": step.notes} if step.notes else None


def new_database(address):
    """Make a database ready, with one trainer; gives its address."""
    address, _ = prepared(str(address))
    with WorkshopStore(address) as store:
        trainers.add(store, NAME, PASSPHRASE, date(2026, 11, 23))
    return address


@asynccontextmanager
async def serving(address, *, base_url="/", host="127.0.0.1", public=""):
    """Serve a database's workshops in this process; gives the address and what was opened."""
    sockets = netutil.bind_sockets(0, "127.0.0.1")
    port = sockets[0].getsockname()[1]
    opened = WorkshopExtension(address, SmallTexts(), host, public)(base_url, port)
    server = httpserver.HTTPServer(web.Application(opened.rules))
    server.add_sockets(sockets)
    opened.start()
    try:
        yield f"http://127.0.0.1:{port}{base_url}", opened
    finally:
        server.stop()
        await server.close_all_connections()
        await opened.stop()
        await asyncio.sleep(0)
