"""A scenario on paper: its five steps with boxes and lines, and at the back the consequences and reasons."""

from collections.abc import Iterator

from workbook.content.tables import Choice, Scene
from workbook.documents.blocks import TICK, Block, Facts, Grid, Heading, Listing, Note, See, WritingPrompt
from workbook.publish.handout.course import LAW, Course, letter
from workbook.publish.handout.pages import Call

__all__ = ["scenario"]

_LINES = 4


def scenario(course: Course, call: Call) -> Iterator[Block]:
    """Yield a scenario on paper; the consequences of each choice are stored for the back."""
    chosen = course.content.scenarios.by_id(call.ids[0])
    if not course.is_new(chosen.id):
        return
    scenes = sorted(course.content.scenes.where(scenario=chosen.id), key=lambda scene: scene.number)
    say = course.say
    course.keep(chosen.title, chosen.id, _answers(course, chosen.id, scenes))
    yield Heading(3, chosen.title, f"q-{chosen.id}")
    yield Note(say("scenario.kicker", count=chosen.minutes), "hint")
    if chosen.content_note:
        yield Facts(((say("scenario.note"), f"{chosen.content_note} {say('handout.note')}"),), stacked=True)
    yield _step(course, 1, "facts")
    yield Note(chosen.facts, "text")
    yield Facts(((say("scenario.unknown"), chosen.unknown),), stacked=True)
    yield _step(course, 2, "people")
    yield Note(chosen.people, "text")
    yield _step(course, 3, "standard")
    yield Note(say("scenario.which_standard"), "lead")
    names = tuple(course.standard(one.id) for one in course.content.standards)
    yield Grid(say("scenario.which_standard"), names, ((TICK,) * len(names),), (1,) * len(names))
    yield _step(course, 4, "options")
    for scene in scenes:
        if scene.number > 1:
            yield Heading(4, say("handout.scene", number=scene.number))
            yield Note(say("handout.scene_later", answers=say("handout.answers")), "hint")
        yield Note(scene.situation, "text")
        yield Note(scene.question, "lead")
        choices = course.content.choices.where(scene=scene.id)
        yield Listing(tuple(("", choice.choice) for choice in choices), "letters", ticks=True)
        if scene.number == 1:
            yield _step(course, 5, "reasons")
        yield WritingPrompt(say("scenario.own_reasons"), "", _LINES)
        yield course.turn(chosen.id, "handout.turn")


def _step(course: Course, number: int, name: str) -> Heading:
    step, question = course.say(f"scenario.step.{name}"), course.say(f"scenario.heading.{name}")
    return Heading(4, course.say("handout.step", number=number, step=step, question=question))


def _answers(course: Course, identifier: str, scenes: list[Scene]) -> Iterator[Block]:
    chosen = course.content.scenarios.by_id(identifier)
    first = course.say("handout.standard_first", standard=course.standard(chosen.standard).rstrip("."))
    yield Note(f"{first} {chosen.why_standard}", "text")
    for scene in scenes:
        title = course.say("scenario.scene", number=scene.number, question=scene.question)
        if len(scenes) > 1:
            yield Heading(4, title)
        choices = course.content.choices.where(scene=scene.id)
        yield course.choices(title, [_row(course, at, choice) for at, choice in enumerate(choices)])
    laws = [name for name in (chosen.law, chosen.also_law) if name]
    if laws:
        course.laws.update(dict.fromkeys(laws))
        titles = "; ".join(course.content.law.by_id(name).title for name in laws)
        yield See(course.say("handout.law_pointed", titles=titles), LAW)


def _row(course: Course, at: int, choice: Choice) -> tuple[str, str, str]:
    say = course.say
    judged = say("handout.choice_cell", letter=letter(at), judgement=say(f"common.grade.{choice.judgement}"))
    on = say("scenario.ended")
    if choice.next_scene:
        on = say("handout.go_on", number=course.content.scenes.by_id(choice.next_scene).number)
    standards = ", ".join(course.standard(one) for one in (choice.standard, choice.also_standard) if one)
    rests = say("scenario.rests_on", standards=standards)
    return judged, f"{choice.consequence}\n{on}", f"{choice.rationale}\n{rests}"
