"""Join codes: made without rude words or ambiguous symbols, and read as people type them."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.workshop.domain.codes import ALPHABET, new_join_code, read_join_code, show_join_code
from workshop.rooms import reason


class Planned:
    """Returns the symbols of the given codes, one after the other."""

    def __init__(self, *codes):
        self.symbols = iter("".join(codes))

    def choice(self, _):
        return next(self.symbols)


def test_new_codes_have_six_symbols_that_nobody_mistakes():
    codes = {new_join_code(lambda _: False) for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 6 and set(code) <= set(ALPHABET) for code in codes)
    assert not set(ALPHABET) & set("AEIOU012568BGLSZQ")


@pytest.mark.parametrize("rude", ["FCKRRR", "RFKNRR", "RRRCNT", "WNKWNK", "RF4TRR"])
def test_a_code_with_a_rude_three_in_it_is_not_given(rude):
    assert new_join_code(lambda _: False, Planned(rude, "KRM9XW")) == "KRM9XW"


def test_a_code_that_is_taken_is_not_given_again():
    assert new_join_code({"CCCDDD"}.__contains__, Planned("CCCDDD", "KRM9XW")) == "KRM9XW"


def test_where_all_codes_are_taken_it_says_so():
    assert reason(new_join_code, lambda _: True, random.Random(1)) == "busy"


@pytest.mark.parametrize(
    "typed", ["KRM9XW", "krm9xw", "KRM-9XW", " krm 9xw\n", "\uff2bRM\u2011\uff19XW", "K R M—9 X W"]
)
def test_a_code_is_read_whatever_its_case_blanks_and_hyphens(typed):
    assert read_join_code(typed) == "KRM9XW"


@pytest.mark.parametrize(
    "typed", ["", "KRM9X", "KRM9XWW", "KRM9XO", "KRM9X!", None, 7, ["KRM9XW"], "\ud800" * 6]
)
def test_what_is_no_code_is_unknown(typed):
    assert reason(read_join_code, typed) == "unknown"


@given(st.text(ALPHABET, min_size=6, max_size=6))
def test_a_code_is_read_as_it_is_shown(code):
    assert read_join_code(show_join_code(code)) == code
    assert show_join_code(code)[3] == "-"
