"""How data becomes a tagged PDF (PDF/UA-1) with typst, whatever signs the data holds.

Here: the call of typst, its fonts, and what stands in for a sign that no font can show. Not here: any layout
(a `.typ` file) and any words. All text goes in as JSON, never as typst's markup.

PDF/UA asks for a shape for every sign, so typst refuses what its fonts can't show. The fonts that typst
carries come first: they are the same on each machine. Where they lack a sign (they have no emoji and no
Chinese, for example), the machine's own fonts are used as well, and where those lack it too, a sign is
replaced by its Unicode name or a box, and the layout is told.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime

__all__ = ["typeset"]

_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_LATIN = 0x250  # below it, all that the carried fonts are sure to have
_ROUNDS = 4
_BOX = "\u25a1"


def typeset(layout: bytes, data: Mapping[str, object], made: datetime) -> bytes:
    """Return the PDF that a layout, in typst's markup, makes of its data.

    The layout gets all of `data` and `replaced`: whether a sign was replaced because no font has it.
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
    if pdf is None:  # whatever it was, a record of Latin letters and boxes is worth more than none
        pdf, _ = _compiled(layout, "".join(c if ord(c) < _LATIN else "?" for c in text), made)
    if pdf is None:
        raise RuntimeError("typst's own fonts lack a Latin letter")
    return pdf


def _compiled(
    layout: bytes, text: str, made: datetime, own_fonts: bool = False
) -> tuple[bytes | None, set[str]]:
    """Return the PDF and nothing; or None, and the signs that no font has."""
    import typst  # noqa: PLC0415 - 20 MB with its fonts, needed for a PDF alone

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
    """Return the signs of a cluster (as Rust quotes it) that are to blame; Latin letters are not."""
    cluster = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), quoted)
    return {sign for sign in cluster if len(cluster) == 1 or ord(sign) >= _LATIN}


def _stand_in(sign: str) -> str:
    """Return what stands for a sign: its name for an emoji or the like, nothing for what nobody sees."""
    category = unicodedata.category(sign)
    if category == "Cf" or sign in "\ufe0e\ufe0f":
        return ""
    name = unicodedata.name(sign, "") if category.startswith("S") else ""
    return f"[{name.lower()}]" if name else _BOX
