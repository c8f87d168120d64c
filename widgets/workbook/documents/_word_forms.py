"""Parts of a Word file to fill in or follow: lists, tick boxes, ruled lines, contents, cross-references.

Here: their XML, as Word itself writes it, so that they work on screen and on paper. Not here: their styles
(see `_word_styles`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from workbook.documents._word_styles import field, put_setting
from workbook.documents.blocks import TICK

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph

Signs = Literal["bullets", "numbers", "letters"]

_FORMATS: dict[Signs, tuple[str, str]] = {
    "bullets": ("bullet", "\N{BULLET}"),
    "numbers": ("decimal", "%1."),
    "letters": ("upperLetter", "%1."),
}
_FIRST_KIND = 900  # well above the numbers of the template's own lists
_INDENT = 397  # twentieths of a point: 7 mm
_BOX_FONT = "MS Gothic"
_LONGEST = 64  # the most characters in the name of a content control
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


class Forms:
    """Creates a file's lists, boxes and lines; each list is numbered from one, each control has an id."""

    def __init__(self, word: WordDocument) -> None:
        self._word = word
        self._controls = 0
        self._marks = 0
        self._kinds: dict[Signs, int] = {}

    def start_list(self, signs: Signs) -> int:
        """Return the number of a new list, for its items."""
        numbering: Any = self._word.part.numbering_part.element
        if signs not in self._kinds:
            self._kinds[signs] = _FIRST_KIND + len(self._kinds)
            kind = _kind(self._kinds[signs], *_FORMATS[signs])
            numbering.insert(len(numbering.xpath("w:abstractNum")), kind)
        made = numbering.add_num(self._kinds[signs])
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)

    def put_in_list(self, paragraph: Paragraph, number: int) -> None:
        """Make a paragraph an item of a list."""
        properties: Any = paragraph._p.get_or_add_pPr()
        place = properties.get_or_add_numPr()
        place.get_or_add_ilvl().val = 0
        place.get_or_add_numId().val = number

    def add_tick(self, paragraph: Paragraph, name: str) -> None:
        """Add a box that can be ticked with a pen, and by a click on screen."""
        control, about, content = (_element(f"w:{tag}") for tag in ("sdt", "sdtPr", "sdtContent"))
        self._controls += 1
        about.append(_element("w:alias", val=" ".join(name.split())[:_LONGEST]))
        about.append(_element("w:id", val=str(self._controls)))
        control.append(about)
        control.append(content)
        box = _own("checkbox")
        for tag, value in (("checked", "0"), ("checkedState", "2612"), ("uncheckedState", "2610")):
            state = _own(tag)
            state.set(f"{{{_W14}}}val", value)
            if tag != "checked":
                state.set(f"{{{_W14}}}font", _BOX_FONT)
            box.append(state)
        about.append(box)
        run = _element("w:r")
        look = _element("w:rPr")
        look.append(_element("w:rFonts", ascii=_BOX_FONT, eastAsia=_BOX_FONT, hAnsi=_BOX_FONT))
        run.append(look)
        run.append(_text(TICK))
        content.append(run)
        paragraph._p.append(control)

    def add_ruled_lines(self, paragraph: Paragraph, count: int) -> None:
        """Add lines to write on: underlined tabs, so that a screen reader has nothing to read out."""
        for line in range(count):
            run = paragraph.add_run()
            run.add_tab()
            if line < count - 1:
                run.add_break()

    def mark(self, paragraph: Paragraph, name: str = "") -> str:
        """Put a bookmark around a paragraph's content, as the target of a link, and return its name."""
        self._marks += 1
        name = name.replace("-", "_") or f"_Toc{self._marks:06}"
        number = str(self._marks)
        start = _element("w:bookmarkStart", id=number, name=name)
        first = paragraph._p.find(_name("w:r"))
        first.addprevious(start)
        paragraph._p.append(_element("w:bookmarkEnd", id=number))
        return name

    def add_lead(self, paragraph: Paragraph, text: str, mark: str) -> None:
        """Add a text that links to a bookmark, with the bookmark's page number for `{page}`."""
        name = mark.replace("-", "_")
        before, gap, after = text.partition("{page}")
        link = _link(name, before)
        paragraph._p.append(link)
        if gap:
            link.append(_page_of(name))
            link.append(_run(after))

    def fill_contents(self, place: Paragraph, lines: list[tuple[str, str, str]]) -> None:
        """Put the contents after a paragraph, as a field: (style, text, bookmark) for each line.

        Word fills in the page numbers, for which it asks when it opens the file; until then there are dots.
        """
        last: Any = place._p
        for at, (style, text, name) in enumerate(lines):
            paragraph: Any = _element("w:p")
            paragraph.style = style
            if at == 0:
                for part in _begun('TOC \\o "1-2" \\h \\z \\u'):
                    paragraph.append(part)
            link = _link(name, text)
            link.append(_tab())
            link.append(_page_of(name))
            paragraph.append(link)
            last.addnext(paragraph)
            last = paragraph
        if lines:
            last.append(_mark_of_field("end"))
            put_setting(self._word, _element("w:updateFields", val="true"), before="w:compat")


def _kind(number: int, signs: str, text: str) -> BaseOxmlElement:
    """Return a kind of list: one level, with hanging indents."""
    kind = _element("w:abstractNum", abstractNumId=str(number))
    kind.append(_element("w:multiLevelType", val="singleLevel"))
    level = _element("w:lvl", ilvl="0")
    for tag, value in (("start", "1"), ("numFmt", signs), ("lvlText", text), ("lvlJc", "left")):
        level.append(_element(f"w:{tag}", val=value))
    properties = _element("w:pPr")
    properties.append(_element("w:ind", left=str(_INDENT), hanging=str(_INDENT)))
    level.append(properties)
    kind.append(level)
    return kind


def _begun(code: str) -> list[BaseOxmlElement]:
    instruction, run = _element("w:instrText"), _element("w:r")
    instruction.text = f" {code} "
    run.append(instruction)
    return [_mark_of_field("begin"), run, _mark_of_field("separate")]


def _mark_of_field(sort: str) -> BaseOxmlElement:
    run = _element("w:r")
    run.append(_element("w:fldChar", fldCharType=sort))
    return run


def _link(name: str, text: str) -> BaseOxmlElement:
    link = _element("w:hyperlink", anchor=name, history="1")
    link.append(_run(text))
    return link


def _page_of(name: str) -> BaseOxmlElement:
    """Return a field that becomes a bookmark's page number."""
    return field(f"PAGEREF {name} \\h", "\N{HORIZONTAL ELLIPSIS}")


def _tab() -> BaseOxmlElement:
    run = _element("w:r")
    run.append(_element("w:tab"))
    return run


def _run(text: str) -> BaseOxmlElement:
    run = _element("w:r")
    run.append(_text(text))
    return run


def _text(text: str) -> BaseOxmlElement:
    made = _element("w:t")
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    """Return an element of Word's namespace, with attributes of the same."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - python-docx is slow to import

    return OxmlElement(tag, {_name(f"w:{name}"): value for name, value in attributes.items()})


def _own(tag: str) -> BaseOxmlElement:
    """Return an element of Word 2010's, for which python-docx has no prefix."""
    from docx.oxml.parser import oxml_parser  # noqa: PLC0415

    made: BaseOxmlElement = oxml_parser.makeelement(f"{{{_W14}}}{tag}", nsmap={"w14": _W14})
    return made


def _name(tag: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415

    return qn(tag)
