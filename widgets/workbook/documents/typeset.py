"""Converts data to a tagged PDF (PDF/UA-1) with typst, whatever characters the data contains.

Here: the call of typst, its fonts, and the replacements for characters that no font has. Not here: any layout
(a `.typ` file) and any words. All text is passed as JSON, never as typst's markup.

PDF/UA requires a glyph for every character, so typst refuses text that its fonts can't show. The fonts
bundled with typst come first: they are the same on each machine. If they lack a character (they have no emoji
and no Chinese, for example), the machine's own fonts are used as well, and if those lack it too, the
character is replaced by its Unicode name or a box, and the layout is informed.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime

__all__ = ["typeset"]

_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_LATIN = 0x250  # the bundled fonts are certain to have everything below this
_ROUNDS = 4
_BOX = "\u25a1"


def typeset(layout: bytes, data: Mapping[str, object], made: datetime) -> bytes:
    """Return the PDF of a layout, in typst's markup, and its data.

    The layout gets all of `data` and `replaced`: whether a character was replaced because no font has it.
    """
    text = json.dumps({**data, "replaced": False}, ensure_ascii=False)
    pdf, missing = _compiled(layout, text, made, own_fonts=True)
    if pdf is None:
        pdf, missing = _compiled(layout, text, made)
    text = json.dumps({**data, "replaced": True}, ensure_ascii=False)
    for _ in range(_ROUNDS):
        if pdf is None:
            text = text.translate({ord(sign): _stand_in(sign) for sign in missing})
            pdf, missing = _compiled(layout, text, made)
    if pdf is None:  # whatever the reason, a document of Latin letters and boxes is better than none
        pdf, _ = _compiled(layout, "".join(c if ord(c) < _LATIN else "?" for c in text), made)
    if pdf is None:
        raise RuntimeError("typst's own fonts lack a Latin letter")
    return pdf


def _compiled(
    layout: bytes, text: str, made: datetime, own_fonts: bool = False
) -> tuple[bytes | None, set[str]]:
    """Return the PDF and an empty set; or None, and the characters that no font has."""
    import typst  # noqa: PLC0415 - 20 MB with its fonts, needed only for a PDF

    try:
        pdf = typst.compile(
            layout,
            format="pdf",
            sys_inputs={"data": text},
            ignore_system_fonts=own_fonts,
            pdf_standards="ua-1",
            timestamp=int(made.timestamp()),
        )
    except typst.TypstError as problem:
        missing = {sign for cluster in _MISSING.findall(problem.diagnostic) for sign in _lacking(cluster)}
        if not missing:
            # Its own message may quote a learner's words.
            raise RuntimeError("typst refused the layout") from None
        return None, missing
    return (pdf, set()) if isinstance(pdf, bytes) else (None, set())


def _lacking(quoted: str) -> set[str]:
    """Return the characters of a cluster (as Rust quotes it) that may be missing; Latin letters never are."""
    cluster = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), quoted)
    return {sign for sign in cluster if len(cluster) == 1 or ord(sign) >= _LATIN}


def _stand_in(sign: str) -> str:
    """Return a character's replacement: its name for an emoji or the like, nothing if it is invisible."""
    category = unicodedata.category(sign)
    if category == "Cf" or sign in "\ufe0e\ufe0f":
        return ""
    name = unicodedata.name(sign, "") if category.startswith("S") else ""
    return f"[{name.lower()}]" if name else _BOX
