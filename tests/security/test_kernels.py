"""A learner's process belongs to their page: nobody else can find, join, control or end it."""

import asyncio
import json
from uuid import uuid4

import pytest
import websockets

from browser.server import SMALL_NOTEBOOKS, Server
from browser.visitors import DATA_OF
from server.learner import Learner


@pytest.fixture(scope="module")
def server():
    running = Server(SMALL_NOTEBOOKS)
    running.prepared("echo")
    yield running
    assert running.stop() == 0


def one_learner_and(server, story):
    """Have a learner who is at work, and somebody else: `await story(learner, other)`."""

    async def whole():
        learner, other = (Learner(server.address, "echo") for _ in range(2))
        for one in (learner, other):
            assert (await one.open()).status == 200
            assert (await one.attach()).status == 200
        await learner.join()
        try:
            return await story(learner, other)
        finally:
            await learner.leave()

    return asyncio.run(whole())


async def refused(server, kernel, key="", headers=()):
    """The status with which a line to a kernel is refused; it fails where the line is given."""
    address = f"ws://127.0.0.1:{server.port}/api/kernels/{kernel}/channels?session_id={uuid4()}"
    with pytest.raises(websockets.InvalidStatus) as problem:
        async with websockets.connect(
            address, proxy=None, additional_headers=dict(headers), subprotocols=[f"key.{key}"]
        ):
            pass
    return problem.value.response.status_code


def test_no_address_names_the_kernels_of_others(server):
    async def story(learner, other):
        told = [
            await other.get(path)
            for path in ("api/kernels", "api/sessions", "host/status", "metrics", "readyz")
        ]
        pages = [
            await other.get(path) for path in ("", "voila/render/echo.ipynb", "voila/render/visitor.ipynb")
        ]
        return learner.kernel, [answer.text for answer in (*told, *pages)]

    kernel, texts = one_learner_and(server, story)
    assert not any(kernel in text for text in texts)


def another(_kernel):
    """A name that no kernel has."""
    return str(uuid4())


def nearly(kernel):
    """A name that differs from a kernel's in its last sign."""
    return kernel[:-1] + ("1" if kernel[-1] == "0" else "0")


@pytest.mark.parametrize("guess", [another, nearly])
def test_a_guess_finds_no_kernel(server, guess):
    async def story(learner, _other):
        return await refused(server, guess(learner.kernel))

    assert one_learner_and(server, story) == 404


@pytest.mark.parametrize("with_key", ["none", "another", "wrong"])
def test_who_knows_another_learner_s_kernel_can_neither_speak_to_it_nor_end_it(server, with_key):
    async def story(learner, other):
        key = {"none": "", "another": other.key, "wrong": learner.key[:-1] + "x"}[with_key]
        spoken = await refused(server, learner.kernel, key, [("Cookie", f"_xsrf={other.cookies['_xsrf']}")])
        other.kernel, other.key = learner.kernel, key
        ended = await other.end()
        # The learner's own kernel still answers.
        return spoken, ended.status, await asyncio.wait_for(learner.line.states(), 20)

    spoken, ended, states = one_learner_and(server, story)
    assert (spoken, ended) == (404, 404)
    assert states


def test_each_page_gets_a_kernel_of_its_own_whatever_it_asks_for(server):
    async def story(learner, other):
        wish = {"page": "echo.ipynb", "build": other.data["build"], "ticket": "", "kernel": learner.kernel}
        answer = await other.get(
            "host/kernel", "POST", json.dumps(wish).encode(), [("Content-Type", "application/json")]
        )
        return learner.kernel, answer.json().get("kernel")

    first, second = one_learner_and(server, story)
    assert first != second


def test_a_page_of_another_site_is_refused_even_if_it_has_the_key(server):
    async def story(learner, _other):
        return await refused(server, learner.kernel, learner.key, [("Origin", "https://evil.example")])

    assert one_learner_and(server, story) == 403


@pytest.mark.parametrize("path", ["voila/api/shutdown/{}", "api/kernels/{}"])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_page_of_another_site_ends_no_kernel(server, path, method):
    async def story(learner, _other):
        # In the learner's own browser, with its cookie, and with a key that has somehow become known.
        form = [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "https://evil.example")]
        foreign = [*form, ("Sec-Fetch-Site", "cross-site")]
        answer = await learner.get(
            path.format(learner.kernel), method, f"key={learner.key}".encode(), foreign
        )
        # The learner's own kernel still answers.
        return answer.status, await asyncio.wait_for(learner.line.states(), 20)

    status, states = one_learner_and(server, story)
    assert status in (403, 404, 405)
    assert states


@pytest.mark.parametrize("action", ["interrupt", "restart"])
def test_nobody_commands_a_kernel(server, action):
    async def story(learner, _other):
        return (await learner.get(f"api/kernels/{learner.kernel}/{action}", "POST")).status

    assert one_learner_and(server, story) in (403, 404, 405)


def test_the_page_s_text_carries_no_kernel(server):
    async def story(_learner, other):
        return DATA_OF.search((await other.open()).text)[1]

    assert not json.loads(one_learner_and(server, story)).get("kernel")
