"""The session registry: who gets which message, and when, without sockets."""

import asyncio
import json
import threading
import time
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

import pytest

from timeouts import wait_until_async
from workbook.cli.storage.database import parts
from workbook.database.backup import backup
from workbook.database.restore import restore
from workbook.database.store import Database
from workbook.workshop.errors import WorkshopError
from workbook.workshop.live.dispatcher import Dispatcher
from workbook.workshop.live.extension import WorkshopExtension
from workbook.workshop.storage import trainers
from workbook.workshop.storage.store import WorkshopStore
from workbook.workshop.storage.workshops import Workshops
from workbook.workshop.storage.writer import Writer
from workshop.small_room import NAME, PASSPHRASE, PLAN, REASON, SmallTexts, new_database

WITHIN_S = 10


class Page:
    """A page without a network: what is pushed to it is stored, with the time."""

    def __init__(self, services):
        self.pushed = []
        self.dispatcher = Dispatcher(services, "10.0.0.1", self._push)

    def _push(self, kind, data):
        self.pushed.append((time.monotonic(), kind, json.loads(data)))

    async def ask(self, kind, **parts):
        return json.loads(await self.dispatcher.hear(json.dumps({"type": kind, "id": 7, **parts})))

    async def until(self, kind, **wanted):
        def found():
            for _, pushed, message in reversed(self.pushed):
                if pushed == kind and wanted.items() <= message.get("state", message).items():
                    return message.get("state", message)
            return None

        return await wait_until_async(found, WITHIN_S, what=lambda: f"{wanted} among {self.pushed[-3:]}")

    def count(self, kind):
        return sum(pushed == kind for _, pushed, _ in self.pushed)


@pytest.fixture
def database(tmp_path):
    return new_database(tmp_path / "workshops.sqlite")


@asynccontextmanager
async def opened(address, **more):
    """A server's room, and what makes pages in it."""
    room = WorkshopExtension(address, SmallTexts(), "127.0.0.1", **more)("/", 8866)
    room.start()
    try:
        yield room.services
    finally:
        await room.stop()


async def console(services, plan=PLAN.id):
    """A trainer's page that follows a new workshop; yields its id and code."""
    page = Page(services)
    assert (await page.ask("sign-in", name=NAME, passphrase=PASSPHRASE))["type"] == "signed-in"
    made = await page.ask("create", plan=plan, title="An evening")
    assert made["type"] == "created", made
    assert await command(page, made["workshop"], "watch") == "done"
    return page, made["workshop"], (await page.until("console"))["code"]


async def command(page, workshop, do, **parts):
    answer = await page.ask("command", workshop=workshop, do=do, **parts)
    return answer.get("reason", answer["type"])


async def learners(services, code, count):
    pages = [Page(services) for _ in range(count)]
    for page in pages:
        page.joined = await page.ask("join", code=code)
        assert page.joined["type"] == "joined", page.joined
    return pages


def test_a_learner_who_joins_sees_the_step_at_hand_and_nothing_of_their_own_yet(database):
    async def story():
        async with opened(database) as services:
            _, workshop, code = await console(services)
            (page,) = await learners(services, code, 1)
            state = page.joined["state"]
            assert (state["workshop"], state["title"], state["number"], state["of"]) == (
                workshop,
                "An evening",
                1,
                len(PLAN.steps),
            )
            assert state["step"] == {
                "id": "begin",
                "kind": "talk",
                "round": 1,
                "title": "Begin",
                "wall": "Welcome",
                "activity": None,
                "least": 5,
                "show": "now",
                "resets": 0,
            }
            assert page.joined["mine"] == {"answer": None, "shares": []}
            assert (state["ended"], state["timer"], state["result"], state["shares"]) == (
                False,
                None,
                None,
                [],
            )

    asyncio.run(story())


def test_a_command_is_shown_to_everybody_at_once(database):
    async def story():
        async with opened(database) as services:
            trainer, workshop, code = await console(services)
            pages = await learners(services, code, 3)
            assert await command(trainer, workshop, "go", step=1) == "done"
            assert await command(trainer, workshop, "open") == "done"
            # The answer comes after the pushes: whoever commands sees the effect with it.
            for page in (trainer, *pages):
                assert page.pushed[-1][2]["state"]["status"] == "open"
            assert pages[0].pushed[-1][2] == pages[2].pushed[-1][2]

    asyncio.run(story())


def test_learners_hear_nothing_of_what_they_can_t_see(database):
    async def story():
        async with opened(database) as services:
            trainer, workshop, code = await console(services)
            page, writer = await learners(services, code, 2)
            await command(trainer, workshop, "go", step=6)
            await command(trainer, workshop, "open")
            before = page.count("state")
            await command(trainer, workshop, "note", step="show", text="They asked about carers.")
            await learners(services, code, 3)
            await trainer.until("console", joined=5)
            assert page.count("state") == before
            await writer.ask("share", step="show", text="I asked first.")
            await page.until("state", answered=1)
            assert page.count("state") == before + 1
            await command(trainer, workshop, "timer", seconds=60)
            assert page.count("state") == before + 2

    asyncio.run(story())


def test_reasons_are_told_after_the_last_round_s_reveal_and_notes_never(database):
    async def story():
        async with opened(database) as services:
            trainer, workshop, code = await console(services)
            (page,) = await learners(services, code, 1)
            for step in (1, 2):
                for do, parts in (("go", {"step": step}), ("open", {}), ("reveal", {})):
                    assert await command(trainer, workshop, do, **parts) == "done"
                    said = json.dumps(page.pushed[-1][2])
                    assert (REASON in said) == ((step, do) == (2, "reveal"))
                    assert "For the trainer alone." not in said
                    assert REASON in json.dumps(trainer.pushed[-1][2])
            assert page.pushed[-1][2]["state"]["result"] == {"kind": "vote", "round": 2, "few": True}

    asyncio.run(story())


@pytest.mark.slow
def test_counts_are_pushed_to_learners_once_a_second_and_to_consoles_five_times_at_most(database):
    async def story():
        async with opened(database) as services:
            trainer, workshop, code = await console(services)
            pages = await learners(services, code, 30)
            await command(trainer, workshop, "go", step=1)
            await command(trainer, workshop, "open")
            await asyncio.sleep(1.2)
            before, watched = pages[0].count("state"), trainer.count("console")
            begun = time.monotonic()
            for page in pages:
                assert (await page.ask("answer", step="alone", answer="ask"))["type"] == "counted"
                await asyncio.sleep(0.05)
            await trainer.until("console", answered=30)
            took = time.monotonic() - begun
            assert trainer.count("console") - watched <= took / 0.2 + 2
            await pages[0].until("state", answered=30)
            assert pages[0].count("state") - before <= took + 2

    asyncio.run(story())


def test_all_that_wait_go_into_one_transaction(database, monkeypatch):
    batches = []
    keep, seats = Workshops.keep_answers, Workshops.take_seats

    def counting(kind, work):
        def counted(self, items):
            batches.append((kind, len(items)))
            time.sleep(0.05)  # a slow disk, so that the others come meanwhile
            return work(self, items)

        return counted

    monkeypatch.setattr(Workshops, "keep_answers", counting("answers", keep))
    monkeypatch.setattr(Workshops, "take_seats", counting("seats", seats))

    async def story():
        async with opened(database) as services:
            trainer, workshop, code = await console(services)
            pages = [Page(services) for _ in range(50)]
            joined = await asyncio.gather(*(page.ask("join", code=code) for page in pages))
            assert len({one["seat"] for one in joined}) == 50
            await command(trainer, workshop, "go", step=1)
            await command(trainer, workshop, "open")
            found = await asyncio.gather(*(page.ask("answer", step="alone", answer="ask") for page in pages))
            assert {one["type"] for one in found} == {"counted"}
            await trainer.until("console", answered=50)

    asyncio.run(story())
    for kind in ("seats", "answers"):
        sizes = [size for one, size in batches if one == kind]
        assert sum(sizes) == 50
        assert len(sizes) <= 4, sizes


def test_only_the_writer_s_thread_touches_the_store(database, monkeypatch):
    threads = set()
    keep = Workshops.snapshot

    def noting(self, workshop_id):
        threads.add(threading.current_thread().name)
        return keep(self, workshop_id)

    monkeypatch.setattr(Workshops, "snapshot", noting)

    async def story():
        async with opened(database) as services:
            _, _, code = await console(services)
            await learners(services, code, 3)

    asyncio.run(story())
    assert threads == {"workshops-writer_0"}


def test_a_workshop_that_nobody_is_connected_to_is_forgotten_and_found_again(database):
    async def story():
        async with opened(database) as services:
            trainer, workshop, code = await console(services)
            (page,) = await learners(services, code, 1)
            assert services.registry.state() == {"live": 1, "learners": 1, "consoles": 1}
            page.dispatcher.close()
            assert services.registry.state() == {"live": 1, "learners": 0, "consoles": 1}
            assert await command(trainer, workshop, "go", step=1) == "done"
            await trainer.until("console", position=1)
            trainer.dispatcher.close()
            assert services.registry.state() == {"live": 0, "learners": 0, "consoles": 0}
            again = Page(services)
            back = await again.ask("join", workshop=workshop, seat=page.joined["seat"])
            assert (back["type"], back["seat"]) == ("joined", page.joined["seat"])

    asyncio.run(story())


def test_who_comes_back_finds_what_they_gave_to_the_step_at_hand(database):
    async def story():
        async with opened(database) as services:
            trainer, workshop, code = await console(services)
            (page,) = await learners(services, code, 1)
            await command(trainer, workshop, "go", step=1)
            await command(trainer, workshop, "open")
            await page.ask("answer", step="alone", answer="wait")
            page.dispatcher.close()
            back = await Page(services).ask("join", workshop=workshop, seat=page.joined["seat"])
            assert back["mine"] == {"answer": "wait", "shares": []}
            assert (back["state"]["step"]["id"], back["state"]["status"]) == ("alone", "open")

    asyncio.run(story())


def test_a_seat_of_another_workshop_gives_a_new_one_with_a_code_and_none_without(database):
    async def story():
        async with opened(database) as services:
            _, _, code = await console(services)
            _, other, other_code = await console(services)
            (page,) = await learners(services, code, 1)
            had = page.joined["seat"]
            refused = await Page(services).ask("join", workshop=other, seat=had)
            assert (refused["type"], refused["reason"]) == ("refused", "left")
            moved = await page.ask("join", code=other_code, seat=had)
            assert moved["type"] == "joined"
            assert moved["seat"] != had
            assert moved["state"]["workshop"] == other
            assert services.registry.state()["learners"] == 1

    asyncio.run(story())


def test_who_leaves_is_asked_to_join_again_before_they_answer(database):
    async def story():
        async with opened(database) as services:
            trainer, workshop, code = await console(services)
            (page,) = await learners(services, code, 1)
            assert (await page.ask("leave"))["type"] == "left"
            assert (await page.ask("leave"))["type"] == "left"
            assert (await page.ask("answer", step="alone", answer="ask"))["reason"] == "left"
            refused = await Page(services).ask("join", workshop=workshop, seat=page.joined["seat"])
            assert refused["reason"] == "left"
            await trainer.until("console", joined=0)

    asyncio.run(story())


def test_a_text_is_shown_once_it_is_let_and_its_writer_alone_is_told_of_it(database):
    async def story():
        async with opened(database) as services:
            trainer, workshop, code = await console(services)
            writer, other = await learners(services, code, 2)
            await command(trainer, workshop, "go", step=6)
            await command(trainer, workshop, "open")
            said = await writer.ask("share", step="show", text="I asked first.")
            assert said["type"] == "counted"
            await trainer.until("console", answered=1)
            assert "I asked first." not in json.dumps(other.pushed)
            assert await command(trainer, workshop, "let", share=said["share"]) == "done"
            shown = {"id": said["share"], "text": "I asked first."}
            assert (await other.until("state", shares=[shown]))["shares"] == [shown]
            mine = await writer.until("mine")
            assert [one["status"] for one in mine["shares"]] == ["shown"]
            assert other.count("mine") == 0
            assert (await writer.ask("withdraw", share=said["share"]))["type"] == "counted"
            await other.until("state", shares=[])

    asyncio.run(story())


def test_a_timer_is_told_in_seconds_from_now_whenever_somebody_comes(database):
    async def story():
        async with opened(database) as services:
            trainer, workshop, code = await console(services)
            begun = time.monotonic()
            await command(trainer, workshop, "timer", seconds=100)
            for rest_s in (1.6, 0):
                (page,) = await learners(services, code, 1)
                # Rounded up or down, and however long it took to get here.
                assert 99 - (time.monotonic() - begun) <= page.joined["state"]["timer"] <= 100
                left = page.joined["state"]["timer"]
                await asyncio.sleep(rest_s)
            assert left < 100

    asyncio.run(story())


def test_a_deleted_workshop_ends_for_everybody_who_is_in_it(database):
    async def story():
        async with opened(database) as services:
            trainer, workshop, code = await console(services)
            (page,) = await learners(services, code, 1)
            assert await command(trainer, workshop, "delete") == "done"
            assert (await page.until("state", ended=True))["workshop"] == workshop
            assert await trainer.until("console", type="gone") == {"type": "gone", "workshop": workshop}
            assert (await page.ask("answer", step="alone", answer="ask"))["reason"] in ("unknown", "left")
            assert (await Page(services).ask("join", code=code))["reason"] == "unknown"

    asyncio.run(story())


def test_a_backup_that_is_put_back_while_a_workshop_runs_ends_it_on_all_pages(database, tmp_path):
    def back_up_and_put_back(*, put_back):
        with Database(database) as store:
            if put_back:
                restore(store, tmp_path / "backup.sqlite", parts(), replace=True)
            else:
                backup(store, tmp_path / "backup.sqlite", parts(), datetime.now(UTC))

    async def story():
        async with opened(database) as services:
            trainer, workshop, code = await console(services)
            (page,) = await learners(services, code, 1)
            await asyncio.to_thread(back_up_and_put_back, put_back=False)
            assert await command(trainer, workshop, "go", step=1) == "done"
            await asyncio.to_thread(back_up_and_put_back, put_back=True)
            assert (await page.until("state", ended=True))["workshop"] == workshop
            assert (await Page(services).ask("join", code=code))["reason"] == "ended"
            # The trainer has to sign in again, and a new workshop can begin.
            await console(services)

    asyncio.run(story())


@pytest.mark.parametrize("do", ["watch", "go", "end", "delete"])
def test_a_workshop_belongs_to_its_trainer(database, do):
    with WorkshopStore(database) as store:
        trainers.add(store, "Brian", PASSPHRASE, date(2026, 11, 23))

    async def story():
        async with opened(database) as services:
            _, workshop, code = await console(services)
            other = Page(services)
            await other.ask("sign-in", name="Brian", passphrase=PASSPHRASE)
            assert await command(other, workshop, do, step=1) == "not_yours"
            assert other.pushed == []
            assert (await Page(services).ask("join", code=code))["type"] == "joined"

    asyncio.run(story())


def test_a_writer_that_can_t_write_says_so_to_each_that_waits_and_goes_on_when_it_can():
    class Room:
        is_busy = True

        def take_seats(self, asked):
            if self.is_busy:
                raise WorkshopError("busy")
            return [f"seat {number}" for number, _ in enumerate(asked)]

        def keep_answers(self, answers):
            return [WorkshopError("closed") for _ in answers]

    async def story():
        room = Room()
        writer = Writer(lambda: room)
        found = await asyncio.gather(*(writer.seat("one", None) for _ in range(3)), return_exceptions=True)
        assert [one.reason for one in found] == ["busy"] * 3
        room.is_busy = False
        assert await writer.seat("one", None) == "seat 0"
        with pytest.raises(WorkshopError) as refused:
            await writer.answer(None)
        assert refused.value.reason == "closed"
        await writer.close()

    asyncio.run(story())
