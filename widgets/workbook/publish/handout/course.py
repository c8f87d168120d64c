"""The shared state of the handout: the content, the words, what has been printed, and what is for the back.

Here: putting an exercise on paper, and collecting its answers and words for the back. Not here: what an
exercise has on paper, which it describes itself (see `workbook.front.parts`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from widget_host.languages import Translate
from workbook.common.widget_registry import WIDGETS
from workbook.content import Content, ContentError
from workbook.documents.blocks import Block, Facts, Grid, Heading, Listing, Note, See, WritingPrompt
from workbook.front import translator, with_facts, words
from workbook.front.exercise import exercise_named
from workbook.front.parts import Call, Cited, Explained, Feedback
from workbook.front.readable import Part, blocks_in

__all__ = ["LAW", "WORDS", "Answers", "Course"]

WORDS = "words"
"""The anchor of the list of words."""

LAW = "law"
"""The anchor of the law in plain words."""

_AREAS = ("common", "documents", "handout", "serve", *WIDGETS)


@dataclass(frozen=True, slots=True)
class Answers:
    """The back matter of one exercise: its name, the anchors of both places, and the blocks."""

    title: str
    mark: str
    asked: str
    blocks: tuple[Block, ...]


@dataclass(slots=True)
class Course:
    """The content and the state so far: answers by page, and what is explained at the back: words and law."""

    content: Content
    answers: list[tuple[str, list[Answers]]] = field(default_factory=list)
    terms: dict[str, str] = field(default_factory=dict)
    has_all_words: bool = False
    laws: dict[str, str] = field(default_factory=dict)
    has_all_laws: bool = False
    _filled_in: list[Call] = field(default_factory=list)
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

    def begin(self, title: str) -> None:
        """Start a page, to which the following answers belong."""
        self.answers.append((title, []))

    def exercise(self, call: Call) -> Iterator[Block]:
        """Yield an exercise's blocks, and store its back matter.

        One in which something is ticked or written is on paper once, and one whose table is empty is left
        out. Raises ContentError for an exercise that the registry lacks.
        """
        widget = WIDGETS.get(call.name)
        if widget is None:
            raise ContentError(
                f"The exercise {call.name} has no form on paper. Give its cell the tag 'screen'."
            )
        exercise = exercise_named(call.name)
        shows_all = widget.ids == "none" and widget.table
        if exercise.not_on_paper or (shows_all and not getattr(self.content, widget.table)):
            return
        described = exercise.on_paper(self.content, self.say, *call.ids, **call.keywords)
        blocks = tuple(blocks_in(described))
        if any(map(_is_filled_in, blocks)):
            if call in self._filled_in:
                return
            self._filled_in.append(call)
        yield from self._printed(blocks, (call.ids or (call.name,))[0].replace("_", "-"))

    def _printed(self, blocks: Sequence[Block | Part], key: str) -> Iterator[Block]:
        """Yield the blocks of an exercise; the anchors of its questions and of its answers end with `key`."""
        mark = f"q-{key}" if any(isinstance(block, Feedback) for block in blocks) else ""
        for block in blocks:
            match block:
                case Heading() if mark:
                    yield replace(block, mark=mark)
                    mark = ""
                case See(to=""):
                    yield replace(block, to=f"a-{key}")
                case Feedback(title, back):
                    told = tuple(self._printed(back, key))
                    self.answers[-1][1].append(Answers(title, f"a-{key}", f"q-{key}", told))
                case Cited(laws, whole=True):
                    self.has_all_laws = True
                    yield Heading(3, self.say("law.title"), LAW)
                    yield from self.law_blocks(laws)
                case Cited(laws):
                    self.laws.update(laws)
                    yield See(self.say("handout.law_pointed", titles="; ".join(dict(laws))), LAW)
                case Explained(terms, whole=True):
                    self.has_all_words = True
                    yield Listing(tuple((f"{term}:", meaning) for term, meaning in terms))
                case Explained(terms):
                    self.terms.update(terms)
                    named = ", ".join(term for term, _ in terms)
                    pointed = self.say("handout.words_pointed", count=len(terms), words=named)
                    yield See(f"{self.say('glossary.strip')}: {pointed}", WORDS)
                case Call():
                    yield from self.exercise(block)
                case _ if not isinstance(block, Part):
                    yield block

    def law_blocks(self, laws: Iterable[tuple[str, str]]) -> Iterator[Block]:
        """Yield pieces of law, each given by its title and its text."""
        yield Note(self.say("common.law.no_advice"), "hint")
        for one in laws:
            yield Facts((one,), stacked=True)

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


def _is_filled_in(block: Block | Part) -> bool:
    match block:
        case WritingPrompt() | Listing(ticks=True):
            return True
        case Grid(room=room):
            return room > 0
    return False
