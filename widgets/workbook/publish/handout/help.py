"""Help and advice on paper: lines to ring by need, and the law in plain words."""

from collections.abc import Iterable, Iterator

from workbook.content.tables import Law
from workbook.documents.blocks import Block, Facts, Heading, Note
from workbook.publish.handout.course import LAW, Course
from workbook.publish.handout.pages import Call

__all__ = ["law", "support", "told_law"]


def support(course: Course, _call: Call) -> Iterator[Block]:
    """Yield every line by need, with its number, its hours, its address and when it was read."""
    say = course.say
    yield Note(say("support.check"), "notice")
    for need in dict.fromkeys(line.need for line in course.content.support):
        yield Heading(3, say(f"support.need.{need}"))
        for line in course.content.support.where(need=need):
            told = (
                line.who_for,
                line.hours,
                line.note,
                line.address,
                say("common.read_on", date=line.read_on),
            )
            call = line.number or say("support.no_number")
            yield Facts(((f"{line.who}: {call}", "\n".join(filter(None, told))),), stacked=True)


def law(course: Course, _call: Call) -> Iterator[Block]:
    """Yield every piece of law."""
    course.has_all_laws = True
    yield Heading(3, course.say("law.title"), LAW)
    yield from told_law(course, course.content.law)


def told_law(course: Course, laws: Iterable[Law]) -> Iterator[Block]:
    """Yield pieces of law, each with its source and when that was read."""
    yield Note(course.say("common.law.no_advice"), "hint")
    for one in laws:
        source = course.say("common.law.source", source=one.source)
        read = course.say("common.read_on", date=one.read_on)
        yield Facts(((one.title, f"{one.text}\n{source}\n{one.address}\n{read}"),), stacked=True)
