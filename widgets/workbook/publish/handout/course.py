"""The shared state of the handout's forms: the content, the words, and blocks for the back.

Here: collecting answers and words for the back. Not here: each exercise's form on paper (see `forms`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase

from widget_host.languages import Translate
from workbook.content import Content
from workbook.documents.blocks import Block, Grid, Heading, Note, See
from workbook.front import translator, with_facts, words

__all__ = ["LAW", "WORDS", "Answers", "Course", "letter"]

WORDS = "words"
"""The anchor of the list of words."""

LAW = "law"
"""The anchor of the law in plain words."""

_AREAS = (
    "advice",
    "audience",
    "boundaries",
    "carousel",
    "common",
    "confidence",
    "documents",
    "draft",
    "facilitator_note",
    "glossary",
    "good_use",
    "handout",
    "law",
    "learning_plan",
    "offensive",
    "policy",
    "reading",
    "reflection",
    "scenario",
    "serve",
    "standard",
    "support",
    "technology",
    "tip",
)


@dataclass(frozen=True, slots=True)
class Answers:
    """The back matter of one exercise: its name, the anchors of both places, and the blocks."""

    title: str
    mark: str
    asked: str
    blocks: tuple[Block, ...]


@dataclass(slots=True)
class Course:
    """The content and the state so far: answers by page, and words and laws that are told at the back."""

    content: Content
    answers: list[tuple[str, list[Answers]]] = field(default_factory=list)
    terms: dict[str, None] = field(default_factory=dict)
    _met: set[str] = field(default_factory=set)
    has_all_words: bool = False
    laws: dict[str, None] = field(default_factory=dict)
    has_all_laws: bool = False
    _translate: Translate = field(init=False)

    def __post_init__(self) -> None:
        """Load the words, with the course's name."""
        self._translate = translator(with_facts(words(*_AREAS), self.content.facts()), is_strict=True)

    def say(self, name: str, **gaps: object) -> str:
        """Return a word of the interface by its name, with its placeholders filled in from the keywords."""
        return self._translate(name, **gaps)

    def fact(self, name: str) -> str:
        """Return a fact about the course, such as its name; "" if it is missing."""
        return self.content.facts().get(name, "")

    def standard(self, identifier: str) -> str:
        """Return a standard in one line: "1. Rights and wellbeing".

        Raises UnknownName if there is no such standard.
        """
        one = self.content.standards.by_id(identifier)
        return self.say("scenario.standard_name", number=one.number, title=one.short_title)

    def is_new(self, key: str) -> bool:
        """Return whether an exercise occurs for the first time: on paper it appears once."""
        known = key in self._met
        self._met.add(key)
        return not known

    def begin(self, title: str) -> None:
        """Start a page, to which the following answers belong."""
        self.answers.append((title, []))

    def keep(self, title: str, key: str, blocks: Iterable[Block]) -> None:
        """Store the back matter of the exercise with this key."""
        self.answers[-1][1].append(Answers(title, f"a-{key}", f"q-{key}", tuple(blocks)))

    def turn(self, key: str, name: str = "handout.turn_answers") -> See:
        """Return the cross-reference to the answers of the exercise with this key."""
        return See(self.say(name), f"a-{key}")

    def back(self) -> Iterator[Block]:
        """Yield the answers, page by page; nothing if there are none."""
        pages = [(title, found) for title, found in self.answers if found]
        if not pages:
            return
        yield Heading(1, self.say("handout.answers"), fresh=True)
        yield Note(self.say("handout.answers_what"), "text")
        for title, found in pages:
            yield Heading(2, title)
            for one in found:
                yield Heading(3, one.title, one.mark)
                yield See(self.say("handout.back"), one.asked)
                yield from one.blocks

    def choices(self, caption: str, rows: Sequence[tuple[str, str, str]]) -> Grid:
        """Return a table of each choice's consequence and reason."""
        columns = (
            self.say("handout.choice"),
            self.say("scenario.consequence"),
            self.say("scenario.rationale"),
        )
        return Grid(caption, columns, tuple(rows), (4, 9, 12))


def letter(at: int) -> str:
    """Return the letter of a choice, counted from 0."""
    return ascii_uppercase[at % len(ascii_uppercase)]
