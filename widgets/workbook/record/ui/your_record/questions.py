"""The workbook's present questions, by the key under which an answer is stored.

The page Your record uses them to detect answers whose exercise is gone, or whose question was reworded. Each
exercise's front end makes its own keys; a test compares this list with them.
"""

from workbook.content import Content
from workbook.front import translator
from workbook.front.course_words import words

__all__ = ["COME_BACK", "GOOD_USE", "questions"]

GOOD_USE = ("idea", "own", "who", "settle", "step", "when")
"""The questions of the exercise Using it well, in its order."""

COME_BACK = (1, 2, 3)
"""The numbers of the rounds of the exercise Come back."""

_GOOD_USE_LABELS = {"idea": "ideas", "own": "own_label"}


def questions(content: Content) -> dict[str, str]:
    """Return the wording of each key's question, for everything that can be answered."""
    texts = words("scenario", "good_use", "advice", "come_back")
    say = translator(texts)
    asked = {f"reflection/{prompt.id}": prompt.prompt for prompt in content.prompts}
    for scene in content.scenes:
        if scene.number == 1:
            asked[f"scenario/{scene.scenario}"] = scene.question
            asked[f"scenario/{scene.scenario}/reasons"] = texts["scenario.why"]
        else:
            asked[f"scenario/{scene.scenario}/reasons/{scene.id}"] = say(
                "scenario.why_scene", number=scene.number
            )
    for rating in content.self_ratings:
        for when in ("before", "after"):
            asked[f"confidence/{rating.id}/{when}"] = rating.statement
    asked |= {f"technology/{item.id}": f"{item.title}. {item.question}" for item in content.technology}
    asked |= {f"policy/{item.id}": item.find for item in content.policy_checklist}
    asked |= {f"boundaries/{one.id}": f"{one.sender} {one.text}" for one in content.requests}
    asked |= {f"offensive/{post.id}": f"{post.author}: {post.text}" for post in content.posts}
    asked |= {f"good_use/{one}": texts[f"good_use.{_GOOD_USE_LABELS.get(one, one)}"] for one in GOOD_USE}
    asked["advice/people"] = texts["advice.pick"]
    asked |= {f"come_back/{one}": texts[f"come_back.round.{one}"] for one in COME_BACK if content.recall}
    return asked
