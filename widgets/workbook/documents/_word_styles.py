"""The look of the Word file: its page, its styles, its tables, and its properties.

Here: everything in python-docx and its XML about looks, language and accessibility. Not here: the content
(see `word`).
"""

from __future__ import annotations

import re
from datetime import UTC
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from workbook.documents.blocks import Paper

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.shared import Length
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

ANSWER, QUESTION, OTHER, ABOUT = "Answer", "Question", "Other version", "About an answer"
FACT, HEAD, CELL, TABLE = "Fact", "Table head", "Table cell", "Normal Table"
BAR = "Bar below a number"
LISTED, PROMPT, PROMPT_HINT, RULED = "Listed", "Prompt", "Hint to a prompt", "Ruled lines"
STACKED = "Fact below its label"
CONTENTS, CONTENTS_LINES = "TOC Heading", ("TOC 1", "TOC 2")
NOTES = {"text": "Normal", "notice": "Notice", "hint": "Hint", "lead": PROMPT}

_FONT = "Arial"
_DARK, _GREY = "1F3B4D", "595959"  # on white 11.6 : 1 and 7.0 : 1
_RULE, _SHADE = "B8C4CC", "EEF3F6"
_MARGIN = 22  # millimetres, on all four sides
_BOUND = (26, 18)  # millimetres, inside and outside, of a bound document: the lines have the same length
_TEXT_WIDTH = 210 - 2 * _MARGIN
_WRITTEN = 9  # millimetres from one ruled line to the next
_BESIDE = 3.8  # millimetres: the space that Word leaves beside the text of a cell, on both sides together
_LABEL, _INDENT = 34, 5  # millimetres: where a fact begins, and how far an answer is indented
_LONGEST = 255  # the most characters in a core property
# The elements that may follow in a paragraph's properties, in the schema's order (ECMA-376, CT_PPr).
_ORDER = ("pBdr", "shd", "tabs", "bidi", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr")

# The base style, size (points), bold, colour, space before and after (points), kept with the next.
_STYLES: dict[str, tuple[str, float, bool, str, float, float, bool]] = {
    "Normal": ("", 11, False, "000000", 0, 6, False),
    "Title": ("", 26, True, _DARK, 0, 10, True),
    "Heading 1": ("", 18, True, _DARK, 24, 8, True),
    "Heading 2": ("", 14, True, _DARK, 20, 6, True),
    "Heading 3": ("", 11.5, True, _DARK, 12, 4, True),
    FACT: ("Normal", 11, False, "000000", 0, 3, False),
    STACKED: ("Normal", 11, False, "000000", 6, 6, False),
    QUESTION: ("Normal", 10, False, _GREY, 9, 3, True),
    OTHER: (QUESTION, 10, True, _GREY, 9, 3, True),
    ANSWER: ("Normal", 11, False, "000000", 0, 5, False),
    ABOUT: ("Normal", 9, False, _GREY, 0, 8, False),
    "Notice": ("Normal", 10, False, "000000", 8, 4, False),
    "Hint": ("Normal", 10, False, _GREY, 8, 6, False),
    "Heading 4": ("", 10.5, True, _GREY, 11, 3, True),
    LISTED: ("Normal", 11, False, "000000", 0, 4, False),
    PROMPT: ("Normal", 11, True, "000000", 12, 3, True),
    PROMPT_HINT: ("Normal", 10, False, _GREY, 0, 0, True),
    RULED: ("Normal", 11, False, _GREY, 0, 8, False),
    CONTENTS: ("Normal", 18, True, _DARK, 0, 8, True),
    CONTENTS_LINES[0]: ("Normal", 11, True, "000000", 7, 2, False),
    CONTENTS_LINES[1]: ("Normal", 11, False, "000000", 0, 2, False),
    HEAD: ("Normal", 10, True, _DARK, 3, 3, True),
    CELL: ("Normal", 10, False, "000000", 3, 3, False),
    BAR: ("Normal", 4, False, _DARK, 0, 5, False),
}


def new_file(paper: Paper) -> WordDocument:
    """Return an empty Word file with the page, the styles, the footer and the properties of a document."""
    import docx  # noqa: PLC0415 - python-docx is slow to import, and few pages need it

    word = docx.Document(BytesIO(_template(paper.language)))
    _say_what_it_is(word, paper)
    _number_pages(word, paper.page)
    if paper.running:
        _bind(word, paper.running)
    return word


@cache
def _template(language: str) -> bytes:
    """Return a Word file with the page and styles, cached: they take half the time of a short document."""
    import docx  # noqa: PLC0415 - as above

    word, written = docx.Document(), BytesIO()
    section = word.sections[0]
    section.page_width, section.page_height = _mm(210), _mm(297)
    section.left_margin = section.right_margin = _mm(_MARGIN)
    section.top_margin = section.bottom_margin = _mm(_MARGIN)
    _add_styles(word, language)
    word.save(written)
    return written.getvalue()


def fix_table(table: Table, caption: str, widths: tuple[int, ...]) -> None:
    """Give a table its name for screen readers, and columns that keep their widths."""
    table.autofit = False
    properties: Any = table._tbl.tblPr
    for tag, value in (("w:tblCaption", caption), ("w:tblDescription", caption)):
        properties.append(_element(tag, val=value))
    width = properties.find(_name("w:tblW"))
    width.set(_name("w:type"), "dxa")
    width.set(_name("w:w"), str(_mm(_TEXT_WIDTH).twips))
    border = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        border.append(_element(f"w:{side}", val="single", sz="4", space="0", color=_RULE))
    for side in ("left", "right", "insideV"):
        border.append(_element(f"w:{side}", val="nil"))
    properties.insert(list(properties).index(properties.find(_name("w:tblLayout"))), border)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = _mm(_TEXT_WIDTH * width / sum(widths))


def fix_row(row: _Row, header: bool, room: int = 0) -> None:
    """Keep a row on one page if it fits; a header row is marked, and repeated on each page.

    `room` is how many lines of handwriting fit into the row.
    """
    properties: Any = row._tr.get_or_add_trPr()
    properties.append(_element("w:cantSplit"))
    if room and not header:
        row.height = _mm(room * _WRITTEN)
    if header:
        properties.append(_element("w:tblHeader"))


def fix_cell(cell: _Cell, part: float, shaded: bool) -> None:
    """Give a cell its share (0 to 1) of the table's width, and a header its shade."""
    cell.width = _mm(_TEXT_WIDTH * part)
    if shaded:
        cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=_SHADE))


def draw_bar(paragraph: Paragraph, length: float, part: float) -> None:
    """Draw a bar as a shaded paragraph without text, in a cell with its share of the table's width.

    `length` is the bar's share (0 to 1) of the cell.
    """
    from docx.enum.text import WD_LINE_SPACING  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(5)
    shape.right_indent = _mm((_TEXT_WIDTH * part - _BESIDE) * (1 - length))
    _put(paragraph._p.get_or_add_pPr(), _element("w:shd", val="clear", color="auto", fill=_DARK))


def from_the_right(paragraph: Paragraph) -> None:
    """Set a paragraph from right to left."""
    _put(paragraph._p.get_or_add_pPr(), _element("w:bidi"))


def put_setting(word: WordDocument, setting: BaseOxmlElement, *, before: str) -> None:
    """Put a setting of the file where Word's schema requires it: before one that the template has."""
    word.settings.element.find(_name(before)).addprevious(setting)


def field(code: str, shown: str) -> BaseOxmlElement:
    """Return a field that Word fills in itself; until then it shows `shown`."""
    made = _element("w:fldSimple", instr=code)
    run, text = _element("w:r"), _element("w:t")
    text.text = shown
    run.append(text)
    made.append(run)
    return made


def _say_what_it_is(word: WordDocument, paper: Paper) -> None:
    """Set the properties that screen readers and file managers show."""
    core = word.core_properties
    core.title = paper.title[:_LONGEST]
    core.author = core.last_modified_by = paper.author
    core.comments = core.subject = core.keywords = ""
    core.language = paper.language
    core.created = core.modified = paper.made.astimezone(UTC).replace(tzinfo=None)


def _add_styles(word: WordDocument, language: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415

    defaults: Any = word.styles.element.find(_name("w:docDefaults"))
    for lang in defaults.iter(_name("w:lang")):
        lang.set(_name("w:val"), language)
    for name, look in _STYLES.items():
        known = name in word.styles
        style: ParagraphStyle = (
            word.styles[name] if known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        _dress(word, style, look)
    fact: Any = word.styles[FACT]
    fact.paragraph_format.tab_stops.add_tab_stop(_mm(_LABEL))
    fact.paragraph_format.left_indent, fact.paragraph_format.first_line_indent = _mm(_LABEL), _mm(-_LABEL)
    _shape_for_writing(word)
    _rule_off(word.styles[ANSWER], left=_RULE)
    _rule_off(word.styles[OTHER], left=_DARK)
    word.styles["Notice"].paragraph_format.right_indent = _mm(_INDENT)
    _rule_off(word.styles["Notice"], left=_DARK, top=_SHADE, bottom=_SHADE)
    _put(
        word.styles["Notice"].element.get_or_add_pPr(),
        _element("w:shd", val="clear", color="auto", fill=_SHADE),
    )


def _shape_for_writing(word: WordDocument) -> None:
    """Give ruled lines their height and rule, and the contents their indents and page numbers."""
    from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER  # noqa: PLC0415

    ruled = word.styles[RULED].paragraph_format
    ruled.line_spacing_rule, ruled.line_spacing = WD_LINE_SPACING.EXACTLY, _mm(_WRITTEN)
    ruled.keep_together = True
    ruled.tab_stops.add_tab_stop(_mm(_TEXT_WIDTH - 1), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
    for depth, name in enumerate(CONTENTS_LINES):
        line = word.styles[name].paragraph_format
        line.left_indent = _mm(_INDENT * depth)
        line.tab_stops.add_tab_stop(_mm(_TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    word.styles[LISTED].paragraph_format.keep_together = True


def _dress(
    word: WordDocument, style: ParagraphStyle, look: tuple[str, float, bool, str, float, float, bool]
) -> None:
    """Give a style its look, replacing the template's."""
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    base, size, bold, colour, before, after, with_next = look
    element = style.element
    for old in (
        *element.findall(_name("w:rPr")),
        *element.iter(_name("w:pBdr"), _name("w:contextualSpacing")),
    ):
        old.getparent().remove(old)
    if base:
        style.base_style = word.styles[base]
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
    style.font.color.rgb = RGBColor.from_string(colour)
    element.rPr.rFonts.set(_name("w:cs"), _FONT)
    element.rPr.append(_element("w:szCs", val=str(round(size * 2))))
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.15
    shape.keep_with_next = with_next
    style.quick_style = True


def _rule_off(style: ParagraphStyle, **sides: str) -> None:
    """Draw borders beside a paragraph, each side with its colour: they mark whose words it contains."""
    border = _element("w:pBdr")
    for side in ("top", "left", "bottom"):  # the schema's order
        if side in sides:
            border.append(_element(f"w:{side}", val="single", sz="18", space="6", color=sides[side]))
    _put(style.element.get_or_add_pPr(), border)
    style.paragraph_format.left_indent = _mm(_INDENT)


def _bind(word: WordDocument, running: str) -> None:
    """Give a document margins for binding, a title page, and running heads with the name of the part."""
    from docx.enum.text import WD_TAB_ALIGNMENT  # noqa: PLC0415

    section = word.sections[0]
    section.left_margin, section.right_margin = _mm(_BOUND[0]), _mm(_BOUND[1])
    section.different_first_page_header_footer = True
    put_setting(word, _element("w:mirrorMargins"), before="w:proofState")
    head = section.header.paragraphs[0]
    head.style = ABOUT
    head.paragraph_format.tab_stops.add_tab_stop(_mm(_TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    head.add_run(f"{running}\t")
    head._p.append(field('STYLEREF "Heading 1"', ""))
    # A different first page has its own header and footer, and Word requires a paragraph in each.
    section.first_page_header.paragraphs[0].style = ABOUT
    section.first_page_footer.paragraphs[0].style = ABOUT
    word.styles["Title"].paragraph_format.space_before = _mm(45)


def _number_pages(word: WordDocument, numbering: str) -> None:
    """Write the page's number and the number of pages into the footer, as fields that Word fills."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415

    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.style = ABOUT
    for piece in re.split(r"(\{page\}|\{pages\})", numbering):
        code = {"{page}": "PAGE", "{pages}": "NUMPAGES"}.get(piece)
        if code:
            paragraph._p.append(field(code, "1"))
        else:
            paragraph.add_run(piece)


def _mm(length: float) -> Length:
    from docx.shared import Mm  # noqa: PLC0415

    return Mm(length)


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    """Return an element of Word's own, with attributes of Word's own."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    return OxmlElement(tag, {_name(f"w:{name}"): value for name, value in attributes.items()})


def _name(tag: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415

    return qn(tag)


def _put(properties: BaseOxmlElement, element: BaseOxmlElement) -> None:
    """Put an element into a paragraph's properties, where Word's schema requires it."""
    order = [_name(f"w:{tag}") for tag in _ORDER]
    after = order[order.index(element.tag) + 1 :]
    for at, sibling in enumerate(properties):
        if sibling.tag in after:
            properties.insert(at, element)
            return
    properties.append(element)
