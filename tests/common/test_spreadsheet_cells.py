import pytest

from workbook.common.spreadsheet_cells import harmless

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", " =", "\t=", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Of no width, turning the direction, soft, a mark of byte order, and one that fills.
UNSEEN = ("\u200b", "\u200f", "\u202e", "\u2066", "\u00ad", "\ufeff", "\u3164", "\u200b \u2060")


@pytest.mark.parametrize("start", [*STARTS, *(f"{unseen}=" for unseen in UNSEEN)])
def test_what_a_spreadsheet_would_take_for_a_formula_gets_an_apostrophe(start):
    text = f"{start}1+cmd|' /C calc'!A0"
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\u200b",
        "\u202eI asked = I was told",
        "I asked = I was told",
        "1+1",
        "a@b.example",
        "'quoted'",
    ],
)
def test_any_other_text_stays_as_it_is(text):
    assert harmless(text) == text
