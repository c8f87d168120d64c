"""A server that fails whenever it meets certain words, and quotes them as loudly as Python does.

Run as `python -m server.breaking serve ...`, with the tests' folder on the path.
"""

import asyncio
import threading

from widget_host.kernels import websocket
from widget_host.pages import page_handlers
from workbook.cli.main import main
from workbook.workshop.live import dispatcher

WORDS = "what a learner wrote"


def breaking(method):
    """A method that goes on as ever until it is given the words."""

    def one(self, *given):
        request = getattr(self, "request", None)
        told = f"{given!r} {request!r} {request and request.body!r}"
        if WORDS not in told:
            return method(self, *given)
        asyncio.get_running_loop().call_soon(fail, told)
        asyncio.ensure_future(fail_later(told))  # noqa: RUF006 - nobody asks what came of it
        threading.Thread(target=fail, args=(told,)).start()
        raise ValueError(told)

    return one


def fail(told):
    raise RuntimeError(told)


async def fail_later(told):
    fail(told)


if __name__ == "__main__":
    for module, name in (
        (websocket.KernelWebSocket, "handle_incoming_message"),
        (dispatcher.Dispatcher, "hear"),
        (page_handlers.Turn, "post"),
    ):
        setattr(module, name, breaking(getattr(module, name)))
    main()
