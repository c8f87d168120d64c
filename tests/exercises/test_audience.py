import json
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.content import ContentError, Table
from workbook.exercises.audience import AudienceExercise, audience
from workbook.exercises.audience.model import (
    FRIENDS,
    GROUPS,
    TAGGED,
    Assumptions,
    PostAudience,
    audience_table,
)
from workbook.exercises.audience.model import audience as counted

REACHES = ("nobody", "some friends", "friends", "friends of friends", "anyone")
ROUND = Assumptions(
    close_friends_share=0.1,
    friends_per_friend=150,
    overlap=0.2,
    tag_reach=1,
    reshare_reach=0.3,
    screenshot_group=30,
    public_stands_for=1_000_000,
)

shares = st.floats(0, 1)
assumptions = st.builds(
    Assumptions,
    close_friends_share=shares,
    friends_per_friend=st.floats(0, 5000),
    overlap=shares,
    tag_reach=shares,
    reshare_reach=shares,
    screenshot_group=st.floats(0, 500),
    public_stands_for=st.floats(1, 10_000_000),
)


@st.composite
def posts(draw, reaches=REACHES):
    friends = draw(st.integers(0, 5000))
    reach = draw(st.sampled_from(reaches))
    return PostAudience(
        reach, friends, draw(st.integers(0, friends)), draw(st.booleans()), draw(st.booleans())
    )


def total(post, given_numbers):
    return sum(counted(post, given_numbers).values())


@pytest.mark.parametrize(
    ("post", "others"),
    [
        (PostAudience("nobody", 200, 3, screenshot=True, reshare=True), 0),
        (PostAudience("some friends", 20), 2),
        (PostAudience("some friends", 20, 3), 363),
        (PostAudience("some friends", 200, 1, screenshot=True), 170),
        (PostAudience("friends", 100), 100),
        (PostAudience("friends", 100, 3, screenshot=True, reshare=True), 526),
        (PostAudience("friends of friends", 200, 3), 24_200),
        (PostAudience("friends of friends", 1000, 3, screenshot=True, reshare=True), 121_066),
    ],
    ids=str,
)
def test_the_sum_is_the_one_worked_by_hand(post, others):
    assert total(post, ROUND) == 1 + others


def test_each_person_is_counted_once_in_the_first_group_that_they_belong_to():
    assert counted(PostAudience("friends", 100, 3, screenshot=True, reshare=True), ROUND) == {
        "you": 1,
        "tagged": 3,
        "friends": 97,
        "friends_of_friends": 0,
        "friends_of_tagged": 360,
        "friends_of_resharer": 36,
        "screenshot_group": 30,
        "anyone": 0,
    }


@given(posts(), assumptions)
def test_nobody_is_counted_less_than_not_at_all(post, numbers):
    assert min(counted(post, numbers).values()) >= 0


@given(posts(), assumptions)
def test_a_friend_more_never_means_fewer_people(post, numbers):
    assert total(replace(post, friends=post.friends + 1), numbers) >= total(post, numbers)


@given(posts().filter(lambda post: post.tagged < post.friends), assumptions)
def test_a_tag_more_never_means_fewer_people(post, numbers):
    assert total(replace(post, tagged=post.tagged + 1), numbers) >= total(post, numbers)


@given(posts(), assumptions)
def test_a_screenshot_or_a_re_share_never_means_fewer_people(post, numbers):
    for name in ("screenshot", "reshare"):
        without, with_it = replace(post, **{name: False}), replace(post, **{name: True})
        assert total(with_it, numbers) >= total(without, numbers)


@given(posts(), assumptions)
def test_a_wider_setting_never_means_fewer_people(post, numbers):
    sizes = [total(replace(post, reach=reach), numbers) for reach in REACHES]
    assert sizes == sorted(sizes)


@given(posts(["nobody"]), assumptions)
def test_a_post_for_nobody_else_is_seen_by_you_alone(post, numbers):
    assert counted(post, numbers) == {group: int(group == "you") for group in GROUPS}


@given(posts(), assumptions)
def test_no_audience_is_larger_than_anyone(post, numbers):
    anyone = total(replace(post, reach="anyone"), numbers)
    assert total(post, numbers) <= anyone
    assert abs(anyone - numbers.public_stands_for) <= 0.5


@given(posts(["anyone"]), assumptions)
def test_nothing_adds_to_anyone(post, numbers):
    assert total(post, numbers) == total(PostAudience("anyone", 0), numbers)


@pytest.mark.parametrize("tagged", [-1, 21])
def test_only_friends_can_be_tagged(tagged):
    with pytest.raises(ValueError, match=f"{tagged} can't be tagged"):
        PostAudience("friends", 20, tagged)


def test_the_table_holds_every_post_that_can_be_chosen_and_what_the_model_counts():
    table = audience_table(REACHES, ROUND)
    cases = list(product(REACHES, FRIENDS, TAGGED, (False, True), (False, True)))
    assert list(table.index) == cases
    assert table.columns.tolist() == list(GROUPS)
    for case in cases:
        assert table.loc[case].to_dict() == counted(PostAudience(*case), ROUND)


def test_the_front_end_finds_each_post_by_its_place(content):
    shown = audience().content
    numbers = Assumptions.of({row.id: row.value for row in content.audience_assumptions})
    places = product(range(len(shown["settings"])), range(len(FRIENDS)), range(len(TAGGED)), (0, 1), (0, 1))
    assert len(shown["counts"]) == len(content.audience_settings) * len(FRIENDS) * len(TAGGED) * 4
    for setting, friends, tagged, screenshot, reshare in places:
        place = ((setting * len(FRIENDS) + friends) * len(TAGGED) + tagged) * 4 + screenshot * 2 + reshare
        reach = shown["settings"][setting]["reach"]
        post = PostAudience(reach, FRIENDS[friends], TAGGED[tagged], bool(screenshot), bool(reshare))
        expected = counted(post, numbers)
        assert dict(zip(shown["groups"], shown["counts"][place], strict=True)) == expected


def test_every_assumption_is_on_view_with_its_meaning(content):
    shown = audience().content["assumptions"]
    assert [one["id"] for one in shown] == list(content.audience_assumptions.ids)
    assert all(one["meaning"] and one["unit"] for one in shown)


def test_the_cases_are_plain_json():
    shown = audience().content
    assert json.loads(json.dumps(shown)) == shown


def with_assumption(content, identifier, value):
    rows = [
        replace(row, value=value) if row.id == identifier else row for row in content.audience_assumptions
    ]
    return replace(content, audience_assumptions=Table(rows, "audience assumption"))


@pytest.mark.parametrize(
    ("identifier", "value", "advice"),
    [
        ("overlap", 1.5, "between 0 and 1"),
        ("friends-per-friend", -1, "0 or more"),
        ("public-stands-for", 0, "1 or more"),
        ("screenshot-group", float("inf"), "0 or more"),
        ("screenshot-group", float("nan"), "0 or more"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused_with_what_to_do(content, identifier, value, advice):
    with pytest.raises(ContentError, match=f"{identifier} is .* Change it to {advice}"):
        AudienceExercise.select(with_assumption(content, identifier, value))


def test_a_missing_assumption_is_refused_by_its_name(content):
    rows = [row for row in content.audience_assumptions if row.id != "tag-reach"]
    with pytest.raises(ContentError, match="add a row with the id tag-reach"):
        AudienceExercise.select(replace(content, audience_assumptions=Table(rows, "audience assumption")))
