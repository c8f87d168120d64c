import pytest

from workbook.documents.cells import harmless

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", " =", "\t=", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@pytest.mark.parametrize("start", STARTS)
def test_what_a_spreadsheet_would_take_for_a_formula_gets_an_apostrophe(start):
    text = f"{start}1+cmd|' /C calc'!A0"
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "I asked = I was told", "1+1", "a@b.example", "'quoted'"])
def test_any_other_text_stays_as_it_is(text):
    assert harmless(text) == text
