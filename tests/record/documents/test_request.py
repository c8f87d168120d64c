import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.documents.asking import LABELS, entry, plan, rating, request, time
from workbook.record.documents import request as sorting
from workbook.record.documents.request import read_request
from workbook.record.errors import RecordError

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def activities(*entries, **more):
    return {one.page: one for one in read_request(request(*entries, **more)).activities}


def texts(answers):
    return [answer.text for answer in answers]


def test_the_time_of_an_activity_is_the_sum_of_all_days_and_devices():
    found = activities(time(d20261101=20, d20261102=15.4), time(device="two", d20261102=10))
    assert found["standard-1"].minutes == 45
    assert not found["standard-1"].given
    assert (found["standard-1"].first, found["standard-1"].last) == ("2026-11-01", "2026-11-02")


def test_two_tabs_that_counted_at_once_count_once():
    twice = time(d20261101=20)
    twice["others"] = [{**time(d20261101=12, d20261102=5), "client": "xyz"}]
    assert activities(twice)["standard-1"].minutes == 25


def test_the_learner_s_own_minutes_stand_before_what_was_measured():
    own = entry("minutes/standard-1", 90, kind="minutes")
    found = activities(time(d20261101=20), own)["standard-1"]
    assert (found.minutes, found.given) == (90, True)


def test_a_time_that_nobody_knows_is_not_invented():
    document = read_request(request(entry()))
    assert document.activities[0].minutes is None
    assert document.minutes is None


@pytest.mark.parametrize("minutes", [-5, float("nan"), float("inf"), 1e9, True, "20", None])
def test_a_time_that_is_none_counts_nothing(minutes):
    assert "standard-1" not in activities(time(d20261101=minutes))
    assert "standard-1" not in activities(entry("minutes/standard-1", minutes, kind="minutes"))


def test_an_answer_s_day_is_the_one_where_the_learner_is():
    late = entry(updated="2026-07-01T23:30:00Z")
    assert activities(late)["standard-1"].first == "2026-07-02"
    assert activities(late, zone="Nowhere/Land")["standard-1"].first == "2026-07-01"


def test_what_i_will_change_is_told_from_what_i_learned():
    found = activities(
        entry("a", "It was easy to guess.", frame="what"),
        entry("b", "It matters.", frame="so_what"),
        entry("c", "I will ask.", frame="now_what"),
        entry("d", {"choice": "x"}, kind="scenario", words="I chose: ask"),
    )["standard-1"]
    assert texts(found.learned) == ["It was easy to guess.", "It matters.", "I chose: ask"]
    assert texts(found.change) == ["I will ask."]
    assert texts(found.difference) == []


def test_a_line_of_the_plan_for_a_standard_belongs_to_the_standard_s_activity():
    lines = [
        plan("change", "Read it", standard="standard-1"),
        plan("difference", "They know", standard="standard-1"),
        plan("change", "For all", number=2),
    ]
    found = activities(entry(), *lines)["standard-1"]
    assert (texts(found.change), texts(found.difference)) == (["Read it"], ["They know"])
    without = activities(entry(), *lines, include=["activity"])["standard-1"]
    assert texts(without.change) == []


def test_the_plan_is_no_activity_and_its_lines_come_by_number():
    document = read_request(request(plan("change", "Ten", number=10), plan("change", "Two", number=2)))
    assert document.activities == ()
    assert [line.change.text for line in document.plan] == ["Two", "Ten"]


def test_ratings_before_and_after_come_together_and_are_no_answers():
    document = read_request(request(rating("before", 2), rating("after", 4)))
    (found,) = document.ratings
    assert (found.before.value, found.after.value, found.standard) == (2, 4, "standard-1")
    assert document.answers == ()


def test_a_rating_off_the_scale_is_kept_as_an_answer():
    assert texts(read_request(request(rating("before", 7))).answers) == ["7"]


def test_a_version_that_is_not_settled_is_kept_also_where_the_first_says_nothing():
    other = {**entry(value="From my phone"), "updated": "2026-11-05T08:00:00Z"}
    (found,) = read_request(request(entry(value=" ", others=[other]))).answers
    assert found.text == ""
    assert [(one.text, one.day) for one in found.others] == [("From my phone", "2026-11-05")]


def test_blank_answers_are_left_out():
    assert read_request(request(entry(value=""), entry("b", {"a": " "}), entry("c", None))).answers == ()


def test_activities_come_by_day_and_a_page_that_is_gone_is_one_of_them():
    found = activities(
        entry("a", page="standard-2", updated="2026-11-09T10:00:00Z"),
        entry("b", page="old", updated="2026-11-01T10:00:00Z", standard="gone"),
        entry("c", updated="nonsense"),
    )
    assert [*found] == ["old", "standard-2", "standard-1"]
    assert found["old"].standards == ("gone",)


def test_the_period_covers_everything_that_is_chosen():
    document = read_request(
        request(entry(), time(d20261001=5), plan("change", "x", updated="2026-11-20T10:00:00Z"))
    )
    assert (document.first, document.last) == ("2026-10-01", "2026-11-20")


@pytest.mark.parametrize(
    "change",
    [
        {"made": "yesterday"},
        {"made": "9999-12-31T23:59:59-12:00"},
        {"made": "0001-01-01T00:00:00+14:00"},
        {"made": -1},
        {"made": float("nan")},
        {"language": "x" * 256},
        {"language": 7},
        {"made": "2026-11-22T18:30:00"},
        {"made": None},
        {"labels": None},
        {"labels": {"documents.title": 5}},
        {"entries": "all"},
        {"entries": ["one"]},
        {"entries": [{"value": "no key"}]},
        {"pages": {}},
        {"pages": [{"id": ["x"]}]},
        {"progress": [{"page": "start", "done": -1}]},
        {"include": "all"},
        {"name": []},
    ],
    ids=str,
)
def test_a_request_of_another_shape_is_refused(change):
    with pytest.raises(RecordError) as refused:
        read_request(request() | change)
    assert refused.value.reason == "unreadable"


def test_more_text_than_a_document_can_hold_is_refused(monkeypatch):
    monkeypatch.setattr(sorting, "LIMIT", 1_000)
    with pytest.raises(RecordError) as refused:
        read_request(request(entry(value="x" * 600), entry("b", "y" * 600)))
    assert refused.value.reason == "big"


@given(
    value=ANY_JSON,
    key=st.sampled_from(["a", "time/p/d", "minutes/p", "confidence/s/before", "plan/1/by"]) | st.text(),
    more=st.dictionaries(
        st.sampled_from(["words", "others", "updated", "frame", "page", "standard", "title", "question"]),
        ANY_JSON,
    ),
)
def test_whatever_an_entry_holds_it_is_read(value, key, more):
    document = read_request(
        {"labels": LABELS, "made": "2026-11-22T18:30:00Z", "entries": [entry(key, value, **more)]}
    )
    assert document.include == {"activity", "answers", "ratings", "plan"}
