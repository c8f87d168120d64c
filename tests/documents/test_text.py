import pytest

from workbook.documents.text import clean, is_right_to_left


def test_signs_that_no_document_can_hold_are_replaced_and_all_others_kept():
    kept = " 😀 漢字 e\u0301 \U0001f469\u200d\U0001f4bb\tx"
    assert clean(f"a\x00b\x1f\ud800c\ufffe{kept}") == f"a\ufffdb\ufffd\ufffdc\ufffd{kept}"


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_break_becomes_one_kind(sign):
    assert clean(f"One{sign}Two") == "One\nTwo"


@pytest.mark.parametrize(
    ("line", "is_from_the_right"),
    [("Hello مرحبا", False), ("مرحبا Hello", True), ("12: שלום", True), ("12:", False), ("", False)],
)
def test_the_first_letter_of_a_line_says_which_way_it_is_read(line, is_from_the_right):
    assert is_right_to_left(line) is is_from_the_right
