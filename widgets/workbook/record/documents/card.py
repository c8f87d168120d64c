"""Creates a card of the recovery code to print or keep: one page of PDF with the code and its QR code.

Here: the contents of the card. Its layout is in `card.typ`. The code is in the file and nowhere else: it is
never part of an error message.
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
    """Create the card of a recovery code (PDF/UA-1, A6).

    Raises RecordError: "mistyped" if it is not a code, "unreadable" if the labels are not texts or the
    language is invalid.
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
    # No creation time: a card does not reveal when it was made.
    pdf = typeset(_LAYOUT, data, datetime(2026, 1, 1, tzinfo=UTC))
    return File(file_name(_word(words, "file"), datetime.now(UTC), "pdf"), PDF, pdf)


def modules(text: str) -> list[str]:
    """Return a QR code without its border: a list of 0 (light) and 1 (dark) for each row."""
    import segno  # noqa: PLC0415 - needed only by a card

    made = segno.make(text, error="m", micro=False)
    return ["".join("1" if module & 1 else "0" for module in row) for row in made.matrix]


def _word(words: Mapping[str, str], name: str) -> str:
    return words.get(f"documents.card.{name}", f"documents.card.{name}")
