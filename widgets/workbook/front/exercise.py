"""The base of all exercises: content and words in synced traits, and a front end made of plain files.

An exercise is a folder, such as `scenario`: `__init__.py` selects the data for the page and describes it,
`scenario.js` draws it and handles the interaction, `scenario.css` has styles that the kit lacks, `words.json`
has its texts. What a page shows until the front end has loaded, and what is on paper, follow from the
description.
"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from inspect import getfile
from pathlib import Path
from typing import Any, ClassVar, Self

import anywidget
import traitlets
from markupsafe import Markup

from widget_host.languages import ENGLISH, Translate
from widget_host.link import link, shared_styles
from workbook.common.widget_registry import module_of
from workbook.content import Content, load, namespace, untranslated
from workbook.front import translator
from workbook.front.course_words import words
from workbook.front.readable import Child, article
from workbook.front.spoken import marked_as_english

__all__ = ["Exercise", "exercise_named"]

_CLASSES: dict[str, type["Exercise"]] = {}


class Exercise(anywidget.AnyWidget):
    """An exercise on a page. Its front end works without asking the kernel, from these traits alone.

    `content` is the data to show, as plain JSON values; a change to it redraws the exercise. `english` lists
    those of its texts that are in English on a page in another language. `namespace` separates the course's
    storage from others', if the page itself does not (in JupyterLab). `words` has the texts of its buttons,
    labels and messages, by name. `styles` has the shared styles. The front end adds them to the page once,
    before those of any exercise, so that an exercise's own styles take precedence.

    A subclass sets `name`, which is both the area of its words and the name of its files. It has `describe`,
    and `select` if it shows content. If it makes no sense on paper, it has `readable` in place of `describe`,
    and `not_on_paper` says why. `is_heard` is False if its text is not for the browser to read aloud.
    """

    name: ClassVar[str]
    not_on_paper: ClassVar[str] = ""
    is_heard: ClassVar[bool] = True

    content = traitlets.Dict(help="What the exercise shows: plain JSON values.").tag(sync=True)
    english = traitlets.List(traitlets.Unicode(), help="Its texts that no translation has.").tag(sync=True)
    words = traitlets.Dict(help="The interface's texts that it needs, by name.").tag(sync=True)
    namespace = traitlets.Unicode(help="What the course's stores are named after.").tag(sync=True)
    styles = traitlets.Unicode(help="The styles that all exercises share.").tag(sync=True)

    def __init_subclass__(cls) -> None:
        """Bundle the exercise's module with its imports, and read its styles, once for each class."""
        if "name" in cls.__dict__:
            folder = Path(getfile(cls)).parent
            cls._esm = link(folder / f"{cls.name}.js")
            cls._css = (folder / f"{cls.name}.css").read_text(encoding="utf-8")
            _CLASSES[cls.name] = cls
        super().__init_subclass__()

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(
            content=content,
            english=_in_english(content),
            words=words("common", self.name, *(["listening"] if self.is_heard else [])),
            namespace=namespace(load(language=ENGLISH).facts()),
            styles=shared_styles(),
        )

    @classmethod
    def show(cls, *ids: str, **keywords: str | None) -> Self:
        """Return the live exercise with what it selects from the course's content."""
        return cls(cls.select(load(), *ids, **keywords))

    @staticmethod
    def select(_content: Content, /, *_ids: Any, **_keywords: Any) -> dict[str, Any]:  # noqa: ANN401 - as its call
        """Return the content for a call with these arguments; {} if all that it shows are words."""
        return {}

    @staticmethod
    def describe(shown: dict[str, Any], t: Translate, /) -> Iterable[Child]:
        """Yield the readable content: parts, HTML for the screen alone, and blocks for paper alone.

        On the screen it looks like the live exercise before any answer, and is about as high. Judgements, and
        reasons that would give answers away, are left to the live one, and to the back on paper. `t` has no
        words on a page but those that the page was sent.
        """
        raise NotImplementedError

    @classmethod
    def on_paper(cls, content: Content, t: Translate, /, *ids: Any, **keywords: Any) -> Iterable[Child]:  # noqa: ANN401 - as its call
        """Yield what is on paper for a call with these arguments; HTML in it is left out."""
        return cls.describe(cls.select(content, *ids, **keywords), t)

    def readable(self) -> Markup:
        """Return the readable content, as HTML without its own scripts or styles, in the kit's classes."""
        return article(self.name, self.describe(self.content, self._t))

    @property
    def _t(self) -> Translate:
        """The exercise's words, as sent to its front end."""
        return translator(self.words)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:  # noqa: ANN401 - anywidget's
        """Return the live exercise, and the readable HTML for where there is none (yet)."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, about = bundle
        with marked_as_english(self.english):
            return {**data, "text/html": str(self.readable())}, about


def exercise_named(name: str) -> type[Exercise]:
    """Return the exercise with this name; raises KeyError if the registry has none."""
    import_module(module_of(name))
    return _CLASSES[name]


def _in_english(content: dict[str, Any]) -> list[str]:
    """Return the texts in an exercise's content that are not translated into the language of this process."""
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
