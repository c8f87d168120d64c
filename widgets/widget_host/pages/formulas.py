"""Sets formulas: LaTeX as MathML, which browsers draw and screen readers read with nothing to load.

Here: which part of a text is a formula, and what one becomes. Not here: the text around it (see `markdown`).
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
"""The elements of MathML that a formula is made of: none that links or acts."""

_ATTRIBUTES = """
    accent accentunder columnalign columnlines columnspacing depth display displaystyle fence form height
    largeop linethickness lspace mathvariant maxsize minsize movablelimits notation rowalign rowlines
    rowspacing rspace scriptlevel separator stretchy symmetric voffset width
"""
ATTRIBUTES = frozenset({*_ATTRIBUTES.split(), "data-latex"})
"""Their attributes: none that is an address, a style or a colour that could not be read in the dark.

`data-latex` holds what was typed, for browsers that draw no MathML.
"""

# Each ends within 2,000 characters: a text that only begins one, again and again, would else take for ever.
_BETWEEN = (
    r"(?s:(?<!\\)\$\$(?P<dollars>.{1,2000}?)(?<!\\)\$\$"
    r"|(?<!\\)%(slash)s\[(?P<brackets>.{1,2000}?)%(slash)s\]"
    r"|(?<!\\)%(slash)s\((?P<parentheses>.{1,2000}?)%(slash)s\))"
    # As Pandoc has it, so that "$5 and $6" are prices: no space inside, and no digit after it.
    r"|(?<![\\$\w])\$(?P<dollar>(?!\s)[^$\n]{0,2000}?[^$\s\\])\$(?![\d$])"
)
INLINE = _BETWEEN % {"slash": r"\\\\"}
"""A formula in Markdown, by its marks: a pattern with groups, of which one tells the marks.

As in Jupyter, brackets have two slashes: with one, Markdown means the bracket itself.
"""

ENVIRONMENT = (
    r"(?s:\\begin\{(?P<environment>(?:align|alignat|aligned|alignedat|array|bmatrix|cases|dcases|eqnarray"
    r"|equation|gather|gathered|matrix|multline|pmatrix|split|vmatrix)\*?)\}.{1,2000}?\\end\{(?P=environment)\})"
)
"""A formula that is an environment of its own (a pattern with the group `environment`)."""

_ANY = re.compile(f"{_BETWEEN % {'slash': chr(92) * 2}}|{ENVIRONMENT}")
# Environments that the library lacks, or numbers line by line, again in each formula: what it draws alike.
_LIKE = {
    **dict.fromkeys(("align", "aligned", "alignat", "alignedat"), "align*"),
    **dict.fromkeys(("gather", "gathered", "multline"), "displaylines"),
    "eqnarray": "array",
    "dcases": "cases",
}
_END = re.compile(rf"\\(begin|end)\{{({'|'.join(_LIKE)})\*?\}}(?:\{{\d\}})?")
# What nobody writes by hand is not a formula, and could take long.
_LONGEST = 2_000
_LONGEST_TEXT = 100_000
_DEEPEST = 60


def as_mathml(latex: str, *, block: bool = False) -> Markup:
    """Return a formula as MathML, with `block` on its own line; what can't be set stays as it was written."""
    latex = latex.strip()
    try:
        if len(latex) > _LONGEST or _depth(latex) > _DEEPEST:
            raise ValueError
        made = convert(_END.sub(_like, latex), display="block" if block else "inline")
    except Exception:  # the library raises whatever a broken formula provokes
        return Markup("<code>{}</code>").format(latex)
    # What stands in \text, \href and \style would else be HTML of the page.
    kept = nh3.clean(made, tags=set(TAGS), attributes={"*": set(ATTRIBUTES)}, link_rel=None)
    typed = Markup('<math data-latex="{}"').format(latex)
    formula = Markup(kept.replace("<math", typed, 1))  # noqa: S704 - just made safe
    # Only Chromium lets a formula that is wider than the page scroll by itself.
    return Markup('<span class="wb-formula">{}</span>').format(formula) if block else formula


def with_formulas(text: str) -> Markup:
    """Return a plain text as HTML, with its formulas set unless it is far too long."""
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
    """Return what stands for a match of `INLINE` or `ENVIRONMENT`."""
    kind = found.lastgroup or ""
    if kind == "environment":
        return as_mathml(found[0], block=True)
    return as_mathml(found[kind], block=kind in ("dollars", "brackets"))


def _like(found: re.Match[str]) -> str:
    """Return the beginning or the end of an environment that the library knows, for a match of `_END`."""
    columns = "{rcl}" if found[1] == "begin" and found[2] == "eqnarray" else ""
    return f"\\{found[1]}{{{_LIKE[found[2]]}}}{columns}"


def _depth(latex: str) -> int:
    """Return how deep braces and environments lie within each other at most."""
    depth = deepest = 0
    for sign in re.finditer(r"\\begin|\\end|\\left|\\right|[{}]", latex):
        depth += 1 if sign[0] in ("{", "\\begin", "\\left") else -1
        deepest = max(deepest, depth)
    return deepest
