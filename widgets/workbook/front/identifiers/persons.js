/**
 * Rules for what points to one person or one family: a first name and a relation, an age and a place, a school
 * year, a landmark, a number plate.
 */

import { MATTERS } from "./matters.js";
import { agesIn, CLOSE, isFirstName, isNoName, isOwn, NEAR, NUMBER, placeAt } from "./seen.js";
import { PERSONS } from "./terms.js";
import { isNear, spotOf, termAt, wordsIn } from "./text.js";
import { WORKING } from "./work.js";

/**
 * @typedef {import("./seen.js").Seen} Seen
 * @typedef {import("./text.js").Spot} Spot
 * @typedef {import("./text.js").Word} Word
 */

/** A woman in Lurgan whom the writer visits. @param {Seen} seen @returns {Spot[]} */
export function peopleWithPlaces(seen) {
  const somebody = [
    seen.people,
    seen.names,
    seen.of(PERSONS.PRONOUNS),
    seen.of(PERSONS.GENERAL_PEOPLE),
    seen.of(WORKING.WORKED_WITH),
  ];
  const work = [PERSONS.WORK, WORKING.WORKED_WITH, WORKING.WORK_EVENTS];
  return seen.places.filter(
    (place) =>
      work.some((terms) => isNear(seen.of(terms), place, NEAR)) &&
      somebody.some((all) => isNear(all, place, NEAR)) &&
      !isNear(seen.general, place, NEAR) &&
      !isNear(seen.own, place, NEAR),
  );
}

/** The oul fella in the flats of Divis: one person, and a place at once behind. @param {Seen} seen @returns {Spot[]} */
export function peopleOfPlaces(seen) {
  const { text, people, general, own } = seen;
  return seen.places.filter((place) =>
    people.some(
      ({ at, start, end }) =>
        /^(?:the|that|this|yon|thon|yer|your|my)$/.test(seen.words[at].word) &&
        place.start > end &&
        place.start - end <= CLOSE / 2 &&
        /^[^.!?;:\n]{0,20} (?:in|from|of|out|on|near|by|up|down) (?:the )?$/.test(
          text.slice(end, place.start),
        ) &&
        ![general, own].some((all) => isNear(all, { start, end }, NEAR)),
    ),
  );
}

/** Siobhan's ma; the granny of Caoimhe. @param {Seen} seen @returns {Spot[]} */
export function relations({ text, words, own }) {
  return words.flatMap((word, at) => {
    const relation =
      isPossessive(text, words, at) && termAt(text, words, at + 1, PERSONS.RELATIONS);
    if (relation && !["my", "our"].includes(words[at - 1]?.word))
      return [spotOf(words, at, relation.length + 1)];
    const kin = termAt(text, words, at, PERSONS.RELATIONS);
    if (!kin || isOwn({ own }, kin)) return [];
    const next = at + kin.length;
    const name = ["of", "to"].includes(words[next]?.word) ? next + 1 : next;
    return words[name] && isFirstName(words[name]) && words[at].end < words[name].start
      ? [spotOf(words, at, name + 1 - at)]
      : [];
  });
}

/** @param {string} text @param {Word[]} words @param {number} at Whether a name stands there, and owns what follows. */
function isPossessive(text, words, at) {
  const { raw, end } = words[at];
  const owner =
    /^(.{2,30})['’]s$/u.exec(raw)?.[1] ?? (/^['’] /.test(text.slice(end, end + 2)) ? raw : "");
  if (!owner) return false;
  const [one] = wordsIn(owner);
  const isPlace = Boolean(placeAt(owner, [one], 0));
  if (PERSONS.FIRST_NAMES.has(one.word)) return true;
  return one.isCapital && !isNoName(one) && !isPlace;
}

/** Wee Conor, big Davy. @param {Seen} seen @returns {Spot[]} */
export function fondNames(seen) {
  const { text, words } = seen;
  const isOfTheWork = (/** @type {Spot} */ spot) =>
    [WORKING.WORKED_WITH, WORKING.WORK_EVENTS].some((terms) => isNear(seen.of(terms), spot, CLOSE));
  return words.flatMap((word, at) => {
    const next = words[at + 1];
    if (!next?.isCapital || next.isFirst || ["my", "our"].includes(words[at - 1]?.word)) return [];
    const isFond =
      ["wee", "oul", "auld"].includes(word.word) ||
      (word.word === "our" && isNear(seen.of(PERSONS.WORK), spotOf(words, at, 2), CLOSE));
    const isName = isFond
      ? !isNoName(next) &&
        !/^(?:lang|reekie|firm)$/.test(next.word) &&
        !placeAt(text, words, at + 1)
      : ["big", "young", "poor", "little"].includes(word.word) &&
        (isFirstName(next) || (!isNoName(next) && isOfTheWork(spotOf(words, at, 2))));
    const spot = spotOf(words, at, 2);
    return isName && !isNear(seen.of(PERSONS.PUBLIC_FIGURES), spot, 24) ? [spot] : [];
  });
}

/** Jordan and his granny. @param {Seen} seen @returns {Spot[]} */
export function namesWithKin(seen) {
  const kin = seen
    .of(PERSONS.SPECIFIC_PEOPLE)
    .filter(({ at }) => /^(?:his|her)$/.test(seen.words[at].word));
  return seen.names.filter((spot) => isNear(kin, spot, 24) && !isNear(seen.general, spot, NEAR));
}

/** A full name with her children, or with the work. @param {Seen} seen @returns {Spot[]} */
export function fullNamesWithFamily(seen) {
  return seen.names
    .filter(({ at }) => {
      const next = seen.words[at + 1];
      return next?.isCapital && !next.isFirst && !isNoName(next);
    })
    .map(({ at }) => spotOf(seen.words, at, 2))
    .filter(
      (spot) =>
        [seen.people, seen.of(PERSONS.WORK)].some((all) => isNear(all, spot, NEAR)) &&
        !isNear(seen.general, spot, NEAR),
    );
}

/** A lad of nine from Ballycastle; in her eighties, in Comber. @param {Seen} seen @returns {Spot[]} */
export function agesWithPlaces(seen) {
  return agesIn(seen).filter((spot) => isNear(seen.places, spot, NEAR) && !isOwn(seen, spot));
}

/** A Year 9 lad and his school. @param {Seen} seen @returns {Spot[]} */
export function schoolYears(seen) {
  const { words, own, general } = seen;
  return words.flatMap(({ word }, at) => {
    const next = words[at + 1]?.word ?? "";
    const isYear =
      /^p[1-7]s?$/.test(word) || (["year", "primary"].includes(word) && NUMBER.test(next));
    if (!isYear || ["first", "last", "my", "our"].includes(words[at - 1]?.word)) return [];
    const spot = spotOf(words, at, /^p/.test(word) && !NUMBER.test(next) ? 1 : 2);
    const isChild =
      /^(?:boy|girl|lad|child|pupil|wean|who)$/.test(words[at + spot.length]?.word ?? "") ||
      isNear(seen.of(MATTERS.SCHOOL), spot, NEAR) ||
      isNear(seen.people, spot, CLOSE) ||
      isNear(seen.of(PERSONS.GENERAL_PEOPLE), spot, CLOSE);
    return isChild && !isNear(own, spot, NEAR) && !isNear(general, spot, NEAR) ? [spot] : [];
  });
}

/** The wee house beside the chapel. @param {Seen} seen @returns {Spot[]} */
export function landmarks(seen) {
  const whose = [
    seen.of(MATTERS.DWELLING),
    seen.people,
    seen.of(PERSONS.GENERAL_PEOPLE),
    seen.of(PERSONS.PRONOUNS),
  ];
  return seen
    .of(MATTERS.LANDMARK)
    .filter(
      (spot) =>
        whose.some((all) => isNear(all, spot, CLOSE)) &&
        !isNear(seen.own, spot, NEAR) &&
        !isNear(seen.general, spot, NEAR),
    );
}

/** The only Syrian family in our village. @param {Seen} seen @returns {Spot[]} */
export function onlyOnes(seen) {
  return seen
    .of(MATTERS.ONLY)
    .filter(
      (spot) =>
        isNear(seen.of(MATTERS.SMALL_PLACE), spot, CLOSE) || isNear(seen.places, spot, CLOSE),
    );
}

/** A number plate of Northern Ireland (KEZ 4417) or of Britain, with a word of cars. @param {Seen} seen */
export function numberPlates(seen) {
  return seen.words.flatMap(({ raw }, at) => {
    const next = seen.words[at + 1]?.raw ?? "";
    const isPair = /^[A-Z](?:[IZ][A-Z]|[A-Z][IZ])$/.test(raw) && /^\d{3,4}$/.test(next);
    const isPairOfBritain = /^[A-Z]{2}\d{2}$/.test(raw) && /^[A-Z]{3}$/.test(next);
    const isOne = /^(?:[A-Z](?:[IZ][A-Z]|[A-Z][IZ])\d{3,4}|[A-Z]{2}\d{2}[A-Z]{3})$/.test(raw);
    if (!isPair && !isPairOfBritain && !isOne) return [];
    const spot = spotOf(seen.words, at, isOne ? 1 : 2);
    return isNear(seen.of(MATTERS.VEHICLE), spot, CLOSE) ? [spot] : [];
  });
}
