"""Renders formulas: LaTeX to MathML, which browsers and screen readers support without any download.

Here: finding the formulas in a text, and converting them. Not here: the text around them (see `markdown`).
"""

import re
from collections.abc import Iterator

import nh3
from latex2mathml.converter import convert
from markupsafe import Markup, escape

__all__ = ["ATTRIBUTES", "ENVIRONMENT", "INLINE", "TAGS", "as_mathml", "with_formulas"]

_TAGS = """
    math menclose mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace
    msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover
"""
TAGS = frozenset(_TAGS.split())
"""The allowed MathML elements of a formula: none that is a link or active."""

_ATTRIBUTES = """
    accent accentunder columnalign columnlines columnspacing depth display displaystyle fence form height
    largeop linethickness lspace mathvariant maxsize minsize movablelimits notation rowalign rowlines
    rowspacing rspace scriptlevel separator stretchy symmetric voffset width
"""
ATTRIBUTES = frozenset({*_ATTRIBUTES.split(), "data-latex"})
"""The allowed attributes: none that is an address, a style, or a colour that would be unreadable in dark
mode.

`data-latex` contains the source, for browsers that don't support MathML.
"""

# Each ends within 2,000 characters: otherwise, a text with many opening marks and no end would take for ever.
_BETWEEN = (
    r"(?s:(?<!\\)\$\$(?P<dollars>.{1,2000}?)(?<!\\)\$\$"
    r"|(?<!\\)%(slash)s\[(?P<brackets>.{1,2000}?)%(slash)s\]"
    r"|(?<!\\)%(slash)s\((?P<parentheses>.{1,2000}?)%(slash)s\))"
    # Pandoc's rule, so that "$5 and $6" are prices: no space inside the marks, and no digit after them.
    r"|(?<![\\$\w])\$(?P<dollar>(?!\s)[^$\n]{0,2000}?[^$\s\\])\$(?![\d$])"
)
INLINE = _BETWEEN % {"slash": r"\\\\"}
"""The pattern of a formula in Markdown, with one group for each kind of delimiter.

As in Jupyter, brackets have two backslashes: with one, Markdown means the bracket itself.
"""

ENVIRONMENT = (
    r"(?s:\\begin\{(?P<environment>(?:align|alignat|aligned|alignedat|array|bmatrix|cases|dcases|eqnarray"
    r"|equation|gather|gathered|matrix|multline|pmatrix|split|vmatrix)\*?)\}.{1,2000}?\\end\{(?P=environment)\})"
)
"""The pattern of a formula that is a LaTeX environment, with the group `environment`."""

_ANY = re.compile(f"{_BETWEEN % {'slash': chr(92) * 2}}|{ENVIRONMENT}")
# Environments that the library lacks, or in which it numbers the lines from 1 in each formula, and their
# equivalents.
_LIKE = {
    **dict.fromkeys(("align", "aligned", "alignat", "alignedat"), "align*"),
    **dict.fromkeys(("gather", "gathered", "multline"), "displaylines"),
    "eqnarray": "array",
    "dcases": "cases",
}
_END = re.compile(rf"\\(begin|end)\{{({'|'.join(_LIKE)})\*?\}}(?:\{{\d\}})?")
# Longer or deeper than anybody writes by hand: not a formula, and possibly slow.
_LONGEST = 2_000
_LONGEST_TEXT = 100_000
_DEEPEST = 60


def as_mathml(latex: str, *, block: bool = False) -> Markup:
    """Return a formula as MathML, with `block` on its own line; as it was written if it can't be rendered."""
    latex = latex.strip()
    try:
        if len(latex) > _LONGEST or _depth(latex) > _DEEPEST:
            raise ValueError
        made = convert(_END.sub(_like, latex), display="block" if block else "inline")
    except Exception:  # a malformed formula can make the library raise anything
        return Markup("<code>{}</code>").format(latex)
    # The content of \text, \href and \style would otherwise become HTML of the page.
    kept = nh3.clean(made, tags=set(TAGS), attributes={"*": set(ATTRIBUTES)}, link_rel=None)
    typed = Markup('<math data-latex="{}"').format(latex)
    formula = Markup(kept.replace("<math", typed, 1))  # noqa: S704 - just made safe
    # Only Chromium lets a formula that is wider than the page scroll on its own.
    return Markup('<span class="wb-formula">{}</span>').format(formula) if block else formula


def with_formulas(text: str) -> Markup:
    """Return a plain text as HTML, with its formulas rendered unless it is far too long."""
    if len(text) > _LONGEST_TEXT:
        return escape(text)
    return Markup("").join(_parts(text))


def _parts(text: str) -> Iterator[Markup]:
    at = 0
    for found in _ANY.finditer(text):
        yield escape(text[at : found.start()])
        yield _formula(found)
        at = found.end()
    yield escape(text[at:])


def _formula(found: re.Match[str]) -> Markup:
    """Return the MathML for a match of `INLINE` or `ENVIRONMENT`."""
    kind = found.lastgroup or ""
    if kind == "environment":
        return as_mathml(found[0], block=True)
    return as_mathml(found[kind], block=kind in ("dollars", "brackets"))


def _like(found: re.Match[str]) -> str:
    """Return the begin or end of an equivalent environment in the library, for a match of `_END`."""
    columns = "{rcl}" if found[1] == "begin" and found[2] == "eqnarray" else ""
    return f"\\{found[1]}{{{_LIKE[found[2]]}}}{columns}"


def _depth(latex: str) -> int:
    """Return the maximum nesting depth of braces and environments."""
    depth = deepest = 0
    for sign in re.finditer(r"\\begin|\\end|\\left|\\right|[{}]", latex):
        depth += 1 if sign[0] in ("{", "\\begin", "\\left") else -1
        deepest = max(deepest, depth)
    return deepest
