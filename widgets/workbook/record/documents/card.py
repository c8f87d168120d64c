"""The recovery code as a card to print or to keep as a file: one page of PDF with the code and its QR code.

Here: what stands on the card. How it looks is in `card.typ`. The code is in the file and nowhere else: it is
never part of an error's text.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from workbook.documents.files import PDF, File, file_name
from workbook.documents.pdf import language_of
from workbook.documents.typeset import typeset
from workbook.record.code import read_code, show_code
from workbook.record.documents.request import labels_of
from workbook.record.documents.request import language_of as asked_language

__all__ = ["make", "modules"]

_LAYOUT = Path(__file__).with_name("card.typ").read_bytes()

_STEPS = 3


def make(code: str, labels: Mapping[str, str], language: str = "en-GB") -> File:
    """Make the card of a recovery code (PDF/UA-1, A6).

    Raises RecordError: "mistyped" for what is not a code, "unreadable" where the labels are not texts or the
    language is not a language.
    """
    shown, tag = show_code(read_code(code)), asked_language(language)
    words = labels_of({"labels": labels})
    plain = ("title", "what", "code", "scan", "how", "keep", "keep_text", "lost")
    data: dict[str, object] = {name: _word(words, name) for name in plain}
    data |= {
        **language_of(tag),
        "groups": shown.split("-"),
        "qr": _word(words, "qr").replace("{code}", shown),
        "modules": modules(shown),
        "steps": [_word(words, f"step.{number}") for number in range(1, _STEPS + 1)],
    }
    # No time of its own: a card says nothing about when it was made.
    pdf = typeset(_LAYOUT, data, datetime(2026, 1, 1, tzinfo=UTC))
    return File(file_name(_word(words, "file"), datetime.now(UTC), "pdf"), PDF, pdf)


def modules(text: str) -> list[str]:
    """Return a QR code without its border: a row of 0 (light) and 1 (dark) for each of its rows."""
    import segno  # noqa: PLC0415 - needed by a card alone

    made = segno.make(text, error="m", micro=False)
    return ["".join("1" if module & 1 else "0" for module in row) for row in made.matrix]


def _word(words: Mapping[str, str], name: str) -> str:
    return words.get(f"documents.card.{name}", f"documents.card.{name}")
