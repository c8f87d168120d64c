"""What the workbook puts on the host's pages: words, frame, widgets, and what is the publisher's own.

Here: all of that together, as `widget_host.extension` asks for it. Not here: reading a theme (see
`workbook.theme`), which widgets there are (see `widget_files`), and the facts, which are content: whoever
starts the server hands them over.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from markupsafe import Markup

from widget_host.extension import Extension, PageListing, WidgetFiles
from widget_host.languages import ENGLISH, Language
from widget_host.pages.metadata import Page
from workbook.common.course_parts import APART, METADATA, PARTS
from workbook.common.preload import preload_for_server
from workbook.front import catalogue, languages, words
from workbook.server.sittings import in_fives, sittings_in
from workbook.server.situations import Situations, situations_in, used
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
    is named after, such as stores in browsers; "" for the names without one. `situations` returns the
    scenarios for the home page in a language. With `codes`, learners can have recovery codes.
    """

    theme: Theme = PLAIN
    facts: Callable[[], Mapping[str, str]] = dict
    translated: Callable[[str], Mapping[str, str]] | None = None
    namespace: str = ""
    situations: Callable[[str], Situations] = lambda _: Situations()
    codes: bool = False
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
            "apart": APART,
            "fact_tag": partial(_fact_tag, course, english, language),
        }

    def state(self, language: str) -> tuple[object, ...]:
        """Return the facts, which may change while the server runs."""
        return (*self.course(language).items(), self.situations(language), self.codes)

    def home_values(self, language: str, pages: Sequence[Page]) -> dict[str, object]:
        """Return the situations for the home page, what they can be filtered by, and what fits a time."""
        known = self.situations(language)
        chosen, every = situations_in(known, pages)
        sittings = sittings_in(pages)
        in_use = {one.situation.standard for one in every}
        keeping = (page for page in pages if ("keeping", "") in page.calls)
        return {
            "situations": chosen,
            "every": every,
            "sittings": sittings,
            "sittings_data": [one.as_data() for one in sittings],
            "in_fives": in_fives,
            "settings": used(one.situation.setting for one in every),
            "platforms": used(one.situation.platform for one in every),
            "standards": [one for one in known.standards if one[0] in in_use],
            "code_page": next(keeping, None) if self.codes else None,
            "english": partial(_english_tag, language, self._english_texts(language)),
        }

    def _english_texts(self, language: str) -> frozenset[str]:
        """Return the texts of the situations that a page in a language says in English, as far as it does."""
        if language == ENGLISH:
            return frozenset()
        known = self.situations(ENGLISH)
        texts = {text for one in known.every for text in (one.words, one.setting, one.platform)}
        return frozenset(texts | {title for _, _, title in known.standards})

    def preload(self) -> None:
        """Load all of the workbook's code and words that a server may need."""
        preload_for_server()


def _fact_tag(course: Mapping[str, str], english: Mapping[str, str], language: str, name: str) -> Markup:
    """Return the attribute of a fact that is said in English alone on a page in another language."""
    if language == ENGLISH or course[name] != english[name]:
        return Markup("")
    return Markup(' lang="{}"').format(Language(ENGLISH).tag)


def _english_tag(language: str, english: frozenset[str], text: str) -> Markup:
    """Return the attribute of a text of the tables that no translation has."""
    if language == ENGLISH or text not in english:
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
