"""The content as workshops show it, from the workbook's own tables and from changing ones."""

import json
from dataclasses import fields
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from content.small_workbook import SmallWorkbook
from workbook.content import ContentError, load
from workbook.workshop.domain.answers import read_answer
from workbook.workshop.domain.plans import Step, plan_data, plan_of
from workbook.workshop.domain.snapshots import Snapshot
from workbook.workshop.live.states import console_state, learner_state
from workbook.workshop.texts import Texts

DATA = Path(__file__).parents[2] / "data"
OWN = Texts(partial(load, DATA))
PLANS = {plan.id: plan for plan in OWN.ready_plans()}
STEPS = [step for plan in PLANS.values() for step in plan.steps]
ASKED = [step for step in STEPS if step.kind != "talk"]


def of(kind, subject="", **more):
    """A step of a kind about something."""
    return Step(f"a-{kind}", kind, "A title", 3, subject, **more)


def ids(steps):
    return [step.id for step in steps]


@pytest.fixture
def small(tmp_path):
    """A small workbook whose tables can be changed."""
    return SmallWorkbook(tmp_path)


@pytest.fixture
def clock():
    """A clock that stands still until it is moved."""

    class Clock:
        now = 100.0

        def __call__(self):
            return self.now

    return Clock()


@pytest.fixture
def texts(small, clock):
    """The small workbook's texts."""
    return Texts(partial(load, small.data), clock=clock)


NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def at(plan, position):
    """A workshop that is open at a step of a plan."""
    return Snapshot(
        id="w",
        code="CDFHJK",
        title="A team",
        trainer="Ann",
        plan=plan,
        position=position,
        status="open",
        started=NOW,
        ended=None,
        timer_ends=None,
        answered=0,
        left=0,
        joined=0,
        results={},
        revealed=frozenset(),
        shares=(),
        notes={},
        revision=1,
    )


def title(texts):
    return texts.ready_plans()[0].title


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_a_ready_plan_is_one_that_a_trainer_could_save(plan):
    assert plan_of(plan_data(plan), OWN.known) == plan


@pytest.mark.parametrize("step", ASKED, ids=ids(ASKED))
def test_each_step_that_asks_something_of_the_room_has_an_activity(step):
    json.dumps(OWN.activity(step))
    assert OWN.activity(step)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_learners_are_sent_no_reason_and_no_note_before_a_result(plan):
    for position, step in enumerate(plan.steps):
        sent = json.dumps(learner_state(at(plan, position), OWN, NOW), ensure_ascii=False)
        assert "rationale" not in sent
        assert step.notes.splitlines()[0] not in sent
        json.dumps(console_state(at(plan, position), OWN, NOW))


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_what_is_asked_is_never_to_be_read_twice(plan):
    for position, step in enumerate(plan.steps):
        sent = json.dumps(learner_state(at(plan, position), OWN, NOW), ensure_ascii=False)
        assert sent.count(json.dumps(step.wall, ensure_ascii=False)) == 1


@pytest.mark.parametrize("kind", ["vote", "rating", "order", "share"])
def test_whatever_the_editor_offers_can_be_in_a_plan_and_shown(kind):
    offered = OWN.subjects()[kind]
    assert offered
    assert len({one["id"] for one in offered}) == len(offered)
    for one in offered:
        assert one["title"].strip()
        assert OWN.known.has(kind, one["id"])
        assert OWN.activity(of(kind, one["id"]))


@pytest.mark.parametrize(
    ("kind", "name"), [("vote", "choices"), ("rating", "statements"), ("order", "items")]
)
def test_what_is_shown_is_what_can_be_answered(kind, name):
    step = of(kind, OWN.subjects()[kind][0]["id"])
    shown = [one["id"] for one in OWN.activity(step)[name]]
    assert list(OWN.options(step)[name]) == shown
    answer = {"vote": shown[0], "rating": dict.fromkeys(shown, 3), "order": shown[::-1]}[kind]
    assert json.loads(read_answer(step, answer, OWN.options(step))) == answer


def test_a_vote_shows_its_case_and_a_reason_for_each_choice(texts):
    shown = texts.activity(of("vote", "case-1-1"))
    assert shown["scenario"] == {
        "title": "A case",
        "content_note": "",
        "facts": "It rains.",
        "people": "You.",
    }
    assert (shown["situation"], shown["question"]) == ("Now.", "What?")
    assert shown["choices"][0] == {"id": "case-1-1-a", "choice": "I wait."}
    assert shown["reasons"]["case-1-1-b"] == {
        "judgement": "defensible",
        "consequence": "It ends.",
        "rationale": "It is sound.",
    }


def test_a_rating_and_an_ordering_show_what_there_is_to_rate_and_to_order(texts):
    assert texts.activity(of("rating", "standard-2")) == {
        "statements": [{"id": "sure-2", "statement": "I am sure."}],
        "scale": 5,
    }
    shown = texts.activity(of("order", "acts"))
    assert (shown["title"], shown["question"]) == ("Acts", "Which is riskier?")
    assert shown["items"][0] == {"id": "act-1", "text": "You post."}
    assert len(shown["items"]) == 3


def test_one_word_and_a_share_without_a_prompt_ask_what_the_wall_says(texts):
    assert texts.activity(of("word", wall="How are you?")) == {"question": "How are you?"}
    assert texts.activity(of("word")) == {"question": "A title"}
    assert texts.activity(of("share", wall="What now?")) == {"prompt": "What now?", "hint": ""}
    assert texts.activity(of("share", "prompt-1-1", wall="Read it.")) == {"prompt": "What?", "hint": ""}


@pytest.mark.parametrize("kind", ["vote", "rating", "order"])
def test_a_subject_that_is_gone_has_no_activity_no_answers_and_no_notes(texts, kind):
    step = of(kind, "gone")
    assert texts.activity(step) is None
    assert texts.options(step) == {}
    assert texts.facilitator(step) is None
    assert not texts.known.has(kind, "gone")


def test_a_talk_and_a_word_have_nothing_to_choose_from(texts):
    assert texts.activity(of("talk", "standard-1")) is None
    assert texts.options(of("talk")) == texts.options(of("word")) == {}
    assert not texts.known.has("word", "standard-1")


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("talk", "standard-2"),
        ("talk", "case-2"),
        ("vote", "case-2-1"),
        ("rating", "standard-2"),
        ("share", "prompt-2-1"),
    ],
)
def test_the_trainer_gets_the_facilitator_note_of_the_standard_that_a_step_is_about(
    small, texts, kind, subject
):
    small.edit("facilitator_notes", 3, aim="To meet the second.")
    small.edit("scenarios", 3, content_note="This one is about a storm.")
    assert texts.known.has(kind, subject)
    assert texts.facilitator(of(kind, subject)) == {
        "content_note": "This one is about a storm." if subject.startswith("case-2") else "",
        "aim": "To meet the second.",
        "how_to_run": "1. Sit.",
        "comes_up": "Doubt.",
        "avoid": "Haste.",
    }


def test_a_vote_on_an_only_scene_is_about_its_scenario_which_needs_no_number(small, texts, clock):
    assert texts.about(of("vote", "case-2-1"))[::2] == ("scene", 1)
    later = ("case-2-2", "case-2-3")
    small.write("scenes", [row for row in small.read("scenes") if row["id"] not in later])
    choices = [row for row in small.read("choices") if row["scene"] not in later]
    small.write("choices", [{**row, "next_scene": ""} for row in choices if row["scene"] == "case-2-1"])
    clock.now += 100
    assert texts.about(of("vote", "case-2-1"))[::2] == ("scenario", 0)


def test_steps_about_no_standard_have_no_facilitator_note(texts):
    assert texts.facilitator(of("talk")) is None
    assert texts.facilitator(of("word")) is None
    assert texts.facilitator(of("share")) is None


def test_the_trainer_alone_gets_what_there_is_to_say_of_an_ordering(texts):
    notes = texts.facilitator(of("order", "acts"))
    assert notes["how_to_run"] == "Ask why."
    assert notes["comes_up"].splitlines()[0] == "You post. It stays."
    assert "It stays." not in json.dumps(texts.activity(of("order", "acts")))


def test_steps_come_by_their_numbers_whatever_their_place_in_the_table(small, texts):
    numbers = [row["number"] for row in small.read("plan_steps")]
    small.write("plan_steps", small.read("plan_steps")[::-1])
    steps = texts.ready_plans()[0].steps
    assert [step.id for step in steps] == [f"step-{number}" for number in numbers]
    assert {field.name for field in fields(Step)} <= set(small.columns("plan_steps"))


def test_tables_that_change_are_read_again_after_a_moment(small, texts, clock):
    assert title(texts) == "A plan"
    small.edit("plans", 2, title="Another plan, with more in it")
    assert title(texts) == "A plan"
    clock.now += 1
    assert title(texts) == "Another plan, with more in it"


def test_the_last_good_tables_stay_while_the_new_ones_are_broken(small, texts, clock, caplog):
    assert title(texts) == "A plan"
    small.edit("plans", 2, title="")
    for _ in range(3):
        clock.now += 1
        assert title(texts) == "A plan"
    (told,) = caplog.messages
    assert "plans.csv, row 2" in told
    small.edit("plans", 2, title="A better plan")
    clock.now += 1
    assert title(texts) == "A better plan"


def test_tables_that_were_never_good_are_told_by_each_call_and_not_before(small):
    small.edit("plans", 2, title="")
    texts = Texts(partial(load, small.data))
    for _ in range(2):
        with pytest.raises(ContentError, match="row 2"):
            texts.ready_plans()
