"""Many requests at once, on several servers with one database: exactly what is acknowledged counts."""

import threading
from concurrent.futures import ThreadPoolExecutor

from workbook.workshop.domain.snapshots import IncomingAnswer
from workbook.workshop.storage import trainers
from workbook.workshop.storage.schema import tries
from workbook.workshop.storage.store import WorkshopStore
from workbook.workshop.storage.workshops import Workshops
from workshop.rooms import NOW, VOTE, Texts, reason

SERVERS = 4


def together(address, work, count=SERVERS):
    """Do something on several servers at once: `work(workshops, number)`, each with a store of its own."""
    ready = threading.Barrier(count)

    def one(number):
        with WorkshopStore(address, timeout=60) as store:
            ready.wait()
            return work(Workshops(store, Texts()), number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_a_vote_that_comes_while_the_step_is_closed_is_counted_or_refused(room):
    room.go(VOTE)
    devices = room.join(120)
    closed = threading.Event()

    def vote_or_close(workshops, number):
        if number == 0:
            # Some have voted by then, and others have not.
            while workshops.snapshot(room.id).answered < 20:
                pass
            workshops.command(room.id, room.trainer, "close", NOW)
            closed.set()
            return []
        taken = []
        for seat in devices[number - 1 :: SERVERS - 1]:
            (outcome,) = workshops.keep_answers([IncomingAnswer(room.id, "vote", seat, "ask")])
            taken.append(outcome and outcome.reason)
        return taken

    outcomes = [outcome for taken in together(room.store.address, vote_or_close) for outcome in taken]
    assert closed.is_set()
    assert set(outcomes) <= {None, "closed"}
    assert 20 <= outcomes.count(None) == room.result()["n"] == room.result()["counts"]["ask"]


def test_the_same_votes_on_several_servers_count_once(room):
    room.go(VOTE)
    devices = room.join(100)
    votes = [IncomingAnswer(room.id, "vote", seat, "ask") for seat in devices]
    outcomes = together(room.store.address, lambda workshops, _: workshops.keep_answers(votes))
    assert outcomes == [[None] * 100] * SERVERS
    assert room.do("close").results["vote"]["n"] == 100


def test_devices_that_arrive_on_several_servers_get_a_seat_each(room):
    taken = together(room.store.address, lambda workshops, _: workshops.take_seats([(room.id, None)] * 25))
    assert len({seat for seats in taken for seat in seats}) == 100
    assert room.snapshot().joined == 100


def test_commands_that_come_together_are_done_one_after_the_other(room):
    before = room.snapshot().revision
    together(
        room.store.address,
        lambda workshops, number: [
            workshops.command(room.id, room.trainer, "note", NOW, step="", text=f"{number} {n}")
            for n in range(10)
        ],
    )
    assert room.snapshot().revision == before + SERVERS * 10


def test_votes_and_the_end_that_come_together_leave_nothing_behind(room):
    room.go(VOTE)
    devices = room.join(60)

    def vote_or_end(workshops, number):
        if number == 0:
            while workshops.snapshot(room.id).answered < 10:
                pass
            workshops.command(room.id, room.trainer, "end", NOW)
            return []
        outcomes = []
        for seat in devices[number - 1 :: SERVERS - 1]:
            outcomes += workshops.keep_answers([IncomingAnswer(room.id, "vote", seat, "ask")])
        return [outcome and outcome.reason for outcome in outcomes]

    outcomes = [outcome for taken in together(room.store.address, vote_or_end) for outcome in taken]
    assert set(outcomes) <= {None, "ended"}
    assert room.result()["n"] == outcomes.count(None)
    assert room.snapshot().answered == 0


def test_many_wrong_tries_at_once_are_no_way_around_the_pause(store):
    trainers.add(store, "Ann", "correct horse battery", NOW.date())

    def guess(workshops, _):
        return [
            reason(trainers.sign_in, workshops._store, "Ann", "wrong wrong wrong", "192.0.2.1", NOW)
            for _ in range(3)
        ]

    tried = [one for told in together(store.address, guess) for one in told]
    assert sorted(tried) == ["password"] * 3 + ["wait"] * 9
    with store.connection(write=False) as connection:
        assert [row.wrong for row in connection.execute(tries.select())] == [3, 3]
