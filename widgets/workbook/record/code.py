"""The recovery code: 22 random symbols and two check symbols, in six groups of four.

Here: creating a code, parsing it as a person types it, and formatting it. Not here: the record that it opens
(see `encryption`). The equivalent in the browser is `record/ui/code.js`; both are tested with the same
vectors.
"""

import secrets
import unicodedata
from collections.abc import Callable, Sequence

from workbook.record.errors import RecordError

__all__ = ["new_code", "read_code", "secret_of", "show_code"]

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: no I, L, O, U
_RANDOM = 22  # symbols of 5 bits: 110 bits
_LENGTH = 24
_GROUP = 4

_TAKEN_FOR = {"O": "0", "I": "1", "L": "1"}
_VALUES = {symbol: value for value, symbol in enumerate(_ALPHABET)} | {
    sign: _ALPHABET.index(symbol) for sign, symbol in _TAKEN_FOR.items()
}
# Dashes, blanks and invisible characters (Unicode categories), and some from other categories.
_BETWEEN = ("Pd", "Zs", "Zl", "Zp", "Cf")
_BETWEEN_TOO = "\t\n\v\f\r\u2212\u2043"


def new_code(random: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """Return a new code of 24 symbols, without hyphens; `random(n)` returns n random bytes."""
    values = [byte % 32 for byte in random(_RANDOM)]
    return "".join(_ALPHABET[value] for value in (*values, *_checks(values)))


def read_code(text: str) -> str:
    """Return the 24 symbols of a code that a person typed, pasted or scanned.

    Lower case counts as upper case, O as 0, I and L as 1; blanks and hyphens of all kinds are ignored. Raises
    RecordError ("mistyped") if a character can't be in a code, if there are too few or too many, or if the
    check symbols do not match, which detects any one or two wrong symbols, and any two swapped ones.
    """
    values = []
    for sign in text:
        value = _VALUES.get(sign.upper() if sign.isascii() else sign)
        if value is not None:
            values.append(value)
        elif sign not in _BETWEEN_TOO and unicodedata.category(sign) not in _BETWEEN:
            raise RecordError("mistyped")
    if len(values) != _LENGTH or any(_syndromes(values)):
        raise RecordError("mistyped")
    return "".join(_ALPHABET[value] for value in values)


def show_code(code: str) -> str:
    """Return a code from `read_code` in readable form: six groups of four with hyphens."""
    return "-".join(code[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def secret_of(code: str) -> bytes:
    """Return the secret from which keys are derived: the 22 random symbols of a code, as ASCII."""
    return code[:_RANDOM].encode("ascii")


def _powers() -> list[int]:
    """Return g^0 to g^30 for g = 2 in GF(32) with x^5 + x^2 + 1: each value except 0 once."""
    powers = [1]
    while len(powers) < 31:  # noqa: PLR2004 - the order of g
        double = powers[-1] << 1
        powers.append(double ^ 0b100101 if double > 31 else double)  # noqa: PLR2004 - the largest value
    return powers


_POWERS = _powers()
_LOGARITHMS = {power: exponent for exponent, power in enumerate(_POWERS)}


def _times(value: int, exponent: int) -> int:
    """Return value * g^exponent."""
    return _POWERS[(_LOGARITHMS[value] + exponent) % 31] if value else 0


def _syndromes(values: Sequence[int]) -> tuple[int, int]:
    """Return the sums of c_i * g^i and of c_i * g^2i: a Reed-Solomon code's syndromes, both 0 if valid."""
    first = second = 0
    for at, value in enumerate(values):
        first ^= _times(value, at)
        second ^= _times(value, 2 * at)
    return first, second


def _checks(values: Sequence[int]) -> tuple[int, int]:
    """Return the two symbols that make both sums 0, with c at index n and d at n + 1 after n others.

    c*g^n + d*g^(n+1) = s1 and c*g^2n + d*g^(2n+2) = s2 give d = (s1*g^n + s2) / (g^(2n+1) + g^(2n+2)).
    """
    n = len(values)
    s1, s2 = _syndromes(values)
    divisor = _times(1, 2 * n + 1) ^ _times(1, 2 * n + 2)
    d = _times(_times(s1, n) ^ s2, 31 - _LOGARITHMS[divisor])
    c = _times(s1 ^ _times(d, n + 1), 31 - n)
    return c, d
