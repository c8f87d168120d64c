"""The tips on paper, and the exercise of each: drafts, audience, boundaries, posts, policy and so on."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import cast

from workbook.documents.blocks import TICK, Block, Facts, Grid, Heading, Listing, Note, Said, WritingPrompt
from workbook.exercises.audience.model import Assumptions, PostAudience, Reach, audience
from workbook.publish.handout.course import Course, letter
from workbook.publish.handout.pages import Call

__all__ = ["TRIES", "tip"]

_Try = Callable[[Course, Call], Iterator[Block]]

_FRIENDS = 200
_VERDICTS = ("acceptable", "unwise", "below the standard")
_ANSWERS = ("yes", "unsure", "no")
_LINES = 3


def tip(course: Course, call: Call) -> Iterator[Block]:
    """Yield tips, followed by their exercises, each once."""
    say, tips = course.say, course.content.tips
    chosen = [tips.by_id(name) for name in call.ids]
    for one in chosen:
        kicker = say("tip.kicker", number=one.number, total=len(tips))
        standard = course.content.standards.by_id(one.standard)
        yield Heading(3, f"{kicker}: {one.title}")
        yield Note(one.why, "text")
        yield Note(say("tip.standard", number=standard.number, title=standard.short_title), "hint")
    for name in dict.fromkeys(one.exercise for one in chosen):
        if course.is_new(name):
            yield from TRIES[name](course, Call(name))


def draft(course: Course, _call: Call) -> Iterator[Block]:
    """Yield drafts to read with a pen, and for the back what no rule can see in them."""
    say = course.say
    yield Heading(3, say("draft.title"), "q-draft")
    yield Note(say("handout.draft"), "text")
    answers = tuple(("", say(f"draft.answer.{one}")) for one in _ANSWERS)
    for one in course.content.drafts:
        yield Heading(4, one.title)
        yield Said("", one.text, "")
        yield Note(say("draft.recognise"), "lead")
        yield Listing(answers, "letters", ticks=True)
    yield course.turn("draft")
    replies = ((say("handout.draft_answer", answer=say(f"draft.answer.{one}")), one) for one in _ANSWERS)
    course.keep(
        say("draft.title"),
        "draft",
        (
            Note(say("draft.note"), "lead"),
            Facts(tuple((one.title, one.note) for one in course.content.drafts), stacked=True),
            Note(say("draft.recognise"), "lead"),
            Facts(tuple((label, say(f"draft.reply.{one}")) for label, one in replies), stacked=True),
        ),
    )


def who_can_see(course: Course, _call: Call) -> Iterator[Block]:
    """Yield settings with space for guesses, and for the back the numbers and their assumptions."""
    say, settings = course.say, course.content.audience_settings
    given = Assumptions.of({row.id: row.value for row in course.content.audience_assumptions})
    yield Heading(3, say("audience.title"), "q-audience")
    yield Note(say("handout.audience", friends=_FRIENDS), "text")
    columns = tuple(say(f"handout.audience.{name}") for name in ("setting", "means", "guess"))
    rows = tuple((one.title, one.description, "") for one in settings)
    yield Grid(say("handout.audience.caption"), columns, rows, (5, 9, 4), 1)
    yield course.turn("audience")
    counted = []
    for one in settings:
        reach = cast(Reach, one.reach)
        posts = (
            PostAudience(reach, _FRIENDS),
            PostAudience(reach, _FRIENDS, 1, screenshot=True, reshare=True),
        )
        counted.append((one.title, *(_people(course, post, given) for post in posts)))
    heads = tuple(say(f"handout.audience.{name}") for name in ("setting", "alone", "more"))
    course.keep(
        say("audience.title"),
        "audience",
        (
            Grid(say("handout.audience.counted"), heads, tuple(counted), (5, 4, 7)),
            Note(say("audience.note.screenshot"), "text"),
            Note(say("audience.note.settings"), "text"),
            Note(say("audience.assumptions_intro"), "lead"),
            Facts(
                tuple(
                    (f"{row.value:,.10g} {row.unit}", row.meaning)
                    for row in course.content.audience_assumptions
                ),
                stacked=True,
            ),
        ),
    )


def boundaries(course: Course, _call: Call) -> Iterator[Block]:
    """Yield requests with answers to tick, and for the back what each does to the relationship."""
    say, requests = course.say, course.content.requests
    yield Heading(3, say("boundaries.title"), "q-boundaries")
    yield Note(say("handout.boundaries"), "text")
    kept: list[Block] = []
    for number, one in enumerate(requests, 1):
        title = say("handout.message", number=number, kind=say(f"boundaries.kind.{one.kind}"))
        answers = course.content.request_answers.where(request=one.id)
        yield Heading(4, title)
        yield Said(say("handout.message_from", sender=one.sender, time=one.time), one.text, "")
        yield Note(say("boundaries.question"), "lead")
        yield Listing(tuple(("", answer.answer) for answer in answers), "letters", ticks=True)
        rows = tuple(
            (
                say(
                    "handout.effect_cell", letter=letter(at), effect=say(f"boundaries.effect.{answer.effect}")
                ),
                answer.what_happens,
                answer.rationale,
            )
            for at, answer in enumerate(answers)
        )
        columns = (say("handout.answer"), say("boundaries.what_happens"), say("boundaries.why"))
        kept += [Heading(4, title), Grid(title, columns, rows, (4, 9, 9))]
    yield course.turn("boundaries")
    course.keep(say("boundaries.title"), "boundaries", kept)


def offensive(course: Course, _call: Call) -> Iterator[Block]:
    """Yield posts to judge and possible actions, and for the back how each may read."""
    say = course.say
    yield Heading(3, say("offensive.title"), "q-offensive")
    yield Note(say("offensive.intro"), "text")
    kept: list[Block] = []
    verdicts = tuple(("", say(f"offensive.verdict.{one}")) for one in _VERDICTS)
    for number, one in enumerate(course.content.posts, 1):
        title = say("handout.post", number=number)
        actions = course.content.post_actions.where(post=one.id)
        yield Heading(4, title)
        yield Said(say("handout.post_by", author=one.author), one.text, "")
        yield Note(say("offensive.judge"), "lead")
        yield Listing(verdicts, "numbers", ticks=True)
        yield Note(say("offensive.act"), "lead")
        yield Listing(tuple(("", action.action) for action in actions), "letters", ticks=True)
        rows = tuple(
            (
                say(
                    "handout.choice_cell",
                    letter=letter(at),
                    judgement=say(f"common.grade.{action.judgement}"),
                ),
                action.rationale,
            )
            for at, action in enumerate(actions)
        )
        kept += [
            Heading(4, title),
            Note(say("handout.verdict", verdict=say(f"offensive.verdict.{one.verdict}")), "lead"),
            Facts(
                (
                    (say("offensive.how_it_reads"), one.how_it_reads),
                    (say("offensive.why"), one.rationale),
                ),
                stacked=True,
            ),
            Grid(say("offensive.act"), (say("offensive.act"), say("offensive.why")), rows, (4, 12)),
        ]
    yield course.turn("offensive")
    course.keep(say("offensive.title"), "offensive", (Note(say("offensive.fair"), "text"), *kept))


def policy(course: Course, _call: Call) -> Iterator[Block]:
    """Yield what to find in an employer's policy, each with a box and lines."""
    say = course.say
    yield Heading(3, say("policy.title"))
    yield Note(say("handout.policy"), "text")
    yield Note(say("policy.none"), "text")
    for one in sorted(course.content.policy_checklist, key=lambda item: item.number):
        yield WritingPrompt(
            f"{TICK} {one.number}. {one.find}", say("policy.hint", why=one.why, where=one.where), 3
        )


def advice(course: Course, _call: Call) -> Iterator[Block]:
    """Yield possible advisers as a table with boxes, and space for others."""
    say = course.say
    title, reach, own = say("handout.advice_caption"), say("advice.reach"), say("advice.own_label")
    yield Heading(3, say("advice.title"))
    yield Note(say("handout.advice"), "text")
    columns = (say("handout.tick"), say("handout.advice_who"), say("handout.advice_for"), reach)
    rows = tuple(
        (TICK, one.who, "\n".join(filter(None, (one.good_for, one.note))), "")
        for one in course.content.advisers
    )
    yield Grid(title, columns, (*rows, *((TICK, own, "", ""),) * 2), (2, 6, 10, 8), 2)
    yield Note(say("handout.advice_hint"), "hint")


def good_use(course: Course, _call: Call) -> Iterator[Block]:
    """Yield ideas to tick, and lines for a plan."""
    say = course.say
    yield Heading(3, say("good_use.title"))
    yield Note(say("good_use.intro"), "text")
    yield Note(say("good_use.ideas"), "lead")
    care = say("good_use.care")
    ideas = [(f"{one.title}.", f"{one.benefit}\n{care}: {one.care}") for one in course.content.good_uses]
    own = f"{say('good_use.own')}.", say("good_use.own_note")
    yield Listing((*ideas, own), "letters", ticks=True)
    yield Heading(4, say("good_use.plan"))
    for name in ("who", "settle", "step"):
        yield WritingPrompt(say(f"good_use.{name}"), say(f"good_use.{name}_hint"), _LINES)
    yield WritingPrompt(say("good_use.when"), "", 1)


def _people(course: Course, post: PostAudience, given: Assumptions) -> str:
    counts = audience(post, given)
    if counts["anyone"]:
        return course.say("audience.anyone")
    return f"{sum(counts.values()) - counts['you']:,}"


def _where(table: str, form: _Try) -> _Try:
    """Return a form that is shown only if its table has rows."""

    def shown(course: Course, call: Call) -> Iterator[Block]:
        if getattr(course.content, table):
            yield from form(course, call)

    return shown


TRIES: Mapping[str, _Try] = MappingProxyType(
    {
        "advice": _where("advisers", advice),
        "audience": _where("audience_settings", who_can_see),
        "boundaries": _where("requests", boundaries),
        "draft": _where("drafts", draft),
        "good_use": _where("good_uses", good_use),
        "offensive": _where("posts", offensive),
        "policy": _where("policy_checklist", policy),
    }
)
"""The exercises of tips, by name."""
