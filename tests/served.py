"""A server's RPC for tests, in its own thread: `with answering({"name": answer}) as environment`."""

import asyncio
import shutil
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

from timeouts import scaled
from widget_host.kernels.rpc_handlers import RpcServer

STARTS_WITHIN_S = 20


@contextmanager
def answering(services, **options):
    """Answer calls for services by name; gives the environment of a kernel that may call."""
    folder = Path(tempfile.mkdtemp(prefix="wbt", dir="/tmp"))  # a socket's path has to be short
    broker = RpcServer(folder, services, **options)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(broker.start(), loop).result(scaled(STARTS_WITHIN_S))
        yield broker.environment
    finally:
        asyncio.run_coroutine_threadsafe(broker.stop(), loop).result(scaled(STARTS_WITHIN_S))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
        shutil.rmtree(folder)
