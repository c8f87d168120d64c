"""The rows of the workbook's tables: one frozen class for each table of datapackage.json.

Here: the fields of each row, in the order of the package. The columns are documented in datapackage.json; an
empty optional cell is "". Not here: the tables for facilitators (see `facilitating`), the tables as a whole
and look-ups (see `content`).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """The base of all rows: the identifier by which notebooks and other tables refer to it."""

    id: str


@dataclass(frozen=True, slots=True)
class CourseFact(Row):
    """A fact about the course, such as its name or the owner of its standards: `id` says which."""

    text: str


@dataclass(frozen=True, slots=True)
class Standard(Row):
    """One of the standards; `wording` is empty until a publisher has filled it in."""

    number: int
    title: str
    short_title: str
    summary: str
    wording: str
    online: str
    address: str


@dataclass(frozen=True, slots=True)
class Provision(Row):
    """A part of a standard that matters online; `text_kind` says whose words `text` contains."""

    standard: str
    number: str
    title: str
    text_kind: str
    text: str
    online: str


@dataclass(frozen=True, slots=True)
class Scenario(Row):
    """A short case; it starts at its scene number 1. `content_note` warns of what may hurt to read.

    `platform` is the kind of place online; `situation` says in a learner's words what has happened; `home` is
    its place at the top of the home page. A course may lack these three columns.
    """

    standard: str
    title: str
    theme: str
    setting: str
    minutes: int
    facts: str
    unknown: str
    people: str
    why_standard: str
    online_is_good: bool
    content_note: str
    law: str
    also_law: str
    reviewed_by: str
    reviewed_on: str
    platform: str = ""
    situation: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class Scene(Row):
    """A moment of decision in a scenario."""

    scenario: str
    number: int
    situation: str
    question: str


@dataclass(frozen=True, slots=True)
class Choice(Row):
    """What a learner can do in a scene; `next_scene` is empty if the scenario ends here.

    `outcome` says how it turns out, whatever the judgement: well, mixed or badly.
    """

    scene: str
    choice: str
    judgement: str
    outcome: str
    consequence: str
    rationale: str
    standard: str
    also_standard: str
    next_scene: str


@dataclass(frozen=True, slots=True)
class Reasoning(Row):
    """How a practitioner, made up from how people argue, thinks about a scenario."""

    scenario: str
    who: str
    reasoning: str


@dataclass(frozen=True, slots=True)
class Concern(Row):
    """An example of a concern about social media in fitness to practise."""

    title: str
    kind: str
    what_happened: str
    why_it_matters: str
    lesson: str
    standard: str
    outcome: str
    source: str
    address: str


@dataclass(frozen=True, slots=True)
class Tip(Row):
    """One of the eight tips, with the exercise that brings it to life."""

    number: int
    title: str
    why: str
    exercise: str
    standard: str


@dataclass(frozen=True, slots=True)
class Reflection(Row):
    """A set of prompts; `standard` is empty for one about the whole workbook."""

    standard: str
    title: str
    intro: str


@dataclass(frozen=True, slots=True)
class Prompt(Row):
    """A question of a reflection; `frame` is what, so what or now what."""

    reflection: str
    frame: str
    prompt: str
    hint: str


@dataclass(frozen=True, slots=True)
class Reading(Row):
    """A work for further reading, and what it is good for."""

    title: str
    publisher: str
    author: str
    published: str
    kind: str
    theme: str
    country: str
    address: str
    find_it: str
    good_for: str


@dataclass(frozen=True, slots=True)
class Consideration(Row):
    """Something to weigh before technology enters practice."""

    title: str
    consideration: str
    example: str
    question: str
    standard: str


@dataclass(frozen=True, slots=True)
class PolicyItem(Row):
    """Something to find in an employer's social media policy."""

    number: int
    find: str
    why: str
    where: str


@dataclass(frozen=True, slots=True)
class Term(Row):
    """A word that is explained in place."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class AudienceSetting(Row):
    """A privacy setting that the exercise Who can see it? offers."""

    title: str
    description: str
    reach: str


@dataclass(frozen=True, slots=True)
class AudienceAssumption(Row):
    """A number that the audience model assumes, in its `unit`."""

    value: float
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Draft(Row):
    """A made-up draft post to try in Think before you post."""

    title: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class WarningSign(Row):
    """A word or phrase that the draft check marks, in lower case."""

    kind: str
    phrase: str
    reason: str


@dataclass(frozen=True, slots=True)
class Request(Row):
    """A request that arrives in the exercise Boundaries."""

    kind: str
    sender: str
    time: str
    text: str
    standard: str


@dataclass(frozen=True, slots=True)
class RequestAnswer(Row):
    """A way to answer a request, and what it does to the relationship."""

    request: str
    answer: str
    effect: str
    what_happens: str
    rationale: str


@dataclass(frozen=True, slots=True)
class Post(Row):
    """A made-up post, to judge whether it is offensive and what to do."""

    author: str
    text: str
    verdict: str
    how_it_reads: str
    rationale: str
    standard: str


@dataclass(frozen=True, slots=True)
class PostAction(Row):
    """What a learner could do about a post."""

    post: str
    action: str
    judgement: str
    rationale: str


@dataclass(frozen=True, slots=True)
class Adviser(Row):
    """A source of advice that the exercise When in doubt offers."""

    who: str
    good_for: str
    note: str


@dataclass(frozen=True, slots=True)
class SupportLine(Row):
    """A line or route for help and advice; `number` is empty where nobody has read it at its source."""

    need: str
    who: str
    who_for: str
    number: str
    hours: str
    note: str
    address: str
    read_on: str


@dataclass(frozen=True, slots=True)
class Law(Row):
    """A piece of law in plain words, with its source; `read_on` is a date in words."""

    title: str
    text: str
    source: str
    address: str
    read_on: str


@dataclass(frozen=True, slots=True)
class GoodUse(Row):
    """An idea for the exercise Using it well."""

    title: str
    benefit: str
    care: str


@dataclass(frozen=True, slots=True)
class SelfRating(Row):
    """A statement that a learner rates from 1 to 5 before and after a standard."""

    standard: str
    statement: str


@dataclass(frozen=True, slots=True)
class Voice(Row):
    """What a made-up person on the other side of a post says, for a standard.

    `content_note` warns of what may hurt to read, or is "". `sound` is a recording's path below the folder of
    notebooks, or ""; `transcript` is what it says, "" if that is `text`.
    """

    standard: str
    who: str
    text: str
    content_note: str
    sound: str
    transcript: str


@dataclass(frozen=True, slots=True)
class RecallQuestion(Row):
    """A question that comes up days after something was finished; `kind` is recall or judgement."""

    standard: str
    kind: str
    question: str


@dataclass(frozen=True, slots=True)
class RecallAnswer(Row):
    """A possible answer to such a question; exactly one of them is sound."""

    recall: str
    answer: str
    is_sound: bool
    why: str
