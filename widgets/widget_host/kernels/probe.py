"""Opens a kernel as a learner's page would, has it answer, and ends it: only this shows that pages work.

Here: one trial. Not here: how often it is made, and how it is reported (see `health`).
"""

import logging
from collections.abc import AsyncIterator, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePosixPath
from typing import Any
from uuid import uuid4

from widget_host.pages.notebook import Notebook, NotebookError
from widget_host.pages.page_handlers import PageOpener
from widget_host.settings import Check

__all__ = ["TRIED_EVERY_S", "page_check", "try_page"]

TRIED_EVERY_S = 60.0
"""How many seconds the result of one trial stands for all kernels."""

_LOG = logging.getLogger("widget_host")
_WITHIN_S = 60.0
_REASON = (
    "No page gets a process that answers. See the log for the cause, check the versions of Jupyter's "
    "packages, and restart the server."
)


class TrialError(Exception):
    """A page's kernel does not work; the text says what it does instead."""


def page_check(opener: PageOpener) -> Check:
    """Return the health check that a page gets its kernel."""
    return Check(_REASON, lambda: try_page(opener), rest_s=TRIED_EVERY_S, stands_s=_WITHIN_S)


async def try_page(opener: PageOpener, within_s: float = _WITHIN_S) -> None:
    """Open a kernel for the first page that has exercises, and end it.

    Does nothing if all places are taken, since learners come first and their kernels show that it works, or
    while the server stops. Raises TrialError, or the error that keeps the kernel from starting.
    """
    page = await anext(_with_exercises(opener), None)
    if page is None or opener.stopping.is_on or len(opener.kernels) >= opener.queue.most:
        return
    path, notebook = page
    cached = await opener.page_cache.make(path, notebook)
    template = cached.template if cached else None
    kernel_id = str(uuid4())
    _LOG.debug("A process for %s is tried, %s.", path, "forked" if template else "from the beginning")
    try:
        with opener.queue.starting():
            folder = str(PurePosixPath(path).parent)
            await opener.kernels.start_page_kernel(kernel_id, folder, opener.env, template)
        await _answer(opener, kernel_id, within_s)
    except Exception:
        _LOG.info("Packages that kernels are made of: %s.", ", ".join(_versions()))
        raise
    finally:
        await opener.kernels.end_page_kernel(kernel_id)
    _LOG.debug("It answered.")


async def _answer(opener: PageOpener, kernel_id: str, within_s: float) -> None:
    """Wait until a kernel has answered a page's first request, and has run code."""
    client: Any = opener.kernels.get_kernel(kernel_id).client()  # jupyter_client's, which awaits
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=within_s)
        reply = await client.execute_interactive(
            "pass", silent=True, store_history=False, allow_stdin=False, timeout=within_s
        )
    except (RuntimeError, TimeoutError):
        raise TrialError("the kernel does not answer") from None
    finally:
        client.stop_channels()
    if reply["content"]["status"] != "ok":
        raise TrialError(f"code in the kernel ends with {reply['content'].get('ename', 'an error')}")


def _versions() -> Iterator[str]:
    """Yield the packages that a kernel and its connection depend on, with their installed versions."""
    for name in ("ipykernel", "ipython", "jupyter-client", "jupyter-server", "pyzmq", "tornado", "traitlets"):
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} is not there"


async def _with_exercises(opener: PageOpener) -> AsyncIterator[tuple[str, Notebook]]:
    """Yield the pages whose kernels are forked from one run, in the order in which learners see them."""
    page_index = opener.page_cache.views.page_index
    await page_index.fresh()
    for page in page_index.pages():
        try:
            notebook = await page_index.read(page.path)
        except (NotebookError, FileNotFoundError):
            continue
        if notebook.has_code and not notebook.has_each_visitor:
            yield page.path, notebook
