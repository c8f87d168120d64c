"""Kernels that no page connects to: when they end, and which are kept."""

import asyncio

from browser.server import SMALL_NOTEBOOKS, Server
from server.learner import Learner


class HastyServer(Server):
    """A server whose kernels wait for their pages for a moment alone."""

    program = (
        "-c",
        "import widget_host.kernels.unconnected as unconnected; unconnected.LIVES_S = 2; "
        "unconnected.LIVES_TIGHT_S = 2; unconnected.SWEEP_EVERY_S = 0.2; "
        "from workbook.cli.main import main; main()",
    )


def test_whoever_asks_for_kernels_and_never_connects_holds_no_place_for_long():
    running = HastyServer(SMALL_NOTEBOOKS)
    try:
        running.prepared("echo")
        asyncio.run(one_who_connects_and_two_who_do_not(running))
        running.wait_for_kernels(0)
    finally:
        running.stop()


async def one_who_connects_and_two_who_do_not(server):
    """Three learners get kernels, and one connects and sends a message: only that kernel is left."""
    learners = [Learner(server.address, "echo") for _ in range(3)]
    for one in learners:
        assert (await one.open()).status == 200
        assert (await one.attach()).status == 200
        if one is learners[0]:
            await one.join()
    await asyncio.to_thread(server.wait_for_kernels, 1)
    there, *others = [(await one.get(f"api/kernels/{one.kernel}")).status for one in learners]
    assert (there, others) == (200, [404, 404])
    # It has said nothing, and was hardly there: it ends as the others did.
    await learners[0].leave()
