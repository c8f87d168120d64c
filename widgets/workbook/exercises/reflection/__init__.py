"""The exercise Reflection: prompts with space to write, kept on the learner's device."""

from typing import Any

from markupsafe import Markup

from workbook.content import Content, load
from workbook.front.exercise import Exercise
from workbook.front.readable import article, heading, paragraphs, prompt, soon, tag


class ReflectionExercise(Exercise):
    """Prompts in the frame What? So what? Now what?, each with writing space that saves itself.

    Learners' texts are not sent to this exercise's kernel side: the front end keeps them in the learner's
    record (see `keeping`, which encrypts them if the learner has chosen a recovery code).
    """

    name = "reflection"

    def readable(self) -> Markup:
        """Show the prompts, each with its hint and reserved space for the text area."""
        t, reflection = self._t, self.content
        return article(
            self.name,
            heading(t("reflection.kicker"), reflection["title"]),
            paragraphs(reflection["intro"]),
            tag("p.wb-small.wb-muted", t("reflection.private")),
            [
                tag(
                    "div.wb-prompt",
                    tag("p.wb-frame", t(f"reflection.frame.{one['frame']}"), data_frame=one["frame"]),
                    prompt(one["prompt"], one["hint"]),
                )
                for one in reflection["prompts"]
            ],
            soon(t),
        )


def reflection(identifier: str) -> ReflectionExercise:
    """Show the reflection with this identifier, from the table reflections, with its prompts.

    Raises UnknownName, which lists the existing ones, if there is no such reflection.
    """
    return ReflectionExercise(_content(load(), identifier))


def _content(content: Content, identifier: str) -> dict[str, Any]:
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
