/**
 * The rules that read a text for what can identify a person, and for phrases to weigh: in a draft (Think
 * before you post), and in what a learner is about to hand on.
 *
 * They know shapes, not people: a first name, or a story that everyone in a village knows, passes them by.
 * Every pattern takes a time that grows with the text's length and no faster: each repeat has a limit, and a
 * match begins only where a word or a number begins.
 */

import { numberMarks } from "./identifiers_numbers.js";
import { phraseMarks } from "./identifiers_phrases.js";

/**
 * @typedef {import("./identifiers_phrases.js").Sign} Sign
 * @typedef {object} Mark A part of the text that a reader could pick up on.
 * @property {number} start Where it begins, in UTF-16 units.
 * @property {number} end Where it ends; marks never overlap.
 * @property {string} kind identifying, or the kind of the sign.
 * @property {string} rule The pattern's name, or "phrase".
 * @property {string} reason The sign's reason; a pattern has its words elsewhere, so here it is "".
 */

/** @typedef {{rule: string, pattern: RegExp, fits?: (match: RegExpMatchArray) => boolean}} Rule */

const NAME = "\\p{Lu}[\\p{L}'’-]{1,30}";
const BEGIN = "(?<![\\p{L}\\d])";
const END = "(?![\\p{L}\\d])";

const MONTHS =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|" +
  "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

/** Kinds of street that are little else, and kinds that need a house number before they count. */
const PLAIN_STREETS =
  "street|road|avenue|gardens|drive|crescent|terrace|lane|grove|estate|rd|ave|cres|villas|mews";
const NUMBERED_STREETS =
  "court|park|close|place|way|hill|heights|green|view|walk|row|rise|square|manor|meadows?|brae|parade|st";

/** Words that stand between a number and a street only in a sentence: five minutes down the road. */
const NOT_IN_A_STREET = new Set(
  (
    "a across all along and are at away beyond big by cars children days doors down families for from had have " +
    "her his hours houses i in into is it km kids m man men metres miles minutes mins more my new of off old on " +
    "one or our out over past people quiet side that the their them they this through to times up was way we " +
    "weeks were with women yards years you your"
  ).split(" "),
);

/** Words with a capital that stand before a number and are nobody's name. */
const NOT_A_NAME = new Set(
  (
    "january february march april may june july august september october november december monday tuesday " +
    "wednesday thursday friday saturday sunday standard standards section article part chapter room ward week " +
    "day year level step tip act order band grade page table figure form question covid unit module"
  ).split(" "),
);

const NUMBER_WORDS =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen";
const AGE = `(?:\\d{1,3}|${NUMBER_WORDS.split(" ")
  .map((word) => `[${word[0]}${word[0].toUpperCase()}]${word.slice(1)}`)
  .join("|")})`;

/** @type {Rule[]} */
const RULES = [
  {
    rule: "email",
    pattern: /(?<![\w.+-])[\w.+-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,6}/gu,
  },
  {
    rule: "web",
    pattern:
      /(?<![\p{L}\d@.])(?:https?:\/\/|www\.)[^\s<>"“”]{2,2000}|(?<![\p{L}\d@.-])(?:[a-z\d-]{1,40}\.){1,4}(?:com|org|net|uk|ie|info)(?![\p{L}\d])(?:\/[^\s<>"“”]{0,2000})?/giu,
  },
  { rule: "handle", pattern: /(?<![\p{L}\d_.@/])@[A-Za-z\d_][\w.]{1,29}/gu },
  {
    rule: "postcode",
    pattern: new RegExp(`${BEGIN}BT\\d{1,2}\\s{0,2}\\d[A-Z]{2}${END}`, "giu"),
  },
  {
    rule: "postcode",
    pattern: new RegExp(`${BEGIN}[A-Z]{1,2}\\d[A-Z\\d]?\\s{0,2}\\d[A-Z]{2}${END}`, "gu"),
  },
  {
    rule: "national_insurance",
    pattern: new RegExp(
      `${BEGIN}(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:\\s?\\d{2}){3}\\s?[A-D]${END}`,
      "giu",
    ),
  },
  {
    rule: "date",
    pattern: /(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\d/-]|\.\d)/gu,
    fits: ([, date, , month]) => isWithin(date, 31) && isWithin(month, 12),
  },
  {
    rule: "date",
    pattern: /(?<![\d/.-])\d{4}-(\d{2})-(\d{2})(?![\d/-])/gu,
    fits: ([, month, date]) => isWithin(date, 31) && isWithin(month, 12),
  },
  {
    rule: "date",
    pattern: new RegExp(
      `${BEGIN}\\d{1,2}(?:st|nd|rd|th)?(?: of)?[ -]${MONTHS}${END}(?:,? \\d{4}${END})?`,
      "giu",
    ),
    fits: isMonth,
  },
  {
    rule: "date",
    pattern: new RegExp(
      `${BEGIN}${MONTHS} (?:the )?\\d{1,2}(?:st|nd|rd|th)?${END}(?:,? \\d{4}${END})?`,
      "giu",
    ),
    fits: isMonth,
  },
  {
    rule: "time",
    pattern:
      /(?<![\p{L}\d.:£€$])(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?[ap]\.?m(?!\p{L}))?(?![\p{L}\d:%]|\.\d|\s(?:%|per|km|miles|million))/giu,
  },
  {
    rule: "time",
    pattern: /(?<![\p{L}\d.:£€$])(?:1[0-2]|0?[1-9])\s?[ap]\.?m(?![\p{L}\d])/giu,
  },
  {
    rule: "street",
    pattern: new RegExp(
      `${BEGIN}(?:\\d{1,4}[A-Za-z]?,? )?(?!(?:The|In|On|At|From|Near|To|By|Our|My|Off)\\b)` +
        `(?:${NAME} ){1,3}(?:${PLAIN_STREETS.replace(/\b\w/g, (letter) => letter.toUpperCase())})${END}`,
      "gu",
    ),
  },
  {
    rule: "street",
    pattern: new RegExp(
      `${BEGIN}\\d{1,4}[a-z]?,? ((?:[\\p{L}'’-]{2,24} ){1,2})(?:(${NUMBERED_STREETS})|${PLAIN_STREETS})${END}`,
      "giu",
    ),
    fits: isStreet,
  },
  {
    rule: "room",
    pattern: new RegExp(
      `${BEGIN}(?:ward|room|bay|bed|flat|apartment|apt|courtroom|bungalow) (?:number |no\\.? ?)?\\d{1,4}[a-z]?${END}`,
      "giu",
    ),
  },
  {
    rule: "room",
    pattern: new RegExp(`${BEGIN}(?:[Ww]ard|[Rr]oom|[Bb]ay|[Ff]lat) [A-H]${END}`, "gu"),
  },
  {
    rule: "title",
    pattern: new RegExp(
      `${BEGIN}(?:Mrs|Mr|Ms|Miss|Mx|Dr|Prof|Fr|Father|Rev|Sr|Sister|Pastor|Canon|Judge|Lord|Lady|Sir|Cllr|Nurse)` +
        `\\.? (?:(?:Mac|Nic|de|van|Van|Ní|Uí|Ó) )?\\p{Lu}[\\p{L}'’-]{0,30}`,
      "gu",
    ),
  },
  { rule: "title", pattern: new RegExp(`${BEGIN}(?:mr|mrs)\\.? [\\p{L}'’-]{2,30}`, "gu") },
  {
    rule: "age",
    pattern: new RegExp(`${BEGIN}(?:${NAME},? )?(?:who is |who['’]s )?[Aa]ged? ${AGE}${END}`, "gu"),
  },
  {
    rule: "age",
    pattern: new RegExp(
      `${BEGIN}${AGE}[ -]?(?:years?|yrs?|months?|weeks?)[ -]old${END}(?: ${NAME})?`,
      "gu",
    ),
  },
  {
    rule: "age",
    pattern: new RegExp(`${BEGIN}(${NAME}) ?\\((\\d{1,3})\\)`, "gu"),
    fits: isAgeOfAName,
  },
  {
    rule: "age",
    pattern: new RegExp(
      `${BEGIN}(${NAME}), (\\d{1,3})(?=[,.;!?](?!\\d)|$| (?:who|from|is|was|has|had|lives)\\b)`,
      "gu",
    ),
    fits: isAgeOfAName,
  },
];

/**
 * Finds what a reader could pick up on, from the start of the text to its end.
 *
 * Where two finds overlap, the one that begins first stays; of two that begin together, the longer.
 * @param {string} text
 * @param {Sign[]} signs
 * @returns {Mark[]}
 */
export function findMarks(text, signs) {
  const found = [...patternMarks(text), ...numberMarks(text), ...phraseMarks(text, signs)];
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return found.filter((mark) => {
    const free = mark.start >= end;
    if (free) end = mark.end;
    return free;
  });
}

/** @param {string} text @returns {Mark[]} */
function patternMarks(text) {
  return RULES.flatMap(({ rule, pattern, fits }) =>
    [...text.matchAll(pattern)]
      .filter((match) => !fits || fits(match))
      .map((match) => ({
        start: match.index,
        end: match.index + withoutLastStops(match[0]),
        kind: "identifying",
        rule,
        reason: "",
      })),
  );
}

/** @param {string} found @returns {number} Its length without the stops that end a sentence. */
function withoutLastStops(found) {
  const stops = found.includes("(") ? ".,;:!?'’-" : ".,;:!?'’-)";
  let length = found.length;
  while (stops.includes(found[length - 1])) length -= 1;
  return length;
}

/** @param {string} digits @param {number} most */
function isWithin(digits, most) {
  return Number(digits) >= 1 && Number(digits) <= most;
}

/** May and March are also verbs: they count as months with a capital letter. @param {RegExpMatchArray} match */
function isMonth([, month]) {
  return !/^(?:may|mar|march)$/.test(month);
}

/** @param {RegExpMatchArray} match */
function isStreet([, between, numbered]) {
  const words = between.trim().split(" ");
  if (words.some((word) => NOT_IN_A_STREET.has(word.toLowerCase()))) return false;
  return !numbered || words.every((word) => /^\p{Lu}/u.test(word));
}

/** @param {RegExpMatchArray} match */
function isAgeOfAName([, name, age]) {
  return !NOT_A_NAME.has(name.toLowerCase()) && Number(age) <= 110;
}
