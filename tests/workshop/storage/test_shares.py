"""Texts that learners share: only on request, allowed by the trainer, withdrawn by either."""

from workbook.workshop.storage.schema import shares
from workshop.rooms import SHARE, WORD, Room, reason


def told(room):
    """What everybody may see, and what waits: texts by status."""
    snapshot = room.snapshot()
    return {
        status: sorted(s.text for s in snapshot.shares if s.status == status)
        for status in ("shown", "waiting")
    }


def mine(room, seat, step="share"):
    return [(share.text, share.status) for share in room.workshops.mine(room.id, step, seat).shares]


def test_a_text_waits_until_the_trainer_lets_it(room):
    room.go(SHARE)
    (seat,) = room.join(1)
    share = room.share(seat, "I will ask first.", "share")
    assert told(room) == {"shown": [], "waiting": ["I will ask first."]}
    room.do("let", share=share)
    assert told(room) == {"shown": ["I will ask first."], "waiting": []}
    assert mine(room, seat) == [("I will ask first.", "shown")]


def test_a_writer_takes_a_text_back_and_it_is_gone(room):
    room.go(SHARE)
    seat, other = room.join(2)
    share = room.share(seat, "I will ask first.", "share")
    room.do("let", share=share)
    assert reason(room.workshops.withdraw, room.id, share, other) == "not_yours"
    room.workshops.withdraw(room.id, share, seat)
    assert room.rows(shares) == []
    room.workshops.withdraw(room.id, share, seat)
    assert mine(room, seat) == []
    assert reason(room.do, "let", share=share) == "unknown"


def test_a_text_that_the_trainer_takes_back_is_deleted_and_its_writer_told(room):
    room.go(SHARE)
    (seat,) = room.join(1)
    share = room.share(seat, "I will ask first.", "share")
    room.do("let", share=share)
    room.do("refuse", share=share)
    assert told(room) == {"shown": [], "waiting": []}
    assert [row.text for row in room.rows(shares)] == [""]
    assert mine(room, seat) == [("", "refused")]
    assert reason(room.do, "let", share=share) == "unknown"
    assert room.snapshot().answered == 0


def test_a_writer_s_next_text_takes_the_place_of_the_one_before_and_waits_again(room):
    room.go(SHARE)
    (seat,) = room.join(1)
    first = room.share(seat, "One.", "share")
    room.do("let", share=first)
    second = room.share(seat, "Two.", "share")
    assert second != first
    assert told(room) == {"shown": [], "waiting": ["Two."]}
    assert len(room.rows(shares)) == 1


def test_the_same_text_again_is_the_same_share_also_when_the_step_is_closed(room):
    room.go(SHARE)
    (seat,) = room.join(1)
    share = room.share(seat, "One.", "share")
    room.do("let", share=share)
    before = room.snapshot()
    assert room.share(seat, " One. ", "share") == share
    assert room.snapshot() == before
    room.do("close")
    assert room.share(seat, "One.", "share") == share
    assert reason(room.share, seat, "Two.", "share") == "closed"


def test_texts_can_be_taken_back_let_and_refused_when_the_step_is_over(room):
    room.go(SHARE)
    seat, other = room.join(2)
    mine_first, theirs = room.share(seat, "One.", "share"), room.share(other, "Two.", "share")
    room.go(WORD)
    room.do("let", share=mine_first)
    room.do("refuse", share=theirs)
    room.workshops.withdraw(room.id, mine_first, seat)
    assert told(room) == {"shown": [], "waiting": []}


def test_a_word_is_let_and_refused_for_all_who_said_it(room):
    room.go(WORD)
    devices = room.join(4)
    said = [
        room.share(seat, word) for seat, word in zip(devices, ["Calm", "calm", "CALM", "tired"], strict=True)
    ]
    room.do("let", share=said[1])
    assert told(room) == {"shown": ["CALM", "Calm", "calm"], "waiting": ["tired"]}
    room.do("refuse", share=said[0])
    assert told(room) == {"shown": [], "waiting": ["tired"]}


def test_a_word_that_is_shown_is_shown_at_once_for_the_next_who_says_it(room):
    room.go(WORD)
    seat, other = room.join(2)
    room.do("let", share=room.share(seat, "calm"))
    room.share(other, "Calm")
    assert mine(room, other, "word") == [("Calm", "shown")]


def test_the_words_of_a_result_are_those_that_are_shown_now(room):
    room.go(WORD)
    devices = room.join(6)
    said = [room.share(seat, word) for seat, word in zip(devices, ["calm"] * 5 + ["tired"], strict=True)]
    room.do("let", share=said[0])
    assert room.do("reveal").results["word"] == {
        "kind": "word", "round": 1, "n": 6, "words": [{"word": "calm", "many": True}],
    }  # fmt: skip
    room.do("let", share=said[5])
    assert [one["word"] for one in room.result("word")["words"]] == ["calm", "tired"]
    room.workshops.withdraw(room.id, said[1], devices[1])
    assert room.result("word")["words"][0] == {"word": "calm", "many": False}
    room.do("refuse", share=said[0])
    assert [one["word"] for one in room.result("word")["words"]] == ["tired"]


def test_of_few_words_none_is_told_in_a_result(room):
    room.go(WORD)
    devices = room.join(4)
    for seat in devices:
        share = room.share(seat, "calm")
    room.do("let", share=share)
    assert room.do("reveal").results["word"] == {"kind": "word", "round": 1, "few": True}


def test_texts_are_taken_from_who_is_in_the_room_for_the_step_that_is_open(small):
    (seat,) = small.join(1)
    assert reason(small.share, seat, "calm") == "closed"
    small.go(WORD)
    assert reason(small.share, "x", "calm") == "left"
    assert reason(small.share, seat, "calm", "share") == "closed"
    assert reason(small.share, seat, "calm", "vote") == "unreadable"
    assert reason(small.share, seat, "calm", "gone") == "unreadable"
    assert reason(small.workshops.share, "gone", "word", seat, "calm") == "unknown"
    small.do("end")
    assert reason(small.share, seat, "calm") == "ended"


def test_a_text_of_another_workshop_can_t_be_touched(store, room):
    other = Room(store)
    room.go(SHARE)
    (seat,) = room.join(1)
    share = room.share(seat, "One.", "share")
    assert reason(other.do, "let", share=share) == "unknown"
    other.do("refuse", share=share)
    other.workshops.withdraw(other.id, share, seat)
    assert told(room)["waiting"] == ["One."]


def test_the_result_keeps_only_what_was_given_for_the_report_and_allowed(room):
    seats = room.join(6)
    room.go(SHARE)
    texts = ["Zebra.", "Apple.", "Not given.", "Not allowed.", "Taken back.", "Refused."]
    given = [
        room.share(seat, text, "share", for_report=text != "Not given.")
        for seat, text in zip(seats, texts, strict=True)
    ]
    for share in (*given[:3], *given[4:]):
        room.do("let", share=share)
    room.workshops.withdraw(room.id, given[4], seats[4])
    room.do("refuse", share=given[5])
    assert "texts" not in (room.result("share") or {})
    ended = room.do("end")
    assert ended.results["share"]["texts"] == ["Apple.", "Zebra."]
    assert (ended.results["share"]["few"], ended.shares) == (True, ())


def test_a_word_is_never_given_for_the_report(room):
    room.go(WORD)
    for seat in room.join(6):
        share = room.share(seat, "calm", for_report=True)
    room.do("let", share=share)
    room.do("end")
    assert "texts" not in room.result("word")


def test_who_gives_the_same_text_for_the_report_after_all_gives_it_anew(room):
    (seat,) = room.join(1)
    room.go(SHARE)
    first = room.share(seat, "One.", "share")
    again = room.share(seat, "One.", "share", for_report=True)
    assert first != again == room.share(seat, "One.", "share", for_report=True)
    assert [(one.text, one.for_report) for one in room.snapshot().shares] == [("One.", True)]
