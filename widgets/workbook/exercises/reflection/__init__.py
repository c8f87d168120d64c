"""The exercise Reflection: prompts with space to write, kept on the learner's device."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from workbook.content import Content
from workbook.documents.blocks import Heading
from workbook.front.exercise import Exercise
from workbook.front.parts import Prompt, Text, Title
from workbook.front.readable import Child, Translate, soon, tag


class ReflectionExercise(Exercise):
    """Prompts in the frame What? So what? Now what?, each with writing space that saves itself.

    Learners' texts are not sent to this exercise's kernel side: the front end keeps them in the learner's
    record (see `keeping`, which encrypts them if the learner has chosen a recovery code).
    """

    name = "reflection"

    @staticmethod
    def select(content: Content, identifier: str) -> dict[str, Any]:
        """Return the reflection with its prompts in the order of the table."""
        chosen = content.reflections.by_id(identifier)
        return {
            "id": chosen.id,
            "title": chosen.title,
            "intro": chosen.intro,
            "standard": chosen.standard,
            "prompts": [
                {"id": prompt.id, "frame": prompt.frame, "prompt": prompt.prompt, "hint": prompt.hint}
                for prompt in content.prompts.where(reflection=chosen.id)
            ],
        }

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield the prompts, each with its hint and space to write."""
        yield Title(t("reflection.kicker"), shown["title"])
        yield Text(shown["intro"])
        yield tag("p.wb-small.wb-muted", t("reflection.private"))
        for frame, prompts in groupby(shown["prompts"], lambda one: one["frame"]):
            named = t(f"reflection.frame.{frame}")
            yield Heading(4, named)
            for one in prompts:
                above = tag("p.wb-frame", named, data_frame=frame)
                yield tag("div.wb-prompt", above, Prompt(one["prompt"], one["hint"]))
        yield soon(t)


def reflection(identifier: str) -> ReflectionExercise:
    """Show the reflection with this identifier, from the table reflections, with its prompts.

    Raises UnknownName, which lists the existing ones, if there is no such reflection.
    """
    return ReflectionExercise.show(identifier)
