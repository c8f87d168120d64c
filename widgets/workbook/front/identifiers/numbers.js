/**
 * Numbers that lead to a person: telephones, Health and Care Numbers, NHS numbers.
 *
 * They are digits in groups, as people write them, so they are read group by group and not by one pattern.
 */

/** @typedef {import("./identifiers.js").Mark} Mark */

const FEWEST_DIGITS = 8;
const MOST_DIGITS = 15;
const MOST_GROUPS = 6;
const HEALTH_DIGITS = 10;

/** Said to be a Health and Care Number: then a slip in its check digit does not matter. */
const NAMED = /(?:hcn|h ?& ?c|h and c|health (?:and|&) care)[^\d\n]{0,40}$/i;
/** The same behind it: ten digits, and a little later what they are. */
const NAMED_BEHIND = /^(?:\d[ -]?){10}\D{1,60}?(?:hcn|h ?& ?c\b)/i;
const NAMED_WITHIN = 64;

/** Numbers that belong to services and not to people: freephone, and those of public bodies and charities. */
const SERVICE = /^(?:0800|0808|0845|0870|03\d\d)/;

/**
 * Telephone and health numbers: digits in groups, as people write them. A number may follow another one, so each
 * group is tried as a beginning.
 * @param {string} text
 * @returns {Mark[]}
 */
export function numberMarks(text) {
  const groups = [...text.matchAll(/\d+/g)];
  /** @type {Mark[]} */
  const marks = [];
  for (let first = 0; first < groups.length; first += 1) {
    const start = groups[first].index;
    const isNamed =
      NAMED.test(text.slice(Math.max(0, start - NAMED_WITHIN), start)) ||
      NAMED_BEHIND.test(text.slice(start, start + NAMED_WITHIN + MOST_DIGITS));
    if (!isNamed && /[\p{L}.,:/£€$]/u.test(text[start - 1] ?? " ")) continue;
    const before = /(?:\+\(?|\()$/.exec(text.slice(Math.max(0, start - 2), start))?.[0] ?? "";
    const [rule, last] = longestNumber(text, groups, first, {
      plus: before.includes("+"),
      isNamed,
    });
    if (!rule) continue;
    const end = groups[last].index + groups[last][0].length;
    marks.push({ start: start - before.length, end, kind: "identifying", rule, reason: "" });
    first = last;
  }
  return marks;
}

/**
 * @param {string} text
 * @param {RegExpExecArray[]} groups
 * @param {number} first The group that a number may begin with.
 * @param {{plus: boolean, isNamed: boolean}} before What stands before it: a plus sign, "HCN".
 * @returns {[string, number]} The rule of the longest number that begins there, or "", and its last group.
 */
function longestNumber(text, groups, first, { plus, isNamed }) {
  /** @type {[string, number]} */
  let found = ["", first];
  let digits = "";
  for (let last = first; last < Math.min(groups.length, first + MOST_GROUPS); last += 1) {
    if (last > first && !isGap(text, groups[last - 1], groups[last])) break;
    digits += groups[last][0];
    if (digits.length > MOST_DIGITS) break;
    if (digits.length < FEWEST_DIGITS || !endsWell(text, groups[last])) continue;
    const local = last === first + 1 && isLocal(groups[first][0], groups[last][0]);
    const isHealth = isNamed && digits.length === HEALTH_DIGITS;
    const rule = isHealth ? "health_and_care" : local ? "phone" : numberRule(digits, plus);
    if (rule) found = [rule, last];
  }
  return found;
}

/** @param {string} text @param {RegExpMatchArray} one @param {RegExpMatchArray} next */
function isGap(text, one, next) {
  const gap = text.slice((one.index ?? 0) + one[0].length, next.index);
  return gap.length <= 3 && /^[ \u00a0()-]+$/.test(gap);
}

/** @param {string} text @param {RegExpMatchArray} group Whether nothing goes on after its digits. */
function endsWell(text, group) {
  const end = (group.index ?? 0) + group[0].length;
  return !/^(?:[\p{L}%/]|[.,:]\d)/u.test(text.slice(end, end + 2));
}

/**
 * Which number this is. The Health and Care Number of Northern Ireland lies between 320 000 001 and 399 999 999 in
 * its first nine digits; NHS numbers of England and Wales between 400 000 000 and 499 999 999 or 600 000 000 and
 * 799 999 999.
 * @param {string} digits
 * @param {boolean} plus Whether a plus sign stands before it.
 * @returns {string} A rule's name, or "" where it is none of them.
 */
function numberRule(digits, plus) {
  if (plus) return digits.length >= 10 ? "phone" : "";
  if (SERVICE.test(digits)) return "";
  if (/^0[1-9]/.test(digits)) return digits.length === 10 || digits.length === 11 ? "phone" : "";
  if (digits.startsWith("00")) return digits.length >= 12 ? "phone" : "";
  if (digits.length === 10 && hasGoodCheckDigit(digits)) {
    const nine = Number(digits.slice(0, 9));
    if (nine >= 320_000_001 && nine <= 399_999_999) return "health_and_care";
    if (/^[467]/.test(digits)) return "nhs";
  }
  return "";
}

/**
 * Within Northern Ireland a number can be dialled without 028, as four digits and four. Two years look the same
 * from a distance, and so do round numbers.
 * @param {string} one
 * @param {string} other
 */
function isLocal(one, other) {
  return one.length === 4 && other.length === 4 && !/^(?:19|20|[015])|00$/.test(one);
}

/**
 * The check digit of a Health and Care Number or an NHS number, modulus 11: the first nine digits are weighed
 * from 10 down to 2 (NHS Data Dictionary, "NHS Number").
 * @param {string} digits Ten of them.
 * @returns {boolean}
 */
export function hasGoodCheckDigit(digits) {
  const sum = [...digits.slice(0, 9)].reduce(
    (total, digit, at) => total + Number(digit) * (10 - at),
    0,
  );
  return (11 - (sum % 11)) % 11 === Number(digits[9]);
}
