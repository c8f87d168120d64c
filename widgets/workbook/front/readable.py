"""Builds readable HTML for exercises, shown before any script has run, without scripts, and on paper.

Here: a small builder that escapes every text, and the parts of the kit (`front/kit.js`) as plain HTML with
the kit's classes, so that the live exercise can replace it without a layout shift. Not here: the content of
an exercise, which its own `describe` returns, and parts with a form on paper (see `parts`). Only links and
collapsible details are interactive, since they need no script.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TypeAlias

from markupsafe import Markup, escape

from widget_host.languages import ENGLISH, Language, Translate
from workbook.documents.blocks import Block
from workbook.front import language_here
from workbook.front.spoken import parts_of

__all__ = [
    "Child",
    "Element",
    "Part",
    "Translate",
    "article",
    "badge",
    "blocks_in",
    "details",
    "first_of",
    "heading",
    "label",
    "number",
    "options",
    "others",
    "outside_link",
    "panel",
    "paragraphs",
    "prompt",
    "soon",
    "space",
    "table",
    "tag",
]

Child: TypeAlias = "str | int | float | Part | Block | Iterable[Child] | None"
"""The content of an element: a text, which is escaped; HTML (Markup); a number; several of these; or nothing.
A part is HTML here, and has a form on paper as well. A document's block is on paper alone.
"""

_LINE = Markup("<br>")
_IN_ENGLISH = Markup('<span lang="{}">{{}}</span>').format(Language(ENGLISH).tag)
_EM = "\u2003"  # an em space


class Part:
    """A part of an exercise that has a form on the screen and one on paper, or only one of them."""

    def __html__(self) -> str:
        """Return its HTML, in the kit's classes; nothing if it is on paper alone."""
        return ""

    def blocks(self) -> "Iterator[Block | Part]":
        """Yield its blocks in a document; or itself, if the document has a place of its own for it."""
        yield self


class Element(Markup):
    """An element as HTML, which knows the parts and the document's blocks in it, in reading order."""

    parts: tuple[Part | Block, ...] = ()


def blocks_in(*children: Child) -> Iterator[Block | Part]:
    """Yield what is on paper of a description: the blocks of its parts, without the HTML around them."""
    for part in tag("div", children).parts:
        yield from part.blocks() if isinstance(part, Part) else (part,)


def tag(selector: str, *children: Child, **attributes: str | None) -> Element:
    """Return an element named like a CSS selector: "p.wb-small.wb-muted".

    Attribute names have _ for - ("aria_hidden"); an attribute that is None is left out. All texts are
    escaped.
    """
    name, start = _named(selector)
    for key, value in attributes.items():
        if value is not None:
            start += f' {key.replace("_", "-")}="{escape(value)}"'
    inside: list[str] = []
    parts: list[Part | Block] = []
    _collect(children, inside, parts)
    made = Element(f"<{start}>{''.join(inside)}</{name}>")
    made.parts = tuple(parts)
    return made


def article(name: str, *children: Child, **attributes: str | None) -> Markup:
    """Return a whole exercise. `name` may add classes: "glossary.wb-glossary-strip"."""
    return tag(f"article.wb.wb-exercise.wb-{name}", *children, lang=language_here().tag, **attributes)


def heading(kicker: str, title: str) -> Markup:
    """Return a kicker (the kind of exercise) and a heading (its topic)."""
    return tag("div", tag("p.wb-kicker", kicker), tag("h3", title))


def label(text: str) -> Markup:
    """Return the label line of a part, which is not a heading."""
    return tag("p.wb-label", text)


def paragraphs(text: str) -> list[Markup]:
    """Return a text in paragraphs: one for each line of a table's cell."""
    return [tag("p", line) for line in text.split("\n") if line.strip()]


def panel(*children: Child, grade: str | None = None) -> Markup:
    """Return a panel. `grade` is one of the kit's, and determines the colour."""
    return tag("div.wb-panel.wb-stack-tight", *children, data_grade=grade)


def badge(grade: str, text: str) -> Markup:
    """Return a word with the symbol and the colour of its grade."""
    return tag("span.wb-badge", text, data_grade=grade)


def details(summary: str, *children: Child) -> Markup:
    """Return a collapsible details element, which needs no script."""
    return tag("details.wb-details", tag("summary", summary), tag("div.wb-stack-tight", *children))


def others(t: Translate, shown: Sequence[Child]) -> Markup | None:
    """Return, collapsed, the items after the first that the live exercise shows one at a time, or None."""
    return details(t("common.readable.others", count=len(shown)), *shown) if shown else None


def first_of(t: Translate, total: int) -> Markup:
    """Return the bar above the first of so many that the live exercise shows one at a time."""
    place = tag("p.wb-position", t("common.position", at=1, total=total))
    marks = tag("span", data_here=""), [tag("span")] * (total - 1)
    way = tag("div.wb-pager-way", marks, aria_hidden="true")
    return tag("div.wb-pager.wb-no-print", tag("div.wb-pager-bar", place), way)


def options(
    legend: str, choices: Iterable[tuple[str, ...]], *, row: bool = False, foot: Child = None
) -> Markup:
    """Return a question with its options as cards, each a label and, where there are any, notes.

    There are no radio buttons, but space is reserved for them, so that no word moves when they appear. `row`
    puts short labels side by side; `foot` is placed below the cards.
    """
    place = tag("span", _EM, aria_hidden="true")  # about as wide as a radio button
    cards = [
        tag("div.wb-option", place, tag("span", text, [tag("small", note) for note in notes]))
        for text, *notes in choices
    ]
    selector = "fieldset.wb-options.wb-options-row" if row else "fieldset.wb-options"
    return tag(selector, tag("legend", legend), *cards, foot)


def prompt(text: str, hint: str = "", *, lines: int = 4, numbered: bool = False) -> Markup:
    """Return a prompt with an empty box as high as the live field, hidden from a screen reader.

    4 lines stand for a text area with the line below it on the saved state, 3 for one without that line, 2
    for a one-line field with it, 1 for one without. `numbered` is for a list whose styles leave space for a
    number before the live field's label.
    """
    return tag(
        "div.wb-field.wb-stack-tight",
        tag("label", text) if numbered else label(text),
        tag("p.wb-hint", hint) if hint else None,
        tag("div.wb-readable-field", tag("span", [_LINE] * lines), aria_hidden="true"),
    )


def space(lines: int, *, wide: int = 0) -> Markup:
    """Return empty space for a part that needs a script, such as a filter: so many empty lines.

    `wide` is its minimum width, in em, if it is beside something.
    """
    return tag("div.wb-no-print", _EM * wide, [_LINE] * lines, aria_hidden="true")


def soon(t: Translate) -> Markup:
    """Return the line which says that the exercise can be used when the page has loaded."""
    return tag("p.wb-small.wb-muted.wb-no-print", t("common.readable.soon"))


def table(caption: str, columns: Iterable[str], rows: Iterable[Sequence[Child]]) -> Markup:
    """Return a table whose first column has row headers. Numbers are right-aligned."""
    return tag(
        "div.wb-table-frame",
        tag(
            "table.wb-table",
            tag("caption", caption),
            tag("thead", tag("tr", [tag("th", column, scope="col") for column in columns])),
            tag("tbody", [tag("tr", tag("th", row[0], scope="row"), map(_cell, row[1:])) for row in rows]),
        ),
        tabindex="0",
        role="group",
        aria_label=caption,
    )


def outside_link(text: str, address: str, note: str) -> Markup:
    """Return a link to another site, in a new tab. Anything other than a web address stays plain text."""
    if not re.match(r"https?://", address, re.IGNORECASE):
        return tag("span.wb-outside", text)
    leaves = tag("small", f" {note}")
    return tag("a.wb-outside", text, leaves, href=address, target="_blank", rel="noopener noreferrer")


def number(value: float) -> str:
    """Return a number in British format: 1,000 and 0.25, with at most three decimals."""
    return f"{value:,.3f}".rstrip("0").rstrip(".")


@cache
def _named(selector: str) -> tuple[str, str]:
    """Return an element's name, and the start tag for a selector: ("p", 'p class="a b"')."""
    name, _, classes = selector.partition(".")
    return name, f'{name} class="{classes.replace(".", " ")}"' if classes else name


def _cell(value: Child) -> Markup:
    if isinstance(value, int | float):
        return tag("td.wb-number", number(value))
    return tag("td", value)


def _collect(child: Child, inside: list[str], parts: list[Part | Block]) -> None:
    """Add a child as HTML, or each of several children, and what is on paper of it."""
    if isinstance(child, Markup):
        inside.append(child)
        parts += child.parts if isinstance(child, Element) else ()
    elif isinstance(child, str):
        inside += (_IN_ENGLISH.format(part) if is_it else escape(part) for part, is_it in parts_of(child))
    elif isinstance(child, int | float):
        inside.append(str(child))
    elif isinstance(child, Part):
        inside.append(child.__html__())
        parts.append(child)
    elif isinstance(child, Block):
        parts.append(child)
    elif child is not None:
        for one in child:
            _collect(one, inside, parts)
