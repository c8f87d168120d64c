"""What every exercise shares: content and words in synced traits, and a front end made of plain files.

An exercise is a folder, such as `scenario`: `__init__.py` says what reaches the page, `scenario.js` draws it
and answers by itself, `scenario.css` holds what the kit's styles lack, `words.json` has its texts. Until the
front end has loaded, a page shows what the exercise's `readable` returns.
"""

from abc import abstractmethod
from collections.abc import Iterator
from inspect import getfile
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets
from markupsafe import Markup

from widget_host.languages import ENGLISH, Translate
from widget_host.link import link, shared_styles
from workbook.content import load, namespace, untranslated
from workbook.front import translator
from workbook.front.course_words import words
from workbook.front.spoken import marked_as_english


class Exercise(anywidget.AnyWidget):
    """An exercise on a page. Its front end works without asking the kernel, from these traits alone.

    `content` holds what it shows, as plain JSON values; a change to it redraws the exercise.
    `english` holds those of its texts that stand in English on a page in another language.
    `namespace` tells the course's stores from others', where the page itself does not (in JupyterLab).
    `words` holds the texts of its buttons, labels and messages, by name.
    `styles` holds the shared styles. The front end puts them on the page once and before those of any
    exercise, so that an exercise's own prevail.
    A subclass names its files by `name`, a word of the interface's words and of the files beside its module.
    """

    name: ClassVar[str]

    content = traitlets.Dict(help="What the exercise shows: plain JSON values.").tag(sync=True)
    english = traitlets.List(traitlets.Unicode(), help="Its texts that no translation has.").tag(sync=True)
    words = traitlets.Dict(help="The interface's texts that it needs, by name.").tag(sync=True)
    namespace = traitlets.Unicode(help="What the course's stores are named after.").tag(sync=True)
    styles = traitlets.Unicode(help="The styles that all exercises share.").tag(sync=True)

    def __init_subclass__(cls) -> None:
        """Join the exercise's module with those that it imports, and read its styles, once for each class."""
        if "name" in cls.__dict__:
            folder = Path(getfile(cls)).parent
            cls._esm = link(folder / f"{cls.name}.js")
            cls._css = (folder / f"{cls.name}.css").read_text(encoding="utf-8")
        super().__init_subclass__()

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(
            content=content,
            english=_in_english(content),
            words=words("common", self.name),
            namespace=namespace(load(language=ENGLISH).facts()),
            styles=shared_styles(),
        )

    @abstractmethod
    def readable(self) -> Markup:
        """Return what there is to read, as HTML without scripts or styles of its own, in the kit's classes.

        It looks like the live exercise when nothing is answered, and is about as high. Judgements, and
        reasons that would answer for the learner, are left to the live one.
        """

    @property
    def _t(self) -> Translate:
        """The exercise's words, as its front end gets them."""
        return translator(self.words)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:  # noqa: ANN401 - anywidget's
        """Show the live exercise, and beside it what can be read where there is none (yet)."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, about = bundle
        with marked_as_english(self.english):
            return {**data, "text/html": str(self.readable())}, about


def _in_english(content: dict[str, Any]) -> list[str]:
    """Return what the language of this process has not got of the texts in an exercise's content."""
    left = untranslated()
    if not left:
        return []
    texts = set(_texts(content))
    made_of_them = [text for text in texts - left if " " in text]
    within = {one for text in made_of_them for one in left if len(one) < len(text) and one in text}
    return sorted(left & texts | within)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
