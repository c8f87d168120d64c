"""The recovery code: 22 random symbols and two that check them, in six groups of four.

Here: how a code is made, read as a person types it, and shown. Not here: what it opens (see `encryption`).
Its twin in the browser is `record/ui/code.js`; both are held to the same vectors.
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
# Dashes, blanks and signs that nobody sees (Unicode categories), and those that stand elsewhere.
_BETWEEN = ("Pd", "Zs", "Zl", "Zp", "Cf")
_BETWEEN_TOO = "\t\n\v\f\r\u2212\u2043"


def new_code(random: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """Return a new code of 24 symbols, without hyphens; `random(n)` gives n random bytes."""
    values = [byte % 32 for byte in random(_RANDOM)]
    return "".join(_ALPHABET[value] for value in (*values, *_checks(values)))


def read_code(text: str) -> str:
    """Return the 24 symbols of a code that a person typed, pasted or scanned.

    Small letters count as capitals, O as 0, I and L as 1; blanks and hyphens of all kinds are left out.
    Raises RecordError ("mistyped") where a sign is in no code, some are missing or too many, or the check
    symbols do not fit: that finds any one or two wrong symbols, and any two that were swapped.
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
    """Return a code that `read_code` returned as a person reads it: six groups of four with hyphens."""
    return "-".join(code[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def secret_of(code: str) -> bytes:
    """Return what keys are made from: the 22 random symbols of a code, as ASCII."""
    return code[:_RANDOM].encode("ascii")


def _powers() -> list[int]:
    """Return g^0 to g^30 for g = 2 in GF(32) with x^5 + x^2 + 1: each value but 0 once."""
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
    """Return the sums of c_i * g^i and of c_i * g^2i: a Reed-Solomon code's, both 0 for a sound code."""
    first = second = 0
    for at, value in enumerate(values):
        first ^= _times(value, at)
        second ^= _times(value, 2 * at)
    return first, second


def _checks(values: Sequence[int]) -> tuple[int, int]:
    """Return the two symbols that make both sums 0, with c at the place n and d at n + 1 behind n others.

    c*g^n + d*g^(n+1) = s1 and c*g^2n + d*g^(2n+2) = s2 give d = (s1*g^n + s2) / (g^(2n+1) + g^(2n+2)).
    """
    n = len(values)
    s1, s2 = _syndromes(values)
    divisor = _times(1, 2 * n + 1) ^ _times(1, 2 * n + 2)
    d = _times(_times(s1, n) ^ s2, 31 - _LOGARITHMS[divisor])
    c = _times(s1 ^ _times(d, n + 1), 31 - n)
    return c, d
