"""The exercise Is it offensive? What would I do?: posts to judge, then to act on."""

from typing import Any

from workbook.content import Content, load
from workbook.content.tables import Post
from workbook.exercises._base import Exercise


class OffensiveExercise(Exercise):
    """Posts with a verdict, how each may read to different people, and what one could do about it."""

    name = "offensive"


def offensive() -> OffensiveExercise:
    """Show the posts of the table posts, in its order."""
    return OffensiveExercise(_content(load()))


def _content(content: Content) -> dict[str, Any]:
    """Return every post with the actions to choose from."""
    return {"posts": [_post(content, post) for post in content.posts]}


def _post(content: Content, post: Post) -> dict[str, Any]:
    """Return a post with its actions in the order of the table."""
    return {
        "id": post.id,
        "author": post.author,
        "text": post.text,
        "verdict": post.verdict,
        "how_it_reads": post.how_it_reads,
        "rationale": post.rationale,
        "standard": post.standard,
        "actions": [
            {
                "id": action.id,
                "action": action.action,
                "judgement": action.judgement,
                "rationale": action.rationale,
            }
            for action in content.post_actions.where(post=post.id)
        ],
    }
