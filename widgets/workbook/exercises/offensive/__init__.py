"""The exercise Is it offensive? What would I do?: posts to judge, then to act on."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content, load
from workbook.content.tables import Post
from workbook.front.exercise import Exercise
from workbook.front.readable import (
    Translate,
    article,
    details,
    heading,
    options,
    others,
    paragraphs,
    soon,
    space,
    tag,
)

_VERDICTS = ("acceptable", "unwise", "below the standard")


class OffensiveExercise(Exercise):
    """Posts with a verdict, how each may read to different people, and what one could do about it."""

    name = "offensive"

    def readable(self) -> Markup:
        """Show the first post with its questions and possible actions, and the other posts collapsed."""
        t, posts = self._t, self.content["posts"]
        head = heading(t("offensive.kicker"), t("offensive.title")), tag("p", t("offensive.intro"))
        if not posts:
            return article(self.name, head)
        shown = [_told(post, at, len(posts), t) for at, post in enumerate(posts, 1)]
        return article(self.name, head, space(2), shown[0], soon(t), others(t, shown[1:]))


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


def _told(post: dict[str, Any], at: int, total: int, t: Translate) -> Markup:
    """Show a post as on a screen, the questions about it, and the possible actions, collapsed."""
    card = tag(
        "figure.wb-post",
        tag("figcaption", tag("span.wb-face", aria_hidden="true"), tag("span", post["author"])),
        tag("blockquote", paragraphs(post["text"])),
    )
    return tag(
        "section.wb-stack",
        tag("h4", t("offensive.post", at=at, total=total)),
        card,
        options(t("offensive.judge"), [(t(f"offensive.verdict.{verdict}"),) for verdict in _VERDICTS]),
        details(t("offensive.act"), tag("ul", [tag("li", action["action"]) for action in post["actions"]])),
    )
