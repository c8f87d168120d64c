"""Testing a page's kernel as a learner's page would use it, and ending it."""

import asyncio
from types import SimpleNamespace

import pytest

from browser.server import SMALL_NOTEBOOKS, copied
from server.course_pages import course_pages
from widget_host.http.shutdown import Stopping
from widget_host.kernels.admission_queue import AdmissionQueue
from widget_host.kernels.probe import TrialError, try_page


class Client:
    """A kernel's client: the kernel is silent, or ends what it runs with a status."""

    def __init__(self, status):
        self.status = status

    def start_channels(self):
        pass

    stop_channels = start_channels

    async def wait_for_ready(self, **_):
        if self.status is None:
            raise RuntimeError("Kernel didn't respond")

    async def execute_interactive(self, *_, **__):
        return {"content": {"status": self.status, "ename": "ImportError"}}


class Kernels(dict):
    """The kernels of a server: each answers with a status, "dead" for one that does not start."""

    def __init__(self, status):
        self.status, self.started = status, []

    async def start_page_kernel(self, kernel_id, folder, _env, template):
        self.started.append((folder, template))
        self[kernel_id] = SimpleNamespace(client=lambda: Client(self.status))
        if self.status == "dead":
            raise RuntimeError("no fork")

    def get_kernel(self, kernel_id):
        return self[kernel_id]

    async def end_page_kernel(self, kernel_id):
        self.pop(kernel_id, None)


@pytest.fixture
def opening(tmp_path):
    """What opening a page takes, with kernels of one kind and a number of places."""

    def make(status, most=5):
        class Pages:
            views = SimpleNamespace(page_index=course_pages(copied(SMALL_NOTEBOOKS, tmp_path, "echo")))

            async def make(self, path, _notebook):
                return SimpleNamespace(template=f"template of {path}")

        kernels = Kernels(status)
        queue = AdmissionQueue(most, lambda: len(kernels))
        return SimpleNamespace(page_cache=Pages(), kernels=kernels, env={}, queue=queue, stopping=Stopping())

    return make


def test_a_kernel_is_forked_from_what_ran_the_page_and_is_gone_when_it_has_answered(opening):
    tried = opening("ok")
    asyncio.run(try_page(tried))
    assert tried.kernels.started == [(".", "template of echo.ipynb")]
    assert not tried.kernels


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        ("dead", RuntimeError, "no fork"),
        (None, TrialError, "does not answer"),
        ("error", TrialError, "ends with ImportError"),
    ],
)
def test_what_keeps_a_page_from_its_kernel_is_told_and_nothing_is_left(opening, status, kind, said, caplog):
    tried = opening(status)
    with caplog.at_level("INFO", "widget_host"), pytest.raises(kind, match=said):
        asyncio.run(try_page(tried))
    assert not tried.kernels
    assert "ipykernel" in caplog.text


def test_where_all_places_are_taken_or_the_server_stops_nothing_is_tried(opening):
    full = opening("ok", most=1)
    full.kernels["a learner's"] = None
    asyncio.run(try_page(full))
    stopping = opening("dead")
    stopping.stopping.begin()
    asyncio.run(try_page(stopping))
    assert full.kernels.started == stopping.kernels.started == []
