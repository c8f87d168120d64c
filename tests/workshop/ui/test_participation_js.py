"""A learner's part in a workshop, in Node.js: joining, returning, the connection, leaving."""

import pytest

from workshop.ui.played_workshop import player


@pytest.fixture(scope="module")
def play(tmp_path_factory):
    """Run a scene, which ends with `done(result)`, and return the result."""
    return player(tmp_path_factory.mktemp("room"))


def test_a_code_is_sent_as_it_is_shown_and_the_seat_is_kept(play):
    heard, address, seat, stage = play("""
        room.join(" k7m-9xw ");
        await rest();
        done([heard, sockets[0].address, stored(localStorage, "wb-workshop"), room.stage]);
    """)
    assert heard == [{"type": "join", "id": 1, "code": "K7M9XW"}]
    assert address == "wss://here/b/workbook/workshop"
    assert stage == "in"
    assert (seat["workshop"], seat["seat"], seat["title"]) == ("w1", "s1", "T")
    assert seat["from"] == seat["seen"] > 0


def test_a_browser_that_has_a_seat_comes_back_to_it(play):
    heard, stage = play("room.resume(); await rest(); done([heard, room.stage])", seat=True)
    assert heard == [{"type": "join", "id": 1, "workshop": "w1", "seat": "s1"}]
    assert stage == "in"


def test_a_browser_without_a_seat_asks_nobody(play):
    assert play("const had = room.resume(); await rest(); done([had, sockets.length])") == [False, 0]


@pytest.mark.parametrize("reason", ["unknown", "ended", "full", "wait"])
def test_a_refused_code_is_told_with_its_reason_and_the_line_is_closed(play, reason):
    stage, refusal, up = play(
        """
        says.join = () => ({ type: "refused", reason: told.reason, wait: 7 });
        room.join("K7M9XW");
        await rest();
        done([room.stage, room.refusal, line.up]);
    """,
        reason=reason,
    )
    assert (stage, refusal, up) == ("out", {"reason": reason, "wait": 7}, False)


def test_after_a_mistyped_code_joining_says_nothing_of_a_lost_connection(play):
    offline, stage = play("""
        says.join = ({ code }) => code === "K7M9XW" ? joined() : { type: "refused", reason: "unknown" };
        room.join("K7M9XX");
        await rest(200);
        const offline = [room.offline];
        room.onChange = () => offline.push(room.offline);
        room.join("K7M9XW");
        await rest();
        done([offline, room.stage]);
    """)
    assert (set(offline), stage) == ({False}, "in")


def test_a_busy_server_is_asked_again(play):
    heard, stage = play("""
        const busy = () => ({ type: "refused", reason: "busy", wait: 1 });
        says.join = () => (types().length < 3 ? busy() : joined());
        room.join("K7M9XW");
        await rest(120);
        done([types(), room.stage]);
    """)
    assert (heard, stage) == (["join"] * 3, "in")


def test_a_wrong_code_does_not_take_somebody_out_of_the_workshop_that_they_are_in(play):
    stage, stray, kept, heard = play(
        """
        says.join = ({ code }) => (code ? { type: "refused", reason: "unknown" } : joined());
        room.resume();
        await rest();
        room.join("K7M9XW");
        await rest();
        done([room.stage, room.stray, stored(localStorage, "wb-workshop").seat, heard.at(-1).workshop]);
    """,
        seat=True,
    )
    assert (stage, stray, kept, heard) == ("in", True, "s1", "w1")


def test_a_code_of_another_workshop_leads_there(play):
    heard, kept = play(
        """
        says.join = ({ code, seat }) =>
          code && seat ? { type: "refused", reason: "left" }
            : joined(code ? { seat: "s2", state: state({ workshop: "w2" }) } : {});
        room.resume();
        await rest();
        room.join("K7M9XW");
        await rest();
        done([heard.slice(1).map(({ seat }) => seat ?? null), stored(localStorage, "wb-workshop")]);
    """,
        seat=True,
    )
    assert heard == ["s1", None]
    assert (kept["workshop"], kept["seat"], kept["title"]) == ("w2", "s2", "T")


def test_a_line_that_gives_no_answer_is_given_up(play):
    count, stage = play("""
        room.join("K7M9XW");
        await rest();
        sockets[0].deaf = true;
        room.give("answer", "one");
        await rest(300);
        done([sockets.length, room.given.find("answer", "a").stage]);
    """)
    assert (count, stage) == (2, "counted")


def test_a_phone_that_wakes_looks_at_once_whether_its_line_lives(play):
    before, after = play("""
        room.join("K7M9XW");
        await rest();
        sockets[0].deaf = true;
        page.visibilityState = "hidden";
        page.dispatchEvent(new Event("visibilitychange"));
        await rest(150);
        const before = sockets.length;
        page.visibilityState = "visible";
        page.dispatchEvent(new Event("visibilitychange"));
        for (let wait = 0; wait < 40 && sockets.length === before; wait += 1) await rest(50);
        done([before, sockets.length]);
    """)
    assert (before, after) == (1, 2)


def test_a_page_that_the_browser_puts_aside_gives_its_line_back(play):
    aside, back = play("""
        room.join("K7M9XW");
        await rest();
        browser.dispatchEvent(new Event("pagehide"));
        await rest();
        const aside = line.up;
        browser.dispatchEvent(new Event("pageshow"));
        await rest();
        done([aside, line.up]);
    """)
    assert (aside, back) == (False, True)


def test_an_old_state_that_comes_late_is_not_shown(play):
    assert (
        play("""
        room.join("K7M9XW");
        await rest();
        const old = state({ answered: 1 });
        push({ answered: 2 });
        last().say({ type: "state", state: old });
        await rest();
        done(room.state.answered);
    """)
        == 2
    )


def test_who_leaves_is_out_here_and_for_the_server(play):
    result = play("""
        room.join("K7M9XW");
        await rest();
        room.give("answer", "one");
        room.leave();
        await rest();
        done([types().at(-1), room.stage, room.refusal.reason, line.up, localStorage.kept.size,
          sessionStorage.kept.size]);
    """)
    assert result == ["leave", "out", "left_now", False, 0, 0]


def test_who_left_in_another_tab_is_out_here_too(play):
    assert play(
        """
        room.resume();
        await rest();
        localStorage.kept.clear();
        browser.dispatchEvent(Object.assign(new Event("storage"), { key: "wb-workshop" }));
        await rest();
        done([room.stage, room.refusal.reason, line.up]);
    """,
        seat=True,
    ) == ["out", "", False]


@pytest.mark.parametrize(("reason", "stage"), [("ended", "ended"), ("unknown", "out"), ("left", "out")])
def test_a_seat_that_is_no_more_is_forgotten(play, reason, stage):
    assert play(
        """
        says.join = () => ({ type: "refused", reason: told.reason });
        room.resume();
        await rest();
        done([room.stage, room.refusal.reason, localStorage.kept.size]);
    """,
        seat=True,
        reason=reason,
    ) == [stage, reason, 0]


def test_the_end_of_a_workshop_is_told(play):
    assert play("""
        room.join("K7M9XW");
        await rest();
        push({ ended: true });
        await rest();
        const { stage } = room;
        room.leave();
        done([stage, room.stage, room.refusal.reason]);
    """) == ["ended", "out", ""]


def test_a_browser_that_keeps_nothing_can_take_part_and_says_that_it_forgets(play):
    assert play(
        """
        room.join("K7M9XW");
        await rest();
        last().break();
        await rest(60);
        room.store.keepWords("a", "half a sen");
        done([room.store.lasts, room.stage, heard.at(-1).seat, room.store.words("a")]);
    """,
        blocked=True,
    ) == [False, "in", "s1", "half a sen"]


def test_a_timer_ends_by_the_device_s_own_clock(play):
    assert play("""
        room.join("K7M9XW");
        await rest();
        push({ timer: 30 });
        await rest();
        const left = room.timerEnds - Date.now();
        push({ timer: null });
        await rest();
        done([left > 29000 && left <= 30000, room.timerEnds]);
    """) == [True, None]


def test_a_timer_does_not_jump_with_the_seconds_that_each_state_rounds(play):
    assert play("""
        room.join("K7M9XW");
        await rest();
        push({ timer: 30 });
        await rest();
        const before = room.timerEnds;
        push({ timer: 29 });
        await rest();
        const same = room.timerEnds === before;
        push({ timer: 90 });
        await rest();
        done([same, room.timerEnds > before]);
    """) == [True, True]


def test_a_server_that_is_down_is_tried_less_and_less_often(play):
    tries = play("opens = false; room.join('K7M9XW'); await rest(500); done(sockets.length)")
    assert 3 < tries < 12


def test_a_page_that_is_seen_gives_a_sign_of_life_and_one_that_is_not_gives_none(play):
    seen, unseen = play(
        """
        room.join("K7M9XW");
        await rest(350);
        const seen = types();
        page.visibilityState = "hidden";
        await rest(350);
        done([seen, types().slice(seen.length)]);
    """,
        here=True,
    )
    assert (seen, unseen) == (["join", "here"], [])


def test_what_was_given_is_forgotten_when_the_question_is_asked_anew(play):
    assert play("""
        const asked = (resets) => ({ id: "v", kind: "vote", round: 1, title: "V", wall: "", resets });
        says.join = () => joined({ mine: { answer: "a", shares: [] }, state: state({ step: asked(0) }) });
        says.answer = () => ({ type: "counted", step: "v" });
        room.join("K7M9XW");
        await rest();
        room.give("answer", "b");
        await rest();
        const before = room.mine.answer;
        push({ revision: 9, step: asked(1) });
        const after = [room.mine.answer, room.given.find("answer", "v") ?? null];
        push({ revision: 10, step: asked(1) });
        done([before, ...after, room.mine.answer]);
    """) == ["b", None, None, None]


def attended(play, how, *, seat=False):
    """Whether something is there to be stated, from the first joining on, and what this browser keeps."""
    return play(
        f"""
        const before = Date.now();
        {how}
        await rest();
        const now = room.attended;
        done([now?.title, now?.from <= before + 5000 && now?.from > 0 && now?.to >= now?.from,
          stored(localStorage, "wb-workshop")]);
        """,
        seat=seat,
    )


def test_who_leaves_or_sees_the_end_can_state_which_workshop_it_was_and_from_when(play):
    left = 'room.join("K7M9XW"); await rest(); room.leave();'
    assert attended(play, left) == ["T", True, None]
    seen = """room.join("K7M9XW"); await rest();
      last().say({ type: "state", state: state({ ended: true }) });"""
    assert attended(play, seen)[:2] == ["T", True]
    late = """
      localStorage.setItem("wb-workshop", JSON.stringify({ ...seat, from: before - 1000, seen: before }));
      says.join = () => ({ type: "refused", reason: "ended" });
      room.resume();"""
    assert attended(play, late) == ["T", True, None]


def test_a_page_that_comes_back_keeps_the_time_of_the_first_joining(play):
    kept = play("""
      localStorage.setItem("wb-workshop", JSON.stringify({ ...seat, from: 1000, seen: 2000 }));
      room.resume();
      await rest();
      done(stored(localStorage, "wb-workshop"));
    """)
    assert kept["from"] == 1000
    assert kept["seen"] > 2000
