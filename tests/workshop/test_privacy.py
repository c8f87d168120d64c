"""What is in the database while a workshop runs: nothing that links a vote to a seat or a moment."""

from hashlib import sha256
from itertools import combinations

from sqlalchemy import Date, DateTime, Float

from workbook.workshop.storage.schema import answers, metadata, seats, secrets, shares
from workshop.rooms import AGAIN, ITEMS, ORDER, RATING, STATEMENTS, VOTE, WORD, Room


def played(room):
    """A workshop in which everybody has answered everything; returns the seats."""
    devices = room.join(8)
    room.go(VOTE)
    room.vote(devices, 3, 3, 2)
    room.go(AGAIN)
    room.vote(devices, 3, 3, 2, step="again")
    room.go(RATING)
    room.answer(devices, [dict.fromkeys(STATEMENTS, 3)] * 8, "rating")
    room.go(ORDER)
    room.answer(devices, [list(ITEMS)] * 8, "order")
    room.go(WORD)
    for seat in devices:
        room.share(seat, "calm")
    return devices


def by_step(room):
    """The names under which each step's answers and texts are kept."""
    found = {}
    for row in (*room.rows(answers), *room.rows(shares)):
        found.setdefault(row.step_id, []).append(bytes(row.voter))
    return found


def test_no_seat_is_in_the_database_and_none_is_found_with_a_vote(room):
    devices = played(room)
    everything = [
        bytes(cell) if isinstance(cell, memoryview) else cell
        for table in metadata.tables.values()
        for row in room.rows(table)
        for cell in row
    ]
    for seat in devices:
        assert seat not in everything
        assert seat.encode() not in everything
    kept = {bytes(row.seat) for row in room.rows(seats)}
    assert kept == {sha256(seat.encode()).digest() for seat in devices}
    for names in by_step(room).values():
        assert len(set(names)) == 8
        assert not kept & set(names)


def test_a_device_s_names_differ_from_question_to_question_and_agree_in_its_rounds(room):
    played(room)
    names = by_step(room)
    assert set(names["vote"]) == set(names["again"])
    for one, other in combinations(["vote", "rating", "order", "word"], 2):
        assert not set(names[one]) & set(names[other])


def test_the_same_seat_and_question_have_another_name_in_another_workshop(store, room):
    other = Room(store)
    found = {(row.workshop_id, row.question): bytes(row.secret) for row in room.rows(secrets)}
    assert len(set(found.values())) == len(found)
    assert {key for key, _ in found} == {room.id, other.id}


def test_nothing_says_when_somebody_answered_or_who_they_are(room):
    played(room)
    for table in (answers, seats, shares):
        assert not [column for column in table.columns if isinstance(column.type, Date | DateTime | Float)]
    assert {column.name for column in answers.columns} == {
        "workshop_id",
        "step_id",
        "voter",
        "answer",
        "counted",
    }
    assert {column.name for column in seats.columns} == {"workshop_id", "seat"}


def test_who_comes_together_is_kept_in_an_order_that_says_nothing(room):
    devices = room.join(8)
    room.go(VOTE)
    room.vote(devices, 3, 3, 2)
    for kept in ([bytes(row.seat) for row in room.rows(seats)], by_step(room)["vote"]):
        assert kept == sorted(kept)


def test_in_sqlite_the_order_of_the_rows_says_nothing_of_who_came_first(small):
    devices = played(small)
    came = [sha256(seat.encode()).digest() for seat in devices]
    kept = [bytes(row.seat) for row in small.rows(seats)]
    assert kept == sorted(came)
    for names in by_step(small).values():
        assert names == sorted(names)


def test_a_snapshot_holds_no_seat_no_voter_and_no_single_answer(room):
    devices = played(room)
    snapshot = room.snapshot()
    text = repr((snapshot.shares, snapshot.notes, snapshot.joined, snapshot.answered))
    for seat in devices:
        assert seat not in text
    for names in by_step(room).values():
        assert not any(name.hex() in text or repr(name) in text for name in names)
    assert set(snapshot.results) == {"vote", "again", "rating", "order"}
    for question in STATEMENTS:
        told = snapshot.results["rating"]["bands"][question]
        assert told == [
            {"of": ["low", "high"], "count": 2, "bound": "fewer"},
            {"of": ["middle"], "count": 6, "bound": "more"},
        ]
    assert "counts" not in snapshot.results["rating"]
