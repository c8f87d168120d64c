import json

import pytest

from front.html_page import Html
from workbook.content import load
from workbook.exercises.offensive import OffensiveExercise, offensive


def test_every_post_is_there_in_the_order_of_the_table_and_every_verdict_is_among_them(content):
    posts = offensive().content["posts"]
    assert [post["id"] for post in posts] == [post.id for post in content.posts]
    assert {post["verdict"] for post in posts} == {"acceptable", "unwise", "below the standard"}


@pytest.mark.parametrize("row", load().posts, ids=lambda row: row.id)
def test_a_post_comes_with_how_it_reads_why_and_all_that_could_be_done(content, row):
    shown = next(post for post in offensive().content["posts"] if post["id"] == row.id)
    assert shown["how_it_reads"]
    assert shown["rationale"]
    assert [action["id"] for action in shown["actions"]] == [
        action.id for action in content.post_actions.where(post=row.id)
    ]
    assert "best" in {action["judgement"] for action in shown["actions"]}
    assert all(action["rationale"] for action in shown["actions"])


def test_the_posts_are_plain_json():
    shown = offensive().content
    assert json.loads(json.dumps(shown)) == shown


def test_before_it_is_live_the_first_post_is_open_and_the_others_are_folded(content):
    page = Html(str(offensive().readable()))
    assert [post.id for post in content.posts if post.text in page.at_once] == [content.posts[0].id]
    assert f"Show the others ({len(content.posts) - 1})" in page.at_once


def test_without_posts_there_is_nothing_to_unfold():
    assert Html(str(OffensiveExercise({"posts": []}).readable())).all("details") == []
