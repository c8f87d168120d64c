import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from record.ui.record_page import entry, in_node, time_entry, version
from workbook.content import load
from workbook.exercises.come_back import come_back

CONTENT = load()
SOUND = {one.recall: one.id for one in CONTENT.recall_answers if one.is_sound}
# Chance for the drawing: the same numbers each time, and others for another start.
CHANCE = """((seed) => () => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed / 2147483648;
})"""

EARLIER = {**version("Old."), "updated": "2026-06-20T10:00:00.000Z"}


def scenario(updated, *, ended=True, **about):
    """Give a scenario that was worked through on a day, or begun."""
    value = {"path": ["a"], "ended": ended, "standard": "standard-1"}
    return entry("scenario/a", value, kind="scenario", updated=f"{updated}T10:00:00.000Z", **about)


def finished_round(number, day, asked=("x",), **about):
    """Give a round of questions as the record has it, finished on a day."""
    answers = dict.fromkeys(asked, "an-answer")
    value = {"from": "2026-07-01", "asked": list(asked), "answers": answers, "done": day}
    return entry(f"come_back/{number}", value, kind="come_back", page="come-back", **about)


def rounds(tmp_path, entries, today):
    """Give the state and the day of each round."""
    return in_node(
        tmp_path,
        entries,
        "page.roundsAt(entries, new Date(given.now)).map(({ state, due }) => [state, due])",
        now=f"{today}T09:00:00Z",
    )


def drawn(tmp_path, entries, seed=1):
    """Give the questions that are drawn: the rows of the table."""
    ids = in_node(
        tmp_path,
        entries,
        f"page.drawn(given.questions, entries, {CHANCE}(given.seed)).map(({{ id }}) => id)",
        questions=come_back().content["questions"],
        seed=seed,
    )
    return [CONTENT.recall.by_id(one) for one in ids]


def test_each_question_of_the_table_comes_with_its_answers_and_the_reason_of_each():
    shown = come_back().content
    assert [one["id"] for one in shown["questions"]] == list(CONTENT.recall.ids)
    for one in shown["questions"]:
        rows = CONTENT.recall_answers.where(recall=one["id"])
        assert [(answer["id"], answer["why"]) for answer in one["answers"]] == [(r.id, r.why) for r in rows]
    assert json.loads(json.dumps(shown)) == shown


def test_every_standard_has_four_questions_of_both_kinds_and_each_question_one_sound_answer():
    for standard in CONTENT.standards.ids:
        kinds = Counter(one.kind for one in CONTENT.recall.where(standard=standard))
        assert kinds == {"recall": 2, "judgement": 2}
    for question in CONTENT.recall.ids:
        answers = CONTENT.recall_answers.where(recall=question)
        assert 3 <= len(answers) <= 4
        assert [one.is_sound for one in answers].count(True) == 1


def test_neither_the_length_nor_the_place_of_an_answer_says_that_it_is_sound():
    places, longest = Counter(), 0
    for question in CONTENT.recall.ids:
        answers = CONTENT.recall_answers.where(recall=question)
        lengths = [len(one.answer) for one in answers]
        assert max(lengths) <= 1.2 * min(lengths), question
        sound = [one.is_sound for one in answers].index(True)
        places[sound] += 1
        longest += lengths[sound] == max(lengths)
    assert max(places.values()) <= len(CONTENT.recall) * 0.4
    assert longest <= len(CONTENT.recall) * 0.45


@pytest.mark.parametrize(
    ("entries", "day"),
    [
        ([], ""),
        ([scenario("2026-07-03"), entry("reflection/a", updated="2026-07-02T10:00:00.000Z")], "2026-07-02"),
        ([scenario("2026-07-03", ended=False)], ""),
        ([entry("scenario/a/reasons", "Because.", kind="scenario")], ""),
        ([entry("confidence/a/before", 3)], ""),
        ([entry("confidence/a/after", 3)], "2026-07-01"),
        ([entry("reflection/a", " ")], ""),
        ([entry("plan/1/change", "Ask."), time_entry("standard-1", "phone", {"2026-06-01": 9})], ""),
        ([entry("reflection/a", "New.", others=[EARLIER])], "2026-06-20"),
        ([scenario("2026-07-20"), finished_round(1, "2026-07-05")], "2026-07-01"),
        ([entry("reflection/a", updated="2026-07-02T23:30:00.000Z")], "2026-07-03"),
    ],
    ids=[
        "nothing", "the earliest counts", "a scenario half way", "reasons alone", "a rating before",
        "a rating after", "blank", "plan and time", "an earlier version", "kept once begun",
        "the learner's own day",
    ],
)  # fmt: skip
def test_the_days_count_from_the_first_thing_that_was_finished(tmp_path, entries, day):
    assert in_node(tmp_path, entries, "page.firstFinished(entries)") == day


@pytest.mark.parametrize(
    ("today", "states"),
    [
        ("2026-07-01", ["waiting", "waiting", "waiting"]),
        ("2026-07-02", ["waiting", "waiting", "waiting"]),
        ("2026-07-03", ["ready", "waiting", "waiting"]),
        ("2026-09-01", ["ready", "waiting", "waiting"]),
    ],
)
def test_the_first_round_is_ready_from_the_second_day_on_and_the_others_wait_for_it(tmp_path, today, states):
    found = rounds(tmp_path, [scenario("2026-07-01")], today)
    assert [state for state, _ in found] == states
    assert [day for _, day in found] == ["2026-07-03", "2026-07-15", "2026-08-12"]


def test_the_later_rounds_come_two_and_six_weeks_after_the_first_day_and_two_days_apart(tmp_path):
    first = [scenario("2026-07-01"), finished_round(1, "2026-07-03")]
    assert rounds(tmp_path, first, "2026-07-14")[1] == ["waiting", "2026-07-15"]
    assert rounds(tmp_path, first, "2026-07-15")[1] == ["ready", "2026-07-15"]
    late = [scenario("2026-07-01"), finished_round(1, "2026-09-01")]
    assert rounds(tmp_path, late, "2026-09-02")[1] == ["waiting", "2026-09-03"]
    both = [*late, finished_round(2, "2026-09-03")]
    assert rounds(tmp_path, both, "2026-09-05")[2] == ["ready", "2026-09-05"]
    every = [*both, finished_round(3, "2026-09-05")]
    assert [state for state, _ in rounds(tmp_path, every, "2027-01-01")] == ["done"] * 3


def test_nothing_is_due_for_somebody_who_has_finished_nothing(tmp_path):
    assert rounds(tmp_path, [entry("confidence/a/before", 3)], "2026-12-01") == []
    assert in_node(tmp_path, [], "page.waitingAt(entries, new Date())") == 0


def test_home_is_told_how_many_questions_have_no_answer_yet(tmp_path):
    waiting = "page.waitingAt(entries, new Date('2026-07-03T09:00:00Z'))"
    assert in_node(tmp_path, [scenario("2026-07-01")], waiting) == 5
    value = {"from": "2026-07-01", "asked": ["a", "b", "c"], "answers": {"a": "x"}}
    begun = entry("come_back/1", value, kind="come_back")
    assert in_node(tmp_path, [scenario("2026-07-01"), begun], waiting) == 2
    assert in_node(tmp_path, [scenario("2026-07-02")], waiting) == 0
    done = [scenario("2026-07-01"), finished_round(1, "2026-07-03")]
    assert in_node(tmp_path, done, waiting) == 0


def test_answers_that_were_given_on_two_devices_are_put_together(tmp_path):
    value = {"from": "2026-07-01", "asked": ["a", "b"], "answers": {"a": "x"}}
    other = version({**value, "answers": {"a": "y", "b": "z"}, "done": "2026-07-04"})
    kept = in_node(tmp_path, [entry("come_back/1", value, others=[other])], "page.keptIn(entries, 1)")
    assert kept == {**value, "answers": {"a": "x", "b": "z"}, "done": "2026-07-04"}


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_questions_on_what_the_learner_has_worked_on_come_first(tmp_path, seed):
    read = [time_entry("standard-4", "phone", {"2026-07-01": 6})]
    done = [scenario("2026-07-01", standard="standard-2"), *read]
    questions = drawn(tmp_path, done, seed)
    assert len({one.id for one in questions}) == 5
    assert {one.standard for one in questions} == {"standard-2", "standard-4"}
    assert {one.kind for one in questions} == {"recall", "judgement"}
    alone = drawn(tmp_path, [scenario("2026-07-01", standard="standard-2")], seed)
    assert [one.standard for one in alone[:4]] == ["standard-2"] * 4
    assert alone[4].standard != "standard-2"


def test_somebody_who_worked_on_all_standards_is_asked_about_as_many_as_there_are_questions(tmp_path):
    every = [entry(f"reflection/{one}", standard=one) for one in CONTENT.standards.ids]
    assert len({one.standard for one in drawn(tmp_path, every)}) == 5


def test_no_question_is_asked_twice_in_three_rounds(tmp_path):
    entries, asked = [scenario("2026-07-01", standard="standard-2")], []
    for number in (1, 2, 3):
        now = [one.id for one in drawn(tmp_path, entries, number)]
        entries.append(finished_round(number, "2026-07-03", now))
        asked += now
    assert len(set(asked)) == 15


def test_the_draw_is_left_to_chance(tmp_path):
    done = [scenario("2026-07-01", standard="standard-2")]
    draws = {tuple(one.id for one in drawn(tmp_path, done, seed)) for seed in (1, 2, 3, 4)}
    assert len(draws) > 1


def test_a_short_table_is_asked_again_rather_than_not_at_all(tmp_path):
    few = [{"id": "a", "standard": "s", "kind": "recall"}, {"id": "b", "standard": "s", "kind": "recall"}]
    entries = [finished_round(1, "2026-07-03", ["a", "b"])]
    found = in_node(tmp_path, entries, "page.drawn(given.few, entries, () => 0)", few=few)
    assert {one["id"] for one in found} == {"a", "b"}


def calendar(tmp_path, days, address, now="2026-12-02T18:30:00.000Z"):
    """Give the calendar file that the browser makes, as bytes."""
    made = in_node(
        tmp_path,
        [],
        "page.calendar(given.days, given.address, new Date(given.now))",
        days=days,
        address=address,
        now=now,
    )
    return made.encode()


def test_a_calendar_reads_the_file_as_whole_days_with_a_title_and_an_address(tmp_path):
    days = [{"uid": f"{day}@x", "day": day, "title": "Come back"} for day in ("2026-12-04", "2026-12-31")]
    made = calendar(tmp_path, days, "https://example.org/come-back")
    events = Calendar.from_ical(made).walk("VEVENT")
    assert [event["DTSTART"].dt for event in events] == [date(2026, 12, 4), date(2026, 12, 31)]
    assert [event["DTEND"].dt for event in events] == [date(2026, 12, 5), date(2027, 1, 1)]
    for event, day in zip(events, days, strict=True):
        assert event.errors == []
        assert (event["SUMMARY"], event["UID"]) == ("Come back", day["uid"])
        assert event["URL"] == event["DESCRIPTION"] == "https://example.org/come-back"
        assert event["DTSTAMP"].dt == datetime(2026, 12, 2, 18, 30, tzinfo=UTC)
    assert b"ALARM" not in made


def test_an_event_has_no_address_where_there_is_none_to_open(tmp_path):
    made = calendar(tmp_path, [{"uid": "a", "day": "2026-12-04", "title": "Come back"}], "")
    assert b"URL" not in made
    assert b"DESCRIPTION" not in made


def test_lines_of_the_calendar_are_folded_and_its_texts_escaped(tmp_path):
    title = "Tar ar ais: ceisteanna, ach; gan scór\\anseo\nsea " + "é" * 90 + " 🙂" * 20
    address = f"https://example.org/{'a' * 150}"
    made = calendar(tmp_path, [{"uid": "a", "day": "2026-12-04", "title": title}], address)
    assert made.endswith(b"END:VCALENDAR\r\n")
    lines = made.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(b"\n" not in line for line in lines)
    # A character that is cut in two could not be read on its line.
    assert [line.decode() for line in lines]
    (event,) = Calendar.from_ical(made).walk("VEVENT")
    assert event["SUMMARY"] == title
    assert event["URL"] == event["DESCRIPTION"] == address


def test_days_are_counted_over_the_change_of_the_clocks_and_leap_days(tmp_path):
    for start, count in (("2026-10-24", 2), ("2027-03-27", 14), ("2028-02-28", 2), ("2026-12-30", 42)):
        found = in_node(tmp_path, [], f"page.daysAfter('{start}', {count})")
        assert found == str(date.fromisoformat(start) + timedelta(days=count))


def test_the_words_of_each_round_and_verdict_are_there():
    numbers = [1, 2, 3]
    said = come_back().words
    assert all(said[f"come_back.round.{number}"] for number in numbers)
    assert all(said[f"come_back.verdict.{one}"] for one in ("sound", "other"))
    assert {name.rpartition(".")[2] for name in said if name.startswith("come_back.waiting")} >= {
        "one",
        "other",
    }
