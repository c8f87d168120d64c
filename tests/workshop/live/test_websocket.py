"""The workshop's WebSocket: who may connect, what is refused and how, and several servers."""

import asyncio
import json
import logging
import time
from datetime import UTC, datetime

import pytest
from tornado.httpclient import HTTPClientError

from timeouts import scaled
from workbook.workshop.live import registry
from workbook.workshop.live.websocket import WorkshopSocket
from workshop.connections import Learner, Line, Trainer, run
from workshop.small_room import NAME, PASSPHRASE, PLAN, new_database, serving

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def database(tmp_path):
    return new_database(tmp_path / "workshops.sqlite")


async def trainer_of(address):
    trainer = Trainer(address, NAME, PASSPHRASE)
    await trainer.sign_in()
    await trainer.create(PLAN.id)
    return trainer


async def at(trainer, step, do="open"):
    """Bring a workshop to a step, and open it."""
    await trainer.do("go", step=next(n for n, one in enumerate(PLAN.steps) if one.id == step))
    if do:
        await trainer.do(do)


def refused(answer, *reasons):
    assert answer["type"] == "refused", answer
    assert answer["reason"] in reasons, answer
    return True


def test_a_vote_goes_from_a_phone_to_the_wall(database):
    async def story():
        async with serving(database, base_url="/training/") as (address, _):
            trainer = await trainer_of(address)
            room = [Learner(address) for _ in range(6)]
            for learner in room:
                # As a person types it: in small letters, with a hyphen and a blank.
                typed = f"{trainer.code[:3]}- {trainer.code[3:]}".lower()
                assert (await learner.join(typed))["type"] == "joined"
            await at(trainer, "alone")
            for learner in room:
                assert await learner.answer("alone", "ask") == {"type": "counted", "id": 2, "step": "alone"}
            assert (await trainer.state(answered=6))["joined"] == 6
            await trainer.do("reveal")
            state = await room[0].line.until_state(status="revealed")
            assert state["result"]["counts"] == {"post": 0, "ask": 6, "wait": 0}
            await trainer.do("end")
            assert (await room[5].line.until_state(ended=True))["ended"]

    run(story())


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "http://127.0.0.1", "http://127.0.0.1:1"]
)
def test_pages_of_other_sites_get_no_line(database, origin):
    async def story():
        async with serving(database) as (address, _):
            with pytest.raises(HTTPClientError) as answer:
                await Line.open(address, origin=origin)
            assert answer.value.code == 403
            line = await Line.open(address, origin=address.rstrip("/"))
            assert await line.ask("here") == {"type": "here", "id": 1}

    run(story())


GARBAGE = [
    "",
    "hello",
    "{",
    "[]",
    "null",
    "1",
    '"join"',
    "{}",
    '{"type":"join"}',
    '{"type":7,"id":1}',
    '{"type":["join"],"id":1}',
    '{"type":"join","id":"1"}',
    '{"type":"join","id":true}',
    '{"type":"join","id":-1}',
    '{"type":"join","id":1e400}',
    '{"type":"__init__","id":1}',
    '{"type":"close","id":1}',
    '{"type":"join","id":1}',
    '{"type":"join","id":1,"workshop":7,"seat":8}',
    '{"type":"answer","id":1,"step":"alone","answer":"\\ud800"}',
    '{"type":"answer","id":1,"step":"alone","answer":"\\u0000"}',
    "[" * 5000,
    '{"type":"here","id":' + "9" * 5000 + "}",
    "\ufeff{}",
    "NaN",
]


def test_garbage_is_refused_in_one_line_each_and_the_line_goes_on(database, caplog):
    async def story():
        async with serving(database) as (address, _):
            for text in GARBAGE:
                line = await Line.open(address)
                line.send(text)
                answer = await line.until(lambda one: one["type"] == "refused")
                assert refused(answer, "unreadable", "left")
                assert set(answer) == {"type", "id", "reason"}
                assert await line.ask("here") == {"type": "here", "id": 1}
            line = await Line.open(address)
            line.send(b"\x00\xff", binary=True)
            assert refused(await line.until(lambda one: one["type"] == "refused"), "unreadable")

    with caplog.at_level(logging.DEBUG):
        run(story())
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


BAD_ANSWERS = [None, 7, "", "elsewhere", ["ask"], {"ask": 1}, {}, "ask" * 1000, SCRIPT, True, 1e308]


def test_answers_that_are_none_are_refused_and_counted_nowhere(database):
    async def story():
        async with serving(database) as (address, _):
            trainer, learner = await trainer_of(address), Learner(address)
            await learner.join(trainer.code)
            for step in ("alone", "rate", "risk"):
                await at(trainer, step)
                for answer in BAD_ANSWERS:
                    assert refused(await learner.line.ask("answer", step=step, answer=answer), "unreadable")
                    await asyncio.sleep(0.05)
            for step in (None, 7, "", "x" * 500, "nowhere", ["risk"]):
                answer = await learner.line.ask("answer", step=step, answer="ask")
                assert refused(answer, "unreadable", "closed")
            assert (await trainer.watch())["answered"] == 0

    run(story())


@pytest.mark.parametrize(
    "word", [SCRIPT, "a b c", "x" * 25, "&lt;b&gt;", "javascript:alert(1)", "", " ", "12", None, ["word"]]
)
def test_a_script_is_no_word(database, word):
    async def story():
        async with serving(database) as (address, _):
            trainer, learner = await trainer_of(address), Learner(address)
            await learner.join(trainer.code)
            await at(trainer, "one")
            assert refused(await learner.line.ask("share", step="one", text=word), "unreadable", "big")
            assert (await trainer.watch())["shares"] == []

    run(story())


def test_a_vote_counts_once_however_often_it_is_sent_and_the_last_one_counts(database):
    async def story():
        async with serving(database) as (address, _):
            trainer = await trainer_of(address)
            room = [Learner(address) for _ in range(5)]
            for learner in room:
                await learner.join(trainer.code)
            await at(trainer, "alone")
            for learner in room:
                for choice in ("post", "post", "ask"):
                    assert (await learner.answer("alone", choice))["type"] == "counted"
            await trainer.do("close")
            assert (await trainer.state(status="closed"))["results"]["alone"]["counts"] == {
                "post": 0,
                "ask": 5,
                "wait": 0,
            }
            # Again, since its acknowledgement might have been lost; and another, too late.
            assert (await room[0].answer("alone", "ask"))["type"] == "counted"
            assert refused(await room[0].answer("alone", "wait"), "closed")
            assert refused(await room[0].answer("again", "wait"), "closed")

    run(story())


def test_guessing_codes_is_slowed_and_says_for_how_long(database):
    async def story():
        async with serving(database) as (address, _):
            trainer, learner = await trainer_of(address), Learner(address)
            for code in ("CCCCCC", "333 333", SCRIPT, "", None, 7, ["CCCCCC"], "K7M"):
                answer = await learner.join(code)
                if answer["reason"] == "wait":
                    break
                assert refused(answer, "unknown", "unreadable")
            assert answer["wait"] >= 5
            # Not even the right one is taken now; somebody else's is.
            assert refused(await learner.join(trainer.code), "wait")
            assert (await Learner(address).join(trainer.code))["type"] == "joined"

    run(story())


def test_a_flood_is_told_to_wait_and_its_line_is_closed_while_others_are_answered(database):
    async def story():
        async with serving(database) as (address, _):
            flood, calm = await Line.open(address), await Line.open(address)
            answers = [flood.tell("here") for _ in range(200)]
            begun = time.monotonic()
            assert await calm.ask("here") == {"type": "here", "id": 1}
            assert time.monotonic() - begun < scaled(2)
            await flood.until_closed()
            assert flood.close_code == 1008
            assert refused(flood.pushed[-1][1], "wait")
            answered = sum(one.done() and not one.exception() for one in answers)
            assert 40 <= answered < 80

    run(story())


def test_a_learner_s_message_is_short_and_a_trainer_s_may_be_a_whole_plan(database):
    async def story():
        async with serving(database) as (address, _):
            line = await Line.open(address)
            line.send(json.dumps({"type": "here", "id": 1, "more": "x" * 17_000}))
            assert refused(await line.until(lambda one: one["type"] == "refused"), "big")
            trainer = await trainer_of(address)
            assert (await trainer.line.ask("here", more="x" * 17_000))["type"] == "here"
            huge = await Line.open(address)
            huge.send("x" * 300_000)
            await huge.until_closed()
            assert await line.ask("here") == {"type": "here", "id": 1}

    run(story())


def test_who_is_no_trainer_can_do_nothing_of_a_trainer_s(database):
    async def story():
        async with serving(database) as (address, _):
            trainer, learner = await trainer_of(address), Learner(address)
            await learner.join(trainer.code)
            line = learner.line
            for kind, parts in (
                ("command", {"workshop": trainer.workshop, "do": "watch"}),
                ("command", {"workshop": trainer.workshop, "do": "open"}),
                ("create", {"plan": PLAN.id, "title": "Mine"}),
                ("save-plan", {"plan": {}}),
                ("delete-plan", {"plan": PLAN.id}),
                ("qr", {"address": "http://a/"}),
                ("trainer", {"token": "made up"}),
                ("trainer", {"token": None}),
                ("trainer", {"token": learner.seat}),
            ):
                assert refused(await line.ask(kind, **parts), "signed_out")
            assert refused(await line.ask("sign-in", name=NAME, passphrase="guess"), "password")
            assert refused(await line.ask("sign-in", name=["x"], passphrase={}), "password", "unreadable")

    run(story())


def test_a_trainer_gets_in_on_a_known_device_while_strangers_try(database):
    async def story():
        async with serving(database) as (address, opened):
            # On a busy machine the pause that wrong tries earn would be over before it is looked at.
            now = datetime.now(UTC)
            opened.services.trainer_access._clock = lambda: now
            line = await Line.open(address)
            answer = await line.ask("sign-in", name=NAME, passphrase=PASSPHRASE, device=None)
            device = answer["device"]
            strangers = [await Line.open(address) for _ in range(12)]
            tries = [one.tell("sign-in", name=NAME, passphrase="a guess") for one in strangers]
            answer = await line.ask("sign-in", name=NAME, passphrase=PASSPHRASE, device=device)
            assert answer["type"] == "signed-in"
            assert all(refused(one, "password", "wait") for one in await asyncio.gather(*tries))
            answer = await line.ask("sign-in", name=NAME, passphrase=PASSPHRASE, device=answer["device"])
            assert answer["type"] == "signed-in"
            # Each sign-in has put a new token in place of the one before.
            assert refused(await line.ask("sign-in", name=NAME, passphrase=PASSPHRASE, device=device), "wait")

    run(story())


def test_a_token_opens_the_console_again_until_it_is_signed_out(database):
    async def story():
        async with serving(database) as (address, _):
            trainer = await trainer_of(address)
            other = await Line.open(address)
            welcome = await other.ask("trainer", token=trainer.token)
            assert (welcome["type"], welcome["name"]) == ("welcome", NAME)
            assert [one["workshop"] for one in welcome["workshops"]] == [trainer.workshop]
            assert [(one["id"], one["own"]) for one in welcome["plans"]] == [(PLAN.id, False)]
            assert welcome["addresses"] == {
                "listed": [address.replace("127.0.0.1", "localhost")],
                "only_here": True,
            }
            assert (await trainer.line.ask("sign-out"))["type"] == "signed-out"
            assert refused(await trainer.line.ask("create", plan=PLAN.id, title=""), "signed_out")
            assert refused(await (await Line.open(address)).ask("trainer", token=trainer.token), "signed_out")

    run(story())


def test_a_qr_code_is_drawn_for_the_trainer(database):
    async def story():
        async with serving(database) as (address, _):
            trainer = await trainer_of(address)
            answer = await trainer.line.ask("qr", address=f"{address}#join={trainer.code}")
            assert answer["size"] > 20
            assert answer["path"].startswith("M4 4h7")
            assert refused(await trainer.line.ask("qr", address="x" * 5000), "unreadable")

    run(story())


def test_what_breaks_inside_is_told_in_one_word_and_logged_without_what_was_said(
    database, caplog, monkeypatch
):
    secret = "the words of somebody"

    async def story():
        async with serving(database) as (address, opened):
            trainer, learner = await trainer_of(address), Learner(address)
            await learner.join(trainer.code)

            async def broken(_):
                raise RuntimeError(secret)

            monkeypatch.setattr(opened.services.registry.writer, "answer", broken)
            assert refused(await learner.answer("alone", secret), "down")

    run(story())
    said = [one for one in caplog.text.splitlines() if "workbook.workshop" in one]
    assert len(said) == 1
    assert "RuntimeError in test_websocket.py, line " in said[0]
    assert secret not in caplog.text


def test_a_slow_phone_gets_the_latest_state_and_not_all_of_them():
    async def story():
        sent, is_free = [], asyncio.Event()
        line = object.__new__(WorkshopSocket)
        line.initialize(services=None)

        async def send(data):
            sent.append(data)
            await is_free.wait()

        line._send = send
        for number in range(50):
            line._push("state", b"state %d" % number)
            await asyncio.sleep(0)
        line._push("mine", b"mine")
        is_free.set()
        await line._pushing
        assert sent == [b"state 0", b"state 49", b"mine"]

    run(story())


@pytest.fixture
def shared(address):
    """A database that several servers can use."""
    return new_database(address)


def test_two_servers_on_one_database_are_one_room(shared, monkeypatch):
    # They are to hear of each other, and not only to look now and then.
    monkeypatch.setattr(registry, "_LOOK_ANYWAY_S", 1000)

    async def story():
        async with serving(shared) as (one, _), serving(shared) as (other, _):
            trainer = await trainer_of(one)
            near, far = [Learner(one) for _ in range(20)], [Learner(other) for _ in range(20)]
            room = (*near, *far)
            joined = await asyncio.gather(*(learner.join(trainer.code) for learner in room))
            assert {one["type"] for one in joined} == {"joined"}
            begun = time.monotonic()
            await at(trainer, "alone")
            await far[0].line.until_state(status="open", number=2)
            assert time.monotonic() - begun < scaled(3)
            found = await asyncio.gather(*(learner.answer("alone", "wait") for learner in room))
            assert {one["type"] for one in found} == {"counted"}
            assert (await trainer.state(answered=40))["joined"] == 40
            await trainer.do("reveal")
            state = await far[2].line.until_state(status="revealed")
            assert state["result"]["counts"] == {"post": 0, "ask": 0, "wait": 40}
            # The trainer's server is gone; the console opens at the other, with the same token.
            moved = Trainer(other, NAME, PASSPHRASE)
            moved.token, moved.workshop = trainer.token, trainer.workshop
            assert (await moved.back())["results"]["alone"]["counts"]["wait"] == 40
            await moved.do("end")
            await near[0].line.until_state(ended=True)

    run(story())
