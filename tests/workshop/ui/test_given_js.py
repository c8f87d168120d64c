"""A learner's input to a workshop, in Node.js: kept until it is counted, and sent again."""

import pytest

from workshop.ui.played_workshop import player


@pytest.fixture(scope="module")
def play(tmp_path_factory):
    """Run a scene, which ends with `done(result)`, and return the result."""
    return player(tmp_path_factory.mktemp("room"))


def test_an_answer_is_counted_and_a_later_one_takes_its_place(play):
    sent, stages, mine, unsent = play("""
        room.join("K7M9XW");
        await rest();
        const stages = [];
        room.give("answer", "one");
        stages.push(room.given.find("answer", "a").stage);
        await rest();
        stages.push(room.given.find("answer", "a").stage);
        room.give("answer", "two");
        await rest();
        done([heard.slice(1), stages, room.mine.answer, stored(sessionStorage, "wb-workshop-unsent")]);
    """)
    assert [one["answer"] for one in sent] == ["one", "two"]
    assert (stages, mine, unsent) == (["sending", "counted"], "two", None)


def test_an_answer_without_an_acknowledgement_is_sent_again_on_the_next_line(play):
    sent, stage, lines = play("""
        const take = says.answer;
        says.answer = () => undefined;
        room.join("K7M9XW");
        await rest();
        room.give("answer", "one");
        await rest();
        says.answer = take;
        last().break();
        await rest(100);
        done([heard.map(({ type, answer }) => [type, answer ?? null]), room.given.find("answer", "a").stage,
          sockets.length]);
    """)
    assert sent == [["join", None], ["answer", "one"], ["join", None], ["answer", "one"]]
    assert (stage, lines) == ("counted", 2)


def test_what_is_given_without_a_line_is_kept_in_the_tab_and_leaves_when_it_is_back(play):
    kept, offline, sent, after = play("""
        room.join("K7M9XW");
        await rest();
        opens = false;
        last().break();
        room.give("answer", "one");
        await rest(60);
        const kept = stored(sessionStorage, "wb-workshop-unsent");
        const { offline } = room;
        opens = true;
        page.dispatchEvent(new Event("visibilitychange"));
        await rest();
        done([kept, offline, heard.at(-1), [room.offline, stored(sessionStorage, "wb-workshop-unsent")]]);
    """)
    assert kept["workshop"] == "w1"
    assert [one["value"] for one in kept["list"]] == ["one"]
    assert offline is True
    assert (sent["type"], sent["answer"]) == ("answer", "one")
    assert after == [False, None]


def test_an_answer_that_the_last_page_could_not_send_leaves_with_the_next(play):
    sent = play(
        """
        unsent("w1");
        room.resume();
        await rest();
        done(heard.slice(1).map(({ answer }) => answer));
    """,
        seat=True,
    )
    assert sent == ["one"]


def test_what_was_left_of_another_workshop_is_not_sent(play):
    assert play(
        """
        unsent("w0");
        room.resume();
        await rest();
        done(types());
    """,
        seat=True,
    ) == ["join"]


def test_an_answer_that_came_too_late_says_so_and_is_not_sent_again(play):
    given, missed = play("""
        says.answer = () => ({ type: "refused", reason: "closed" });
        room.join("K7M9XW");
        await rest();
        room.give("answer", "one");
        await rest();
        push({ step: step("b") });
        last().break();
        await rest(100);
        done([types(), room.given.missed("b").map(({ title, reason }) => [title, reason])]);
    """)
    assert given == ["join", "answer", "join"]
    assert missed == [["Step a", "closed"]]


def test_an_answer_to_a_busy_server_waits_and_is_sent_again(play):
    sent, stage = play("""
        let refused = 0;
        const take = says.answer;
        says.answer = (message) => (refused++ ? take(message) : { type: "refused", reason: "busy", wait: 1 });
        room.join("K7M9XW");
        await rest();
        room.give("answer", "one");
        await rest(60);
        done([types(), room.given.find("answer", "a").stage]);
    """)
    assert (sent, stage) == (["join", "answer", "answer"], "counted")


def test_one_s_own_answer_is_found_again_when_the_room_goes_back_to_a_step(play):
    assert play("""
        room.join("K7M9XW");
        await rest();
        room.give("answer", "one");
        await rest();
        push({ step: step("b") });
        await rest();
        const between = room.mine.answer;
        push({ step: step("a") });
        await rest();
        done([between, room.mine.answer]);
    """) == [None, "one"]


def test_a_text_is_shown_waits_and_is_taken_back(play):
    waiting, shown, sent, left = play("""
        says.join = () => joined({ state: state({ step: step("a", { kind: "share" }) }) });
        room.join("K7M9XW");
        await rest();
        room.give("share", "Hello", { report: true });
        await rest();
        const waiting = room.mine.shares;
        last().say({ type: "mine", shares: [{ ...waiting[0], status: "shown" }] });
        await rest();
        const shown = room.mine.shares[0].status;
        room.withdraw(waiting[0].share);
        await rest();
        done([waiting, shown, heard.slice(1).map(({ id, ...one }) => one), room.mine.shares]);
    """)
    assert waiting == [{"share": "id of Hello", "text": "Hello", "status": "waiting", "report": True}]
    assert shown == "shown"
    assert sent == [
        {"type": "share", "step": "a", "text": "Hello", "report": True},
        {"type": "withdraw", "share": "id of Hello"},
    ]
    assert left == []


def test_what_was_meant_for_one_workshop_is_not_sent_to_another(play):
    assert play(
        """
        says.join = ({ code }) => joined(code ? { seat: "s2", state: state({ workshop: "w2" }) } : {});
        says.answer = () => undefined;
        room.resume();
        await rest();
        room.give("answer", "one");
        await rest();
        room.join("K7M9XW");
        await rest();
        done([types(), stored(sessionStorage, "wb-workshop-unsent")?.workshop ?? null]);
    """,
        seat=True,
    ) == [["join", "answer", "join"], "w1"]


def test_an_acknowledgement_of_an_earlier_answer_is_none_of_the_later_one(play):
    assert (
        play("""
        says.answer = ({ answer, step }) => (answer === "one" ? { type: "counted", step } : undefined);
        room.join("K7M9XW");
        await rest();
        room.give("answer", "one");
        room.give("answer", "two");
        await rest();
        done(room.given.find("answer", "a").stage);
    """)
        == "sending"
    )


def test_who_is_in_the_workshop_no_more_hears_it_with_the_next_answer(play):
    assert play("""
        says.answer = () => ({ type: "refused", reason: "left" });
        room.join("K7M9XW");
        await rest();
        room.give("answer", "one");
        await rest();
        done([room.stage, room.refusal.reason, localStorage.kept.size]);
    """) == ["out", "left", 0]
