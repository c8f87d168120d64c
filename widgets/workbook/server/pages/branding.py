"""What is the publisher's own on every page: a theme, and what the course is called.

Here: both together, as pages are drawn with them. Not here: reading a theme (see the room `theme`), and the
facts, which are content: whoever starts the server hands them over.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workbook.front import ENGLISH
from workbook.theme import PLAIN, Theme

__all__ = ["Branding"]

_FACTS = ("name", "audience", "intro", "notice", "licence", "licence-address")


@dataclass(frozen=True, slots=True)
class Branding:
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

    def course(self, language: str = ENGLISH) -> dict[str, str]:
        """Return the facts that pages show, "" for one that is missing."""
        found = self.translated(language) if self.translated and language != ENGLISH else self.facts()
        return dict.fromkeys(_FACTS, "") | dict(found)
