"""The exercise Is it offensive? What would I do?: posts to judge, then to act on."""

from collections.abc import Iterator
from typing import Any

from workbook.content import Content
from workbook.content.tables import Post
from workbook.documents.blocks import Block, Facts, Grid, Heading, Listing, Note, Said, See
from workbook.front.exercise import Exercise
from workbook.front.parts import Feedback, Options, Text, Title, letter
from workbook.front.readable import Child, Element, Translate, details, others, paragraphs, soon, space, tag

_VERDICTS = ("acceptable", "unwise", "below the standard")


class OffensiveExercise(Exercise):
    """Posts with a verdict, how each may read to different people, and what one could do about it."""

    name = "offensive"

    @staticmethod
    def select(content: Content) -> dict[str, Any]:
        """Return every post with the actions to choose from."""
        return {"posts": [_post(content, post) for post in content.posts]}

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the first post with its questions and possible actions, and the other posts collapsed."""
        posts = shown["posts"]
        yield Title(t("offensive.kicker"), t("offensive.title"))
        yield Text(t("offensive.intro"))
        if posts:
            told = [_told(post, at, t) for at, post in enumerate(posts, 1)]
            yield space(4)
            yield told[0]
            yield soon(t)
            yield others(t, told[1:])
            yield See(t("handout.turn_answers"), "")
            back = (block for at, post in enumerate(posts, 1) for block in _judged(post, at, t))
            yield Feedback(t("offensive.title"), (Note(t("offensive.fair"), "text"), *back))


def offensive() -> OffensiveExercise:
    """Show the posts of the table posts, in its order."""
    return OffensiveExercise.show()


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


def _told(post: dict[str, Any], at: int, t: Translate) -> Element:
    """Describe a post as on a screen, the questions about it, and the possible actions, collapsed."""
    actions = [action["action"] for action in post["actions"]]
    by = t("offensive.paper.by", author=post["author"])
    card = tag(
        "figure.wb-post",
        tag("figcaption", tag("span.wb-face", aria_hidden="true"), tag("span", post["author"])),
        tag("blockquote", paragraphs(post["text"])),
    )
    return tag(
        "section.wb-stack",
        tag("h4", t("offensive.step.new", at=at)),
        card,
        (Heading(4, t("offensive.paper.post", number=at)), Said(by, post["text"], "")),
        Options(
            t("offensive.judge"), tuple(t(f"offensive.verdict.{verdict}") for verdict in _VERDICTS), "numbers"
        ),
        details(t("offensive.act"), tag("ul", [tag("li", action) for action in actions])),
        Note(t("offensive.act"), "lead"),
        Listing(tuple(("", action) for action in actions), "letters", ticks=True),
    )


def _judged(post: dict[str, Any], at: int, t: Translate) -> Iterator[Block]:
    """Yield this workbook's verdict on a post, how it may read, and each action's judgement."""
    act, why = t("offensive.act"), t("offensive.why")
    graded = [t(f"common.grade.{action['judgement']}") for action in post["actions"]]
    rows = tuple(
        (t("handout.choice_cell", letter=letter(place), judgement=grade), action["rationale"])
        for place, (grade, action) in enumerate(zip(graded, post["actions"], strict=True))
    )
    yield Heading(4, t("offensive.paper.post", number=at))
    yield Note(t("offensive.paper.verdict", verdict=t(f"offensive.verdict.{post['verdict']}")), "lead")
    reads = (t("offensive.how_it_reads"), post["how_it_reads"])
    yield Facts((reads, (why, post["rationale"])), stacked=True)
    yield Grid(act, (act, why), rows, (4, 12))
