"""What the workbook puts on the host's pages: words, frame, widgets, and what is the publisher's own.

Here: all of that together, as `widget_host.extension` asks for it. Not here: reading a theme (see
`workbook.theme`), which widgets there are (see `widget_files`), and the facts, which are content: whoever
starts the server hands them over.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from markupsafe import Markup

from widget_host.extension import Extension, PageListing, WidgetFiles
from widget_host.languages import ENGLISH, Language
from workbook.common.course_parts import APART, METADATA, PARTS
from workbook.common.preload import preload_for_server
from workbook.front import catalogue, languages, words
from workbook.server.widget_files import widget_files
from workbook.theme import PLAIN, Theme

__all__ = ["Branding", "course_listing"]

_FACTS = ("name", "audience", "intro", "notice", "licence", "licence-address")
_HERE = Path(__file__).parent


def course_listing() -> PageListing:
    """Return how a course's notebooks become its pages."""
    return PageListing(METADATA, PARTS, APART, frozenset(languages()), lists_all=False)


@dataclass(frozen=True)
class Branding(Extension):
    """How all pages look.

    `theme` is colours, logo, foot and notice. `facts` returns what the course is called and to whom its
    standards belong, as it is now: name, audience, intro, notice, licence, licence-address. `translated`
    returns the same in another language, by its code. `namespace` is what all that the course keeps elsewhere
    is named after, such as stores in browsers; "" for the names without one.
    """

    theme: Theme = PLAIN
    facts: Callable[[], Mapping[str, str]] = dict
    translated: Callable[[str], Mapping[str, str]] | None = None
    namespace: str = ""
    icon: str = "workbook/server/static/mark.svg"
    templates: tuple[Path, ...] = (_HERE / "templates",)
    listing: PageListing = field(default_factory=course_listing)
    files: WidgetFiles = field(default_factory=widget_files)

    @property
    def css(self) -> str:  # type: ignore[override]
        """The theme's colours, as a style sheet."""
        return self.theme.css

    def course(self, language: str = ENGLISH) -> dict[str, str]:
        """Return the facts that pages show, "" for one that is missing."""
        found = self.translated(language) if self.translated and language != ENGLISH else self.facts()
        return dict.fromkeys(_FACTS, "") | dict(found)

    def name(self, language: str) -> str:
        """Return what the course is called."""
        return self.course(language)["name"]

    def words(self, language: str) -> Mapping[str, str]:
        """Return the texts of pages, with those of a copy that needs no server."""
        return words("serve", "site", language=language)

    def values(self, language: str) -> dict[str, object]:
        """Return what the workbook's templates are given besides."""
        course, english = self.course(language), self.course(ENGLISH)
        return {
            "course": course,
            "theme": self.theme,
            "days": _days(language),
            "unread": _unread(language),
            "fact_tag": partial(_fact_tag, course, english, language),
        }

    def state(self, language: str) -> tuple[object, ...]:
        """Return the facts, which may change while the server runs."""
        return tuple(self.course(language).items())

    def preload(self) -> None:
        """Load all of the workbook's code and words that a server may need."""
        preload_for_server()


def _fact_tag(course: Mapping[str, str], english: Mapping[str, str], language: str, name: str) -> Markup:
    """Return the attribute of a fact that is said in English alone on a page in another language."""
    if language == ENGLISH or course[name] != english[name]:
        return Markup("")
    return Markup(' lang="{}"').format(Language(ENGLISH).tag)


def _days(language: str) -> dict[str, object]:
    """Return how a day is written, for browsers that do not know the page's language; {} in English."""
    if language == ENGLISH:
        return {}
    known = words("documents", language=language)
    months = [known[f"documents.month.{number}"] for number in range(1, 13)]
    return {"day": known["documents.day"], "months": months}


def _unread(language: str) -> str:
    """Return in English that no native reader has read the page's language; "" where one has."""
    if language == ENGLISH or catalogue(language).reviewed:
        return ""
    return words("serve", language=ENGLISH)["serve.unread"]
