/**
 * What may be a person or a place by its looks alone: neighbouring words with a capital, common first names, and
 * places of Northern Ireland. The words of the workbook, headings, days and the beginnings of sentences are none.
 */

import { isFirstName, isNoName, placeAt } from "./seen.js";
import { spotOf, wordsIn } from "./text.js";

/**
 * @typedef {import("./identifiers.js").Mark} Mark
 * @typedef {import("./text.js").Spot} Spot
 * @typedef {import("./text.js").Word} Word
 */

/** Small words within a name: de, van, and their like. */
const PARTICLES = new Set([
  "de",
  "van",
  "von",
  "der",
  "den",
  "bin",
  "al",
  "ó",
  "ní",
  "nic",
  "mac",
  "uí",
]);

/** A heading has few words, nearly all with a capital, and a line to itself. */
const MOST_IN_A_HEADING = 10;
const SMALL_WORDS = new Set("a an and as at by for from in of on or the to with your".split(" "));

/** @param {string} text @returns {Mark[]} In the order of the text; none overlaps another. */
export function nameMarks(text) {
  const words = wordsIn(text);
  const headed = wordsOfHeadings(text, words);
  /** @type {Mark[]} */
  const marks = [];
  for (let at = 0; at < words.length; at += 1) {
    const [rule, spot] = markAt(text, words, at, headed);
    if (!spot) continue;
    marks.push({ start: spot.start, end: spot.end, kind: "name", rule, reason: "" });
    at = spot.at + spot.length - 1;
  }
  return marks;
}

/**
 * @param {string} text @param {Word[]} words @param {number} at @param {Set<number>} headed
 * @returns {[string, Spot | undefined]} The rule, and the words that it marks from there.
 */
function markAt(text, words, at, headed) {
  const place = placeAt(text, words, at);
  const name = headed.has(at) ? undefined : nameAt(text, words, at);
  if (name && (!place || name.length > place.length)) return ["name", name];
  return ["place", place];
}

/** @param {string} text @param {Word[]} words @param {number} at @returns {Spot | undefined} */
function nameAt(text, words, at) {
  const isASaint = isSaint(text, words, at);
  if (!isASaint && !canBeName(words[at])) return undefined;
  let last = isASaint ? at + 1 : at;
  for (let next = last + 1; next < words.length && isBeside(text, words, next); next += 1) {
    if (canBeName(words[next])) last = next;
    else if (!PARTICLES.has(words[next].word)) break;
  }
  const spot = spotOf(words, at, last - at + 1);
  return spot.length > 1 || isFirstName(words[at]) || isOfAPerson(text, words, at)
    ? spot
    : undefined;
}

/** What stands before a name alone within a sentence, and what behind it: with Cahir; and Zdenka said. */
const BEFORE_A_NAME = new Set(
  "with and told asked met saw rang visited phoned called named hugged poor wee".split(" "),
);
const BEHIND_A_NAME = new Set(
  "said says told asked rang cried came went was is has had phoned felt wanted thinks".split(" "),
);

/** Words with a capital that are none either: languages, peoples, faiths and feasts. */
const NEVER_NAMES = new Set(
  (
    "english irish welsh scottish french german polish lithuanian romanian portuguese spanish arabic ukrainian " +
    "catholic catholics protestant protestants muslim christian christmas easter halloween ramadan god europe " +
    "traveller travellers roma gaelic makaton brexit " +
    "alzheimer alzheimers parkinson parkinsons crohn tourette queen queens king lifeline childline samaritans barnardo macmillan"
  ).split(" "),
);

/**
 * @param {string} text @param {Word[]} words @param {number} at
 * @returns {boolean} Whether one word with a capital, that is in no list, is used as a person's name is.
 */
function isOfAPerson(text, words, at) {
  const { raw, word, isFirst } = words[at];
  if (isFirst || !/^\p{Lu}\p{Ll}/u.test(raw) || NEVER_NAMES.has(withoutOwner(words[at]).word))
    return false;
  const isBehind = isBeside(text, words, at) && BEFORE_A_NAME.has(words[at - 1].word);
  const isBefore =
    at + 1 < words.length && isBeside(text, words, at + 1) && BEHIND_A_NAME.has(words[at + 1].word);
  return isBehind || isBefore || (word.endsWith("s") && /['’]s$/u.test(raw));
}

/** St Mary's, Saint Brigid. @param {string} text @param {Word[]} words @param {number} at Whether a saint begins there. */
function isSaint(text, words, at) {
  const next = words[at + 1];
  return (
    /^(?:St|Saint)$/.test(words[at].raw) &&
    Boolean(next?.isCapital) &&
    /^\.?[ \u00a0]$/.test(text.slice(words[at].end, next.start))
  );
}

/** @param {Word} word */
function canBeName(word) {
  return word.isCapital && !isNoName(withoutOwner(word));
}

/** @param {Word} word @returns {Word} Council's as Council. */
function withoutOwner(word) {
  const raw = word.raw.replace(/['’]s$/u, "");
  return raw === word.raw ? word : { ...word, word: raw.toLowerCase() };
}

/** @param {string} text @param {Word[]} words @param {number} at Whether one space or hyphen parts it from the one before. */
function isBeside(text, words, at) {
  return /^[ \u00a0-]$/.test(text.slice(words[at - 1].end, words[at].start));
}

/**
 * @param {string} text @param {Word[]} words
 * @returns {Set<number>} The words that stand in a line of their own in which nearly all have a capital.
 */
function wordsOfHeadings(text, words) {
  /** @type {Set<number>} */
  const headed = new Set();
  let at = 0;
  let offset = 0;
  for (const line of text.split("\n")) {
    const first = at;
    while (at < words.length && words[at].start < offset + line.length) at += 1;
    const mine = words.slice(first, at);
    if (isHeading(line, mine)) mine.forEach((_, step) => headed.add(first + step));
    offset += line.length + 1;
  }
  return headed;
}

/** @param {string} line @param {Word[]} words */
function isHeading(line, words) {
  if (/^\s*#{1,6} /.test(line)) return true;
  const large = words.filter(({ word }) => !SMALL_WORDS.has(word));
  const isShort =
    words.length > 3 && words.length <= MOST_IN_A_HEADING && !/[.!?,;]\s*$/.test(line);
  // A line of names has capitals as well; most words of a heading begin sentences, or are the workbook's own.
  const known = large.filter(isNoName).length;
  return (
    isShort &&
    words[0].isCapital &&
    large.every(({ isCapital }) => isCapital) &&
    2 * known > large.length
  );
}
