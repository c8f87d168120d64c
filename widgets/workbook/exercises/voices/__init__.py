"""The exercise Voices: what people on the other side of a post say, as text and as a recording."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from workbook.content import Content
from workbook.documents.blocks import Facts, Said
from workbook.front.exercise import Exercise
from workbook.front.parts import Text, Title
from workbook.front.readable import Child, Element, Translate, details, heading, paragraphs, tag


class VoicesExercise(Exercise):
    """What made-up people say, for one standard. There is nothing to answer."""

    name = "voices"

    @staticmethod
    def select(content: Content, identifier: str) -> dict[str, Any]:
        """Return the standard's voices in the order of the table; `sound` becomes an address."""
        standard = content.standards.by_id(identifier)
        return {
            "voices": [
                {
                    "id": one.id,
                    "who": one.who,
                    "text": one.text,
                    "content_note": one.content_note,
                    "sound": quote(one.sound),
                    "transcript": one.transcript,
                }
                for one in content.voices.where(standard=standard.id)
            ]
        }

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate) -> Iterator[Child]:
        """Yield every voice; a recording plays without any script."""
        kicker, title = t("voices.kicker"), t("voices.title")
        if shown["voices"]:
            yield Title(kicker, title)
            yield Text(t("voices.made_up"), muted=True)
            yield [_voice(one, t) for one in shown["voices"]]
        else:
            yield heading(kicker, title)
            yield tag("p.wb-muted", t("voices.none"))


def voices(identifier: str) -> VoicesExercise:
    """Show what people say, from the table voices, for the standard with this identifier.

    Raises UnknownName, which lists the existing ones, if there is no such standard.
    """
    return VoicesExercise.show(identifier)


def _voice(one: dict[str, str], t: Translate) -> Element:
    words = (
        tag("blockquote", paragraphs(one["text"])),
        Said(one["who"], one["text"], ""),
        _recording(one, t) if one["sound"] else None,
    )
    who = tag("figcaption", one["who"])
    return tag(
        "figure.wb-voice", who, _after_note(one["content_note"], words, t) if one["content_note"] else words
    )


def _after_note(note: str, words: tuple[Child, ...], t: Translate) -> tuple[Child, ...]:
    """Describe what may hurt to read, and below it the words, collapsed on the screen."""
    return (
        tag("p", note),
        Facts(((t("voices.note"), note),), stacked=True),
        details(t("voices.read"), *words),
    )


def _recording(one: dict[str, str], t: Translate) -> Iterator[Markup]:
    """Yield the player, and the words of a recording that says something else than the text."""
    label = t("voices.listen", who=one["who"])
    yield tag("audio.wb-no-print", controls="", preload="none", src=one["sound"], aria_label=label)
    if one["transcript"]:
        yield details(t("voices.transcript"), paragraphs(one["transcript"]))
    else:
        yield tag("p.wb-small.wb-muted.wb-no-print", t("voices.same_words"))
