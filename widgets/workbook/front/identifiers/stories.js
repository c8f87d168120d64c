/**
 * Rules for stories: what points to a person only together, such as a first name and a relation, an age and a
 * place, a word of care and a child. Each looks for one term and for another near it.
 *
 * A text about learning, a campaign or the writer's own family has the same words; near such signs most rules
 * keep quiet. So they miss some, and they do not pretend otherwise.
 */

import { MATTERS } from "./matters.js";
import {
  agesWithPlaces,
  fondNames,
  fullNamesWithFamily,
  landmarks,
  namesWithKin,
  numberPlates,
  onlyOnes,
  peopleOfPlaces,
  peopleWithPlaces,
  relations,
  schoolYears,
} from "./persons.js";
import {
  CLOSE,
  isFirstName,
  isGeneral,
  isNoName,
  isOwn,
  lookThrough,
  NEAR,
  told,
  together,
} from "./seen.js";
import { PERSONS } from "./terms.js";
import { isNear, overlaps, spotOf, wordsIn } from "./text.js";
import { colleaguesRunDown, eventsOfTheWork, peopleOfTheWork } from "./work.js";

/**
 * @typedef {import("./text.js").Spot} Spot
 * @typedef {import("./text.js").Word} Word
 * @typedef {import("./identifiers.js").Mark} Mark
 * @typedef {import("./text.js").Span} Span
 * @typedef {import("./seen.js").Seen} Seen
 */

/** @type {{rule: string, kind: string, spots: (seen: Seen) => Spot[]}[]} */
const STORIES = [
  { rule: "relation", kind: "identifying", spots: relations },
  { rule: "relation", kind: "identifying", spots: namesWithKin },
  { rule: "first_name", kind: "identifying", spots: fondNames },
  { rule: "full_name", kind: "identifying", spots: fullNamesWithFamily },
  { rule: "age_place", kind: "identifying", spots: agesWithPlaces },
  { rule: "school_year", kind: "identifying", spots: schoolYears },
  { rule: "care", kind: "confidential", spots: (seen) => told(seen, MATTERS.CARE) },
  { rule: "care", kind: "confidential", spots: careEvents },
  {
    rule: "care",
    kind: "confidential",
    spots: (seen) => told(seen, MATTERS.FOSTERING, { byPlace: false }),
  },
  { rule: "person_place", kind: "identifying", spots: peopleWithPlaces },
  { rule: "person_place", kind: "identifying", spots: peopleOfPlaces },
  { rule: "care", kind: "confidential", spots: contests },
  { rule: "court", kind: "confidential", spots: courtsWithChildren },
  {
    rule: "health",
    kind: "confidential",
    spots: (seen) => told(seen, MATTERS.HEALTH, { byPlace: false }),
  },
  { rule: "court", kind: "confidential", spots: judgesAndPeople },
  { rule: "home", kind: "confidential", spots: homeConditions },
  { rule: "visit", kind: "confidential", spots: visits },
  { rule: "encounter", kind: "confidential", spots: encounters },
  { rule: "client", kind: "identifying", spots: peopleOfTheWork },
  { rule: "work_event", kind: "confidential", spots: eventsOfTheWork },
  { rule: "colleague", kind: "contempt", spots: colleaguesRunDown },
  { rule: "landmark", kind: "identifying", spots: landmarks },
  { rule: "only_one", kind: "identifying", spots: onlyOnes },
  {
    rule: "news",
    kind: "confidential",
    spots: (seen) => together(seen, MATTERS.NEWS, MATTERS.INSIDE, NEAR),
  },
  { rule: "picture", kind: "confidential", spots: pictures },
  { rule: "vehicle", kind: "identifying", spots: numberPlates },
  {
    rule: "record",
    kind: "confidential",
    spots: (seen) => together(seen, MATTERS.RECORD, MATTERS.RECORD_READ, CLOSE),
  },
  { rule: "ai", kind: "confidential", spots: handedToAi },
  { rule: "profile", kind: "looking", spots: profiles },
  { rule: "password", kind: "confidential", spots: (seen) => seen.of(MATTERS.LOGIN) },
  { rule: "guilt", kind: "contempt", spots: verdicts },
  { rule: "contempt", kind: "contempt", spots: contempt },
  {
    rule: "judge",
    kind: "contempt",
    spots: (seen) => together(seen, MATTERS.JUDGE, MATTERS.JUDGE_CONTEMPT, NEAR),
  },
  { rule: "group", kind: "blanket", spots: (seen) => seen.of(MATTERS.THEM_GROUPS) },
  {
    rule: "group",
    kind: "blanket",
    spots: (seen) => together(seen, MATTERS.GROUPS, MATTERS.GROUP_CONTEMPT, CLOSE),
  },
];

/**
 * @param {string} text
 * @returns {{marks: Mark[], isNotice: boolean, isGeneral: (spot: Span) => boolean, isOwn: (spot: Span) =>
 *   boolean, isAboutSomebody: (spot: Span) => boolean}} What the rules find, in their order; whether the text
 *   invites people and tells of nobody; and whether what stands at a place is spoken of in general, is about the
 *   writer's own people, or stands near somebody.
 */
export function readStories(text) {
  const seen = lookThrough(text);
  const marks = STORIES.flatMap(({ rule, kind, spots }) =>
    spots(seen).map(({ start, end }) => ({ start, end, kind, rule, reason: "" })),
  );
  marks.push(...placesBeside(seen, marks));
  return {
    marks,
    isNotice: Boolean(seen.of(PERSONS.EVENTS).length && !seen.people.length && !marks.length),
    isGeneral: (spot) => isGeneral(seen, spot),
    isAboutSomebody: (spot) =>
      [seen.people, seen.names, seen.of(PERSONS.WORK), seen.of(MATTERS.DWELLING)].some((all) =>
        isNear(all, spot, NEAR),
      ) && ![seen.own, seen.general].some((all) => isNear(all, spot, NEAR)),
    isOwn: (spot) => isNear(seen.own, spot, CLOSE) && !isNear(seen.places, spot, NEAR),
  };
}

/**
 * A place beside what is told of somebody: which house, which court.
 * @param {Seen} seen @param {Mark[]} marks @returns {Mark[]}
 */
function placesBeside(seen, marks) {
  const told = marks.filter(({ kind }) => ["confidential", "identifying"].includes(kind));
  return seen.places
    .filter((place) =>
      told.some(({ start, end }) => Math.max(place.start - end, start - place.end) <= CLOSE),
    )
    .map(({ start, end }) => ({ start, end, kind: "identifying", rule: "place", reason: "" }));
}

/** An overdose and a family, whichever. @param {Seen} seen @returns {Spot[]} */
function careEvents(seen) {
  return together(seen, MATTERS.CARE_EVENTS, PERSONS.GENERAL_PEOPLE, NEAR).filter(
    (spot) => !isNear(seen.general, spot, NEAR) && !isNear(seen.own, spot, NEAR),
  );
}

/** @param {Seen} seen @returns {Spot[]} */
function contests(seen) {
  return seen.of(MATTERS.CONTESTED).filter((spot) => !isNear(seen.general, spot, NEAR));
}

/** A courthouse and two babies: a court with a child or an order, on one day. @param {Seen} seen @returns {Spot[]} */
function courtsWithChildren(seen) {
  const others = seen.of(MATTERS.OTHER_SENSES);
  const oneDay = [
    seen.places,
    seen.people,
    seen.names,
    seen.of(PERSONS.NOW),
    seen.of(MATTERS.HOURS),
  ];
  return seen
    .of(MATTERS.COURT)
    .filter(
      (spot) =>
        !overlaps(others, spot) &&
        !isNear(seen.general, spot, NEAR) &&
        [seen.of(MATTERS.CHILDREN_OR_ORDERS), seen.people].some((all) => isNear(all, spot, NEAR)) &&
        oneDay.some((all) => isNear(all, spot, NEAR)),
    );
}

/** The judge let him home. @param {Seen} seen @returns {Spot[]} */
function judgesAndPeople(seen) {
  return together(seen, MATTERS.JUDGE, PERSONS.PRONOUNS, CLOSE).filter(
    (spot) => !isNear(seen.general, spot, NEAR) && !isNear(seen.own, spot, NEAR),
  );
}

/** @param {Seen} seen @returns {Spot[]} */
function homeConditions(seen) {
  return together(seen, MATTERS.HOME_CONDITIONS, MATTERS.HOME, CLOSE).filter(
    (spot) => !isNear(seen.of(MATTERS.NOT_A_HOME), spot, CLOSE),
  );
}

/** Outside a house in Twinbrook. @param {Seen} seen @returns {Spot[]} */
function visits(seen) {
  return seen
    .of(MATTERS.VISITS)
    .filter((spot) => isNear(seen.places, spot, CLOSE) && !isNear(seen.general, spot, NEAR));
}

/** She asked me who would mind the cat. @param {Seen} seen @returns {Spot[]} */
function encounters(seen) {
  const quiet = [seen.own, seen.general];
  return seen
    .of(MATTERS.ENCOUNTER)
    .filter(
      (spot) =>
        [seen.people, seen.of(PERSONS.PRONOUNS)].some(
          (all) => isNear(all, spot, CLOSE) || overlaps(all, spot),
        ) && !quiet.some((all) => isNear(all, spot, NEAR)),
    );
}

/** @param {Seen} seen @returns {Spot[]} */
function pictures(seen) {
  return together(seen, MATTERS.PICTURE, MATTERS.PICTURED, CLOSE).filter(
    (spot) => !isNear(seen.own, spot, CLOSE),
  );
}

/** Notes pasted into ChatGPT. @param {Seen} seen @returns {Spot[]} */
function handedToAi(seen) {
  return together(seen, MATTERS.AI_TOOL, MATTERS.CASE_MATERIAL, 100).filter(
    (spot) =>
      isNear(seen.of(MATTERS.AI_DEED), spot, 100) &&
      !isNear(seen.of(MATTERS.NEVER), spot, 100) &&
      !isNear(seen.general, spot, NEAR),
  );
}

/** A look at somebody's page. @param {Seen} seen @returns {Spot[]} */
function profiles(seen) {
  const pages = [...seen.of(MATTERS.SOMEBODYS), ...pagesOfPeople(seen)].filter((spot) =>
    isNear(seen.of(MATTERS.LOOKING), spot, 100),
  );
  const people = [seen.people, seen.of(PERSONS.GENERAL_PEOPLE), seen.of(PERSONS.WORK)];
  const finds = together(seen, MATTERS.ON_PLATFORM, MATTERS.FOUND_ON, CLOSE).filter((spot) =>
    people.some((all) => isNear(all, spot, CLOSE)),
  );
  const looks = [...together(seen, MATTERS.LOOKED_UP, MATTERS.PLATFORM, NEAR), ...finds];
  const quiet = [seen.general, seen.of(MATTERS.NOT_OURS)];
  return [...pages, ...looks].filter((spot) => !quiet.some((all) => isNear(all, spot, NEAR)));
}

/** The boyfriend's Instagram: a person, or a name, and what belongs to them. @param {Seen} seen @returns {Spot[]} */
function pagesOfPeople({ words, of }) {
  return of(MATTERS.PLATFORM)
    .filter(({ at }) => {
      const owner = words[at - 1];
      return (
        /^(?:\p{Ll}{2,20}|\p{Lu}\p{Ll}{1,20})['’]s$/u.test(owner?.raw ?? "") && isPersonal(owner)
      );
    })
    .map(({ at }) => spotOf(words, at - 1, 2));
}

/** @param {import("./text.js").Word} owner */
function isPersonal({ raw }) {
  const [one] = wordsIn(raw.replace(/['’]s$/u, ""));
  return isFirstName(one) || (!one.isCapital && !isNoName(one));
}

/** @param {Seen} seen @returns {Spot[]} */
function verdicts(seen) {
  return seen.of(MATTERS.GUILT).filter((spot) => !overlaps(seen.of(MATTERS.OTHER_SENSES), spot));
}

/** Contempt in itself; and hard words with somebody near. @param {Seen} seen @returns {Spot[]} */
function contempt(seen) {
  const hard = seen
    .of(MATTERS.HARD_WORDS)
    .filter((spot) => [seen.people, seen.of(PERSONS.WORK)].some((all) => isNear(all, spot, CLOSE)))
    .filter((spot) => !isNear(seen.general, spot, NEAR));
  return [...seen.of(MATTERS.CONTEMPT), ...hard].filter((spot) => !isNear(seen.own, spot, CLOSE));
}
