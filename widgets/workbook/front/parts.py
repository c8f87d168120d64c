"""The parts by which an exercise describes itself once, for the screen and for paper.

In a description, a part is on both, HTML (see `readable`) on the screen alone, and a document's block (see
`workbook.documents.blocks`) on paper alone. Not here: putting blocks into a handout, and its back matter (see
`workbook.publish.handout`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Literal, Self

from markupsafe import Markup

from workbook.documents.blocks import Block, Heading, Listing, Note, WritingPrompt
from workbook.front.readable import Part, Translate, heading, options, paragraphs, prompt, tag

__all__ = [
    "Call",
    "Cited",
    "Explained",
    "Feedback",
    "Options",
    "Prompt",
    "Subtitle",
    "Text",
    "Title",
    "letter",
]


@dataclass(frozen=True, slots=True)
class Title(Part):
    """An exercise's kicker and its title; `whole` is its heading on paper, where that is not the title."""

    kicker: str
    title: str
    whole: str = ""

    def __html__(self) -> str:
        """Return the kicker and a heading."""
        return heading(self.kicker, self.title)

    def blocks(self) -> Iterator[Block | Part]:
        """Yield the heading of an activity."""
        yield Heading(3, self.whole or self.title)


@dataclass(frozen=True, slots=True)
class Subtitle(Part):
    """The heading of a part of an exercise."""

    text: str

    def __html__(self) -> str:
        """Return the heading."""
        return tag("h4", self.text)

    def blocks(self) -> Iterator[Block | Part]:
        """Yield the heading."""
        yield Heading(4, self.text)


@dataclass(frozen=True, slots=True)
class Text(Part):
    """A text in paragraphs, one for each of its lines; `muted` if it is secondary."""

    text: str
    muted: bool = False

    def __html__(self) -> str:
        """Return the paragraphs."""
        if self.muted:
            return tag("p.wb-small.wb-muted", self.text)
        return Markup("").join(paragraphs(self.text))

    def blocks(self) -> Iterator[Block | Part]:
        """Yield the text as a note."""
        yield Note(self.text, "hint" if self.muted else "text")


@dataclass(frozen=True, slots=True)
class Prompt(Part):
    """A question with a field: as high as `lines` says (see `readable.prompt`), or `ruled` lines on paper."""

    text: str
    hint: str = ""
    lines: int = 4
    ruled: int = 6

    def __html__(self) -> str:
        """Return the question and space for its field."""
        return prompt(self.text, self.hint, lines=self.lines)

    def blocks(self) -> Iterator[Block | Part]:
        """Yield the question with ruled lines."""
        yield WritingPrompt(self.text, self.hint, self.ruled)


@dataclass(frozen=True, slots=True)
class Options(Part):
    """A question with answers to choose from, which have letters or numbers on paper."""

    question: str
    answers: tuple[str, ...]
    signs: Literal["letters", "numbers"] = "letters"

    def __html__(self) -> str:
        """Return the answers as cards."""
        return options(self.question, [(answer,) for answer in self.answers])

    def blocks(self) -> Iterator[Block | Part]:
        """Yield the question and the answers, each with a box to tick."""
        yield Note(self.question, "lead")
        yield Listing(tuple(("", answer) for answer in self.answers), self.signs, ticks=True)


@dataclass(frozen=True, slots=True)
class Feedback(Part):
    """What follows from the answers, and why: the live exercise shows it, and on paper it is at the back.

    A `See` without a target, in the same description, refers to it.
    """

    title: str
    back: tuple[Block | Part, ...]


@dataclass(frozen=True, slots=True)
class Explained(Part):
    """Words and their meanings: on paper `whole`, as the list of all words, or each once at the back."""

    terms: tuple[tuple[str, str], ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Cited(Part):
    """Law in plain words, each with a title and a text: on paper `whole`, or each once at the back."""

    laws: tuple[tuple[str, str], ...]
    whole: bool = False

    @classmethod
    def of(cls, laws: Iterable[Mapping[str, str]], t: Translate, *, whole: bool = False) -> Self:
        """Return rows of the table law, each with its source and when that was read."""
        return cls(
            tuple(
                (
                    one["title"],
                    "\n".join(
                        (
                            one["text"],
                            t("common.law.source", source=one["source"]),
                            one["address"],
                            t("common.read_on", date=one["read_on"]),
                        )
                    ),
                )
                for one in laws
            ),
            whole,
        )


@dataclass(frozen=True, slots=True)
class Call(Part):
    """An exercise as a notebook shows it: `workbook.NAME("id", ..., keyword="value")`."""

    name: str
    ids: tuple[str, ...] = ()
    keywords: Mapping[str, str] = field(default_factory=dict)


def letter(at: int) -> str:
    """Return the letter of an answer, counted from 0."""
    return ascii_uppercase[at % len(ascii_uppercase)]
