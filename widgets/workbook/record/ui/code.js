/**
 * The recovery code: 22 random symbols and two check symbols, in six groups of four. Here: creating a code,
 * parsing it as a person types it, and formatting it. Not here: the record that it opens, which the kernel
 * handles. The equivalent in Python is `record/code.py`; both are tested with the same vectors.
 */

const CODE_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's base32: no I, L, O, U
const CODE_RANDOM = 22; // symbols of 5 bits: 110 bits
const CODE_LENGTH = 24;
const CODE_BETWEEN = /[\t\n\v\f\r\p{Pd}\p{Z}\p{Cf}\u2212\u2043]/u;

/**
 * @typedef {"sign" | "short" | "long" | "check"} CodeFault Why a text is not a code: an invalid character,
 *   too few symbols, too many, or check symbols that do not match.
 */

/** @returns {string} A new code of 24 symbols, without hyphens. */
export function newCode() {
  const values = Array.from(
    crypto.getRandomValues(new Uint8Array(CODE_RANDOM)),
    (byte) => byte % 32,
  );
  return [...values, ...checkSymbols(values)].map((value) => CODE_SYMBOLS[value]).join("");
}

/**
 * Parses a code as a person types, pastes or scans it. Lower case counts as upper case, O as 0, I and L as 1;
 * blanks and hyphens of all kinds are ignored. Any one or two wrong symbols, and any two swapped ones, are
 * detected.
 * @param {string} text
 * @returns {{code: string, fault: ""} | {code: "", fault: CodeFault}}
 */
export function readCode(text) {
  /** @type {number[]} */
  const values = [];
  for (const sign of text) {
    const value = symbolValue(sign);
    if (value >= 0) values.push(value);
    else if (!CODE_BETWEEN.test(sign)) return { code: "", fault: "sign" };
  }
  if (values.length < CODE_LENGTH) return { code: "", fault: "short" };
  if (values.length > CODE_LENGTH) return { code: "", fault: "long" };
  if (codeSums(values).some((sum) => sum !== 0)) return { code: "", fault: "check" };
  return { code: values.map((value) => CODE_SYMBOLS[value]).join(""), fault: "" };
}

/** @param {string} code As `readCode` gives it. @returns {string} Six groups of four, with hyphens. */
export function showCode(code) {
  return (code.match(/.{4}/g) ?? []).join("-");
}

/** @param {string} sign @returns {number} A symbol's value, 0 to 31, or -1 for any other character. */
function symbolValue(sign) {
  // Beyond ASCII, upper case may belong to another character: the long s would become an S.
  const capital = /^[a-z]$/.test(sign) ? sign.toUpperCase() : sign;
  if (capital === "O") return 0;
  if (capital === "I" || capital === "L") return 1;
  return CODE_SYMBOLS.indexOf(capital);
}

/** @returns {number[]} g^0 to g^30 for g = 2 in GF(32) with x^5 + x^2 + 1: each value except 0 once. */
function fieldPowers() {
  const powers = [1];
  while (powers.length < 31) {
    const double = (powers.at(-1) ?? 0) << 1;
    powers.push(double > 31 ? double ^ 0b100101 : double);
  }
  return powers;
}

const FIELD_POWERS = fieldPowers();

/** @param {number} value @param {number} exponent @returns {number} value * g^exponent */
function timesPower(value, exponent) {
  return value ? FIELD_POWERS[(FIELD_POWERS.indexOf(value) + exponent) % 31] : 0;
}

/**
 * The sums of c_i * g^i and of c_i * g^2i: a Reed-Solomon code's syndromes, both 0 if valid.
 * @param {number[]} values
 * @returns {[number, number]}
 */
function codeSums(values) {
  return [
    values.reduce((sum, value, at) => sum ^ timesPower(value, at), 0),
    values.reduce((sum, value, at) => sum ^ timesPower(value, 2 * at), 0),
  ];
}

/**
 * The two symbols that make both sums 0: see `_checks` in `record/code.py`.
 * @param {number[]} values
 * @returns {[number, number]}
 */
function checkSymbols(values) {
  const n = values.length;
  const [s1, s2] = codeSums(values);
  const divisor = timesPower(1, 2 * n + 1) ^ timesPower(1, 2 * n + 2);
  const d = timesPower(timesPower(s1, n) ^ s2, 31 - FIELD_POWERS.indexOf(divisor));
  const c = timesPower(s1 ^ timesPower(d, n + 1), 31 - n);
  return [c, d];
}
