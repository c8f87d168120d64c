import json
from contextlib import suppress
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.record.code import new_code, read_code, secret_of, show_code
from workbook.record.errors import RecordError

VECTORS = json.loads((Path(__file__).parent / "code_vectors.json").read_text(encoding="utf-8"))
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE = VECTORS["made"][3]["code"]


def is_sound(text):
    try:
        return read_code(text) == text
    except RecordError:
        return False


@pytest.mark.parametrize("vector", VECTORS["made"], ids=lambda vector: vector["code"])
def test_the_same_random_bytes_make_the_same_code(vector):
    assert new_code(lambda n: bytes.fromhex(vector["bytes"])[:n]) == vector["code"]


@pytest.mark.parametrize("vector", VECTORS["sound"], ids=lambda vector: ascii(vector["typed"]))
def test_a_code_is_read_however_it_is_typed(vector):
    assert read_code(vector["typed"]) == vector["code"]


@pytest.mark.parametrize("vector", VECTORS["faulty"], ids=lambda vector: ascii(vector["typed"]))
def test_what_is_no_code_is_refused(vector):
    with pytest.raises(RecordError) as refused:
        read_code(vector["typed"])
    assert refused.value.reason == "mistyped"
    assert "0123" not in str(refused.value)


def test_every_new_code_is_another_and_sound():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(is_sound(code) for code in codes)


def test_a_code_is_shown_in_six_groups_of_four_and_read_again():
    assert show_code(CODE) == "3AZ2-KJZT-3TZJ-K2ZA-3AZ2-KJ5H"
    assert read_code(show_code(CODE)) == CODE


def test_keys_are_made_from_the_random_symbols_alone():
    assert secret_of(CODE) == b"3AZ2KJZT3TZJK2ZA3AZ2KJ"


def test_every_wrong_symbol_is_found():
    for at, right in enumerate(CODE):
        for wrong in set(ALPHABET) - {right}:
            assert not is_sound(CODE[:at] + wrong + CODE[at + 1 :])


@given(st.integers(0, 23), st.integers(0, 23), st.sampled_from(ALPHABET), st.sampled_from(ALPHABET))
def test_any_two_wrong_symbols_are_found(one, other, first, second):
    changed = list(CODE)
    changed[one], changed[other] = first, second
    assert is_sound("".join(changed)) == ("".join(changed) == CODE)


@pytest.mark.parametrize("vector", VECTORS["made"], ids=lambda vector: vector["code"])
def test_any_two_symbols_that_were_swapped_are_found(vector):
    code = vector["code"]
    for one, other in combinations(range(24), 2):
        if code[one] != code[other]:
            swapped = list(code)
            swapped[one], swapped[other] = code[other], code[one]
            assert not is_sound("".join(swapped))


@given(st.text())
def test_any_text_that_is_read_is_a_code_as_it_is_kept(text):
    with suppress(RecordError):
        assert is_sound(read_code(text))
