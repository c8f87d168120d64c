"""Each exercise's form on paper, by its function's name, and the exercises that have none.

Here: the mapping of exercises to forms. Tips have their own forms (see `tips`).
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from workbook.documents.blocks import (
    TICK,
    Block,
    Facts,
    Grid,
    Heading,
    Listing,
    Note,
    Said,
    See,
    WritingPrompt,
)
from workbook.publish.handout import tips
from workbook.publish.handout.course import WORDS, Course
from workbook.publish.handout.help import law, support
from workbook.publish.handout.pages import Call
from workbook.publish.handout.scenario import scenario

__all__ = ["FORMS", "NOT_ON_PAPER", "Form"]

Form = Callable[[Course, Call], Iterator[Block]]
"""Yields an exercise's blocks; the course stores its back matter."""

_LINES, _FEW = 6, 3
_RATINGS = range(1, 6)


def standard(course: Course, call: Call) -> Iterator[Block]:
    """Yield the requirements of a standard, whose words they are, and what they mean online."""
    say, chosen = course.say, course.content.standards.by_id(call.ids[0])
    yield Heading(3, f"{say('standard.kicker', number=chosen.number)}: {chosen.title}")
    if chosen.wording:
        yield Said(say("standard.whose.wording"), chosen.wording, "")
    yield Note(say("standard.whose.summary"), "hint")
    yield Note(chosen.summary, "text")
    parts = course.content.provisions.where(standard=chosen.id)
    for part in parts:
        if part.text_kind == "wording":
            named = say("standard.provision", number=part.number, title=part.title)
            yield Heading(4, named if part.number else part.title)
            yield Said(say("standard.whose.wording"), part.text, "")
            yield Facts(((say("standard.example"), part.online),), stacked=True)
    yield Heading(4, say("standard.online"))
    yield Note(chosen.online, "text")
    summed = tuple((part.title, part.text, part.online) for part in parts if part.text_kind == "summary")
    if summed:
        title, whose = say("standard.parts"), say("standard.whose.summary")
        yield Heading(4, title)
        yield Grid(title, (say("handout.part_of"), whose, say("standard.example")), summed, (4, 8, 9))
    yield Facts(((say("standard.official"), chosen.address),), stacked=True)


def confidence(course: Course, call: Call) -> Iterator[Block]:
    """Yield a self-rating as a table with boxes to tick."""
    say, chosen = course.say, course.content.standards.by_id(call.ids[0])
    when = call.keywords.get("when", "before")
    title = say(f"confidence.title.{when}")
    statements = course.content.self_ratings.where(standard=chosen.id)
    if not statements:
        return
    yield Heading(2, title)
    yield Note(say(f"handout.rate.{when}"), "text")
    scale = tuple(
        say("handout.rate.column", number=one, label=say(f"confidence.scale.{one}")) for one in _RATINGS
    )
    rows = tuple((one.statement, *(TICK for _ in scale)) for one in statements)
    caption = f"{say('confidence.kicker', number=chosen.number)}: {title}"
    yield Grid(caption, (say("confidence.statement"), *scale), rows, (9, *(3 for _ in scale)))


def reflection(course: Course, call: Call) -> Iterator[Block]:
    """Yield the prompts of a reflection with ruled lines."""
    say, chosen = course.say, course.content.reflections.by_id(call.ids[0])
    yield Heading(3, chosen.title)
    yield Note(chosen.intro, "text")
    frame = ""
    for one in course.content.prompts.where(reflection=chosen.id):
        if one.frame != frame:
            frame = one.frame
            yield Heading(4, say(f"reflection.frame.{frame}"))
        yield WritingPrompt(one.prompt, one.hint, _LINES)


def glossary(course: Course, call: Call) -> Iterator[Block]:
    """Yield all words explained; or, if a few are named, where to find them."""
    if not call.ids:
        course.has_all_words = True
        every = sorted(course.content.glossary, key=lambda term: term.term.casefold())
        yield Listing(tuple((f"{one.term}:", one.meaning) for one in every))
        return
    course.terms.update(dict.fromkeys(call.ids))
    terms = [course.content.glossary.by_id(name).term for name in call.ids]
    pointed = course.say("handout.words_pointed", count=len(terms), words=", ".join(terms))
    yield See(f"{course.say('glossary.strip')}: {pointed}", WORDS)


def carousel(course: Course, _call: Call) -> Iterator[Block]:
    """Yield every concern, marked as a composite or as a public case with its source."""
    say = course.say
    for one in course.content.concerns:
        chosen = course.content.standards.by_id(one.standard)
        yield Heading(3, one.title)
        yield Note(say(f"carousel.kind.{one.kind}"), "hint")
        parts = ("what_happened", "why_it_matters", "lesson")
        yield Facts(tuple((say(f"carousel.part.{part}"), getattr(one, part)) for part in parts), stacked=True)
        in_play = say("carousel.standard", number=chosen.number, title=chosen.short_title)
        source = one.source if one.kind == "composite" else say("carousel.source", source=one.source)
        yield Note("\n".join(filter(None, (in_play, source, one.address))), "hint")


def technology(course: Course, _call: Call) -> Iterator[Block]:
    """Yield the considerations, each with lines for a note."""
    say = course.say
    for number, one in enumerate(course.content.technology, 1):
        yield Heading(3, say("technology.option", number=number, title=one.title))
        yield Note(one.consideration, "text")
        yield Facts(
            (
                (say("technology.example"), one.example),
                (say("technology.question"), one.question),
                (say("technology.column.standard"), course.standard(one.standard)),
            )
        )
        yield WritingPrompt(say("technology.note_label"), "", _FEW)


def reading(course: Course, call: Call) -> Iterator[Block]:
    """Yield the reading list by theme, with addresses in print."""
    say, theme = course.say, call.keywords.get("theme", "")
    works = [one for one in course.content.reading if theme in ("", one.theme)]
    for name in dict.fromkeys(one.theme for one in works):
        yield Heading(3, name[:1].upper() + name[1:])
        for one in works:
            if one.theme == name:
                published = ", ".join(filter(None, (one.publisher, one.published)))
                facts = (
                    (say("reading.author"), one.author),
                    (say("reading.publisher"), published),
                    (say("reading.find_it"), one.find_it),
                    (say("reading.address"), one.address),
                )
                yield Heading(4, one.title)
                yield Note(f"{one.kind[:1].upper()}{one.kind[1:]}, {one.country}", "hint")
                yield Note(one.good_for, "text")
                yield Facts(tuple(fact for fact in facts if fact[1]))


def learning_plan(course: Course, _call: Call) -> Iterator[Block]:
    """Yield the learning plan as a table to fill in."""
    names = ("change", "by", "know", "standard", "difference")
    columns = tuple(course.say(f"learning_plan.{name}") for name in names)
    yield Grid(course.say("handout.plan_caption"), columns, (("",) * len(names),) * _FEW, (6, 3, 5, 4, 6), 6)


def your_record(course: Course, _call: Call) -> Iterator[Block]:
    """Yield the record of activity as a table to fill in."""
    names = ("date", "activity", "standard", "time", "learned")
    columns = tuple(course.say(f"documents.{name}") for name in names)
    yield Note(course.say("handout.record"), "text")
    yield Grid(course.say("documents.activities"), columns, (("",) * len(names),) * 8, (3, 6, 3, 2, 10), 2)


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "carousel": carousel,
        "confidence": confidence,
        "glossary": glossary,
        "law": law,
        "learning_plan": learning_plan,
        "reading": reading,
        "reflection": reflection,
        "scenario": scenario,
        "standard": standard,
        "support": support,
        "technology": technology,
        "tip": tips.tip,
        "your_record": your_record,
        **tips.TRIES,
    }
)
"""The exercises that have a form on paper, by name."""

NOT_ON_PAPER: Mapping[str, str] = MappingProxyType(
    {
        "keeping": "says where a browser keeps answers, and paper keeps them itself",
        "privacy": "says what becomes of what is typed, and nothing is",
        "feedback": "sends words to the people who run the workbook, which paper can't",
        "workshop_console": "leads a workshop from a screen",
        "scenarios_overview": "lists scenarios to open; on paper the contents do",
        "facilitator_guide": "comes with the facilitator notes",
        "facilitator_note": "comes with the facilitator notes",
        "plan": "comes with the facilitator notes",
    }
)
"""The exercises that make no sense on paper for learners, each with the reason."""
