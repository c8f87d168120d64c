/**
 * What stands where in a text: names, people, places, the writer's own, signs of a text that speaks in general.
 * The rules for stories (stories.js) ask it what stands near what.
 */

import { MATTERS } from "./matters.js";
import { PLACES, PLACES_AFTER_THE } from "./places.js";
import { PERSONS } from "./terms.js";
import { find, isNear, overlaps, spotOf, termAt, wordsIn } from "./text.js";

/**
 * @typedef {import("./text.js").Spot} Spot
 * @typedef {import("./text.js").Word} Word
 * @typedef {import("./text.js").Terms} Terms
 * @typedef {(terms: Terms) => Spot[]} Look
 *
 * @typedef {object} Seen What stands where in a text.
 * @property {string} text
 * @property {Word[]} words
 * @property {Look} of Where these terms stand.
 * @property {Spot[]} names First names, but for those of the writer's own people.
 * @property {Spot[]} people One person or one family.
 * @property {Spot[]} places
 * @property {Spot[]} own The writer's own people.
 * @property {Spot[]} general Signs of a text about learning, a campaign or the law.
 */

/** How far apart two things may stand and still tell one story, in UTF-16 units: some two sentences. */
export const NEAR = 160;
export const CLOSE = 60;

/** @param {string} text @returns {Seen} */
export function lookThrough(text) {
  const words = wordsIn(text);
  /** @type {Map<Terms, Spot[]>} */
  const found = new Map();
  const of = (/** @type {Terms} */ terms) => {
    const spots = found.get(terms) ?? find(text, words, terms);
    found.set(terms, spots);
    return spots;
  };
  const own = of(PERSONS.OWN_PEOPLE);
  const seen = { text, words, of, own, general: of(PERSONS.PUBLIC_MATTERS) };
  const names = words.flatMap((word, at) =>
    isFirstName(word) && !isOwn(seen, spotOf(words, at, 1)) ? [spotOf(words, at, 1)] : [],
  );
  return {
    ...seen,
    names,
    people: [...of(PERSONS.SPECIFIC_PEOPLE), ...kinOfOthers(text, words)]
      .sort((a, b) => a.start - b.start)
      .filter((spot) => !isOwn(seen, spot)),
    places: placesIn(text, words),
  };
}

const NOBODYS =
  /^(?:one|every|everyone|everybody|nobody|anyone|women|men|people|today|that|it|what|who|let|here|there|he|she)$/;

/** The minister's daughter. @param {string} text @param {Word[]} words @returns {Spot[]} */
function kinOfOthers(text, words) {
  return words.flatMap(({ raw }, at) => {
    const owner = /^(\p{Ll}[\p{Ll}\p{M}]{2,30})['’]s$/u.exec(raw)?.[1];
    const isAnybodys = !owner || NOBODYS.test(owner) || ["my", "our"].includes(words[at - 1]?.word);
    const kin = isAnybodys ? undefined : termAt(text, words, at + 1, PERSONS.RELATIONS);
    return kin ? [spotOf(words, at, 1 + kin.length)] : [];
  });
}

/** @param {Word} word Whether it is a common first name, or what belongs to one: Deirdre, Deirdre's. */
export function isFirstName({ raw, word, isCapital }) {
  if (!isCapital) return false;
  const owned = /['’]s$/u.test(raw) ? word.slice(0, -1) : word;
  return PERSONS.FIRST_NAMES.has(word) || PERSONS.FIRST_NAMES.has(owned);
}

/**
 * Places of the list, and what else is written with a capital after "in" or "from".
 * @param {string} text @param {Word[]} words @returns {Spot[]}
 */
function placesIn(text, words) {
  return words.flatMap((word, at) => {
    const listed = placeAt(text, words, at);
    if (listed) return [listed];
    const [before, further] = [words[at - 1]?.word ?? "", words[at - 2]?.word ?? ""];
    const isAfter =
      /^(?:in|from|near|outside|at)$/.test(before) ||
      (/^(?:by|past|near|round)$/.test(before) && /^(?:out|up|down|over|away)$/.test(further));
    const isPlace = word.isCapital && !word.isFirst && isAfter && !isNoName(word);
    return isPlace && !PERSONS.FIRST_NAMES.has(word.word) ? [spotOf(words, at, 1)] : [];
  });
}

/** @param {string} text @param {Word[]} words @param {number} at @returns {Spot | undefined} A place of the list. */
export function placeAt(text, words, at) {
  if (!words[at]?.isCapital) return undefined;
  const isAfterThe = words[at - 1]?.word === "the";
  return (
    termAt(text, words, at, PLACES) ??
    (isAfterThe ? termAt(text, words, at, PLACES_AFTER_THE) : undefined)
  );
}

/** @param {Word} word Whether it has a capital for another reason than being a name. */
export function isNoName({ word }) {
  return PERSONS.NOT_NAMES.has(word) || PERSONS.OWN_TERMS.has(word);
}

/** @param {{own: Spot[]}} seen @param {Spot} spot Whether it is, or follows at once, one of the writer's own. */
export function isOwn({ own }, spot) {
  return overlaps(own, { start: spot.start - 2, end: spot.end + 1 });
}

/** @param {Seen} seen @param {Terms} one @param {Terms} other @param {number} within @returns {Spot[]} */
export function together(seen, one, other, within) {
  return seen.of(one).filter((spot) => isNear(seen.of(other), spot, within));
}

/**
 * @param {Seen} seen @param {Terms} terms @param {{byPlace?: boolean}} [how] Whether a place alone is enough.
 * @returns {Spot[]} Where they stand near somebody: a name, one person, she or he, or a place.
 */
export function told(seen, terms, { byPlace = true } = {}) {
  const others = seen.of(MATTERS.OTHER_SENSES);
  return seen.of(terms).filter((spot) => {
    if (overlaps(others, spot) || overlaps(seen.own, spot)) return false;
    if (isNear(seen.people, spot, NEAR)) return true;
    if (isNear(seen.general, spot, 2 * NEAR) || isNear(seen.own, spot, NEAR)) return false;
    if (
      [seen.names, seen.of(PERSONS.PRONOUNS), byPlace ? seen.places : []].some((all) =>
        isNear(all, spot, NEAR),
      )
    )
      return true;
    return Boolean(
      isNear(seen.of(PERSONS.GENERAL_PEOPLE), spot, NEAR) &&
      [seen.of(PERSONS.NOW), seen.of(PERSONS.WORK)].some((all) => isNear(all, spot, NEAR)),
    );
  });
}

/** @param {Seen} seen @param {{start: number, end: number}} spot Whether it is near a sign of learning or of a rule, and far from anybody. */
export function isGeneral(seen, spot) {
  const isSaid = [seen.general, seen.of(MATTERS.NEVER)].some(
    (signs) => overlaps(signs, spot) || isNear(signs, spot, NEAR),
  );
  const somebody = [seen.people, seen.names, seen.of(PERSONS.PRONOUNS), seen.places];
  return Boolean(isSaid) && !somebody.some((all) => isNear(all, spot, NEAR));
}

export const NUMBER = new RegExp(
  `^(?:\\d{1,3}|${
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|" +
    "eighteen|nineteen|twenty"
  })$`,
);
const DECADE =
  /^(?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|[2-9]0s)$/;

/** @param {Seen} seen @returns {Spot[]} */
export function agesIn({ text, words }) {
  return words.flatMap(({ word }, at) => {
    const [next, after] = [words[at + 1]?.word ?? "", words[at + 2]?.word ?? ""];
    if (/^\d{1,2}(?:yo|yrs?)$/.test(word)) return [spotOf(words, at, 1)];
    if (NUMBER.test(word) && next === "years" && after === "of" && words[at + 3]?.word === "age")
      return [spotOf(words, at, 4)];
    if (NUMBER.test(word) && /^(?:year|yr|month|week)s?$/.test(next) && /^olds?$/.test(after))
      return [spotOf(words, at, 3)];
    const isPerson =
      /^(?:lad|boy|girl|man|woman|fella|lady|child|wean|wain|mother|mum|widow)$/.test(word);
    if (isPerson && next === "of" && NUMBER.test(after)) return [spotOf(words, at, 3)];
    if (isPerson && /^\d{1,3}$/.test(next) && /^, $/.test(gapAfter(text, words, at)))
      return [spotOf(words, at, 2)];
    const isOlder =
      /^(?:shes|hes)$/.test(word) && /^\d{2}$/.test(next) && !/^(?:minutes|today)$/.test(after);
    if (isOlder) return [spotOf(words, at, 2)];
    const isAlone = words[at].isFirst && /^\d{2}$/.test(word) && gapAfter(text, words, at) === ", ";
    if (isAlone) return [spotOf(words, at, 1)];
    const isEarly = /^(?:early|mid|late)$/.test(next);
    if (/^(?:her|his|their)$/.test(word) && DECADE.test(isEarly ? after : next))
      return [spotOf(words, at, isEarly ? 3 : 2)];
    return [];
  });
}

/** @param {string} text @param {Word[]} words @param {number} at */
function gapAfter(text, words, at) {
  return text.slice(words[at].end, words[at + 1]?.start);
}
