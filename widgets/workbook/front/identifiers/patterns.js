/**
 * Patterns with a shape of their own: addresses, dates, times, streets, titles, ages.
 *
 * Every pattern takes a time that grows with the text's length and no faster: each repeat has a limit. What may
 * not stand before a match is looked at by itself (`notAfter`): Safari before 16.4 has no lookbehind, and would
 * not read a module that has one.
 */

/** @typedef {import("./identifiers.js").Mark} Mark */

/**
 * @typedef {object} Rule
 * @property {string} rule
 * @property {RegExp} pattern
 * @property {string} [notAfter] Signs that a match does not follow, for a character class; usually letters and
 *   digits.
 * @property {(match: string[]) => boolean} [fits]
 */

const NAME = "\\p{Lu}[\\p{L}\\p{M}'’-]{1,30}";
/** A small word before a surname, with its space. */
const PARTICLE = "(?:(?:Mac|Nic|de|van|Van|Ní|Uí|Ó) )";
const LETTERS_AND_DIGITS = "\\p{L}\\p{M}\\d";
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
    notAfter: "\\w.+-",
    pattern: /[\w.+-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,6}/gu,
  },
  {
    rule: "web",
    notAfter: "\\p{L}\\d@.-",
    pattern:
      /(?:https?:\/\/|www\.)[^\s<>"“”]{2,2000}|(?:[a-z\d-]{1,40}\.){1,4}(?:com|org|net|uk|ie|info)(?![\p{L}\d])(?:\/[^\s<>"“”]{0,2000})?/giu,
  },
  { rule: "handle", notAfter: "\\p{L}\\d_.@/", pattern: /@[A-Za-z\d_][\w.]{1,29}/gu },
  {
    rule: "postcode",
    pattern: new RegExp(`BT\\d{1,2}\\s{0,2}\\d[A-Z]{2}${END}`, "giu"),
  },
  {
    rule: "postcode",
    pattern: new RegExp(`[A-Z]{1,2}\\d[A-Z\\d]?\\s{0,2}\\d[A-Z]{2}${END}`, "gu"),
  },
  {
    rule: "national_insurance",
    pattern: new RegExp(
      `(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:\\s?\\d{2}){3}\\s?[A-D]${END}`,
      "giu",
    ),
  },
  {
    rule: "date",
    notAfter: "\\d/.-",
    pattern: /(\d{1,2})(?<mark>[/.-])(\d{1,2})\k<mark>(?:\d{4}|\d{2})(?![\d/-]|\.\d)/gu,
    fits: ([, date, , month]) => isWithin(date, 31) && isWithin(month, 12),
  },
  {
    rule: "date",
    notAfter: "\\d/.-",
    pattern: /\d{4}-(\d{2})-(\d{2})(?![\d/-])/gu,
    fits: ([, month, date]) => isWithin(date, 31) && isWithin(month, 12),
  },
  {
    rule: "date",
    pattern: new RegExp(
      `\\d{1,2}(?:st|nd|rd|th)?(?: of)?[ -]${MONTHS}${END}(?:,? \\d{4}${END})?`,
      "giu",
    ),
    fits: isMonth,
  },
  {
    rule: "date",
    pattern: new RegExp(
      `${MONTHS} (?:the )?\\d{1,2}(?:st|nd|rd|th)?${END}(?:,? \\d{4}${END})?`,
      "giu",
    ),
    fits: isMonth,
  },
  {
    rule: "time",
    notAfter: "\\p{L}\\d.:£€$",
    pattern:
      /(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?[ap]\.?m(?!\p{L}))?(?![\p{L}\d:%]|\.\d|\s(?:%|per|km|miles|million))/giu,
  },
  {
    rule: "time",
    notAfter: "\\p{L}\\d.:£€$",
    pattern: /(?:1[0-2]|0?[1-9])\s?[ap]\.?m(?![\p{L}\d])/giu,
  },
  {
    rule: "street",
    pattern: new RegExp(
      `(?:\\d{1,4}[A-Za-z]?,? )?(?!(?:The|In|On|At|From|Near|To|By|Our|My|Off)\\b)(?!(?:${NAME} )?(?:Castle|Botanic|Palace|Walled) Gardens)` +
        `(?:${NAME} ){1,3}(?:${PLAIN_STREETS.replace(/\b\w/g, (letter) => letter.toUpperCase())})${END}`,
      "gu",
    ),
  },
  {
    rule: "street",
    pattern: new RegExp(
      `\\d{1,4}[a-z]?,? ((?:[\\p{L}'’-]{2,24} ){1,2})(?:(${NUMBERED_STREETS})|${PLAIN_STREETS})${END}`,
      "giu",
    ),
    fits: isStreet,
  },
  {
    rule: "room",
    pattern: new RegExp(
      `(?:ward|room|bay|bed|flat|apartment|apt|courtroom|bungalow) (?:number |no\\.? ?)?\\d{1,4}[a-z]?${END}`,
      "giu",
    ),
  },
  {
    rule: "room",
    pattern: new RegExp(`(?:[Ww]ard|[Rr]oom|[Bb]ay|[Ff]lat) [A-H]${END}`, "gu"),
  },
  {
    rule: "title",
    pattern: new RegExp(
      `(?:Mrs|Mr|Ms|Miss|Mx|Dr|Prof|Fr|Father|Rev|Sr|Sister|Pastor|Canon|Judge|Lord|Lady|Sir|Cllr|Nurse)` +
        `\\.? (?!(?:Mayor|Mayoress|Christmas|Ted|Dixon|Act)${END})${PARTICLE}?\\p{Lu}[\\p{L}'’-]{0,30}` +
        // A first name goes before the rest.
        `(?: ${PARTICLE}?\\p{Lu}[\\p{L}'’-]{1,30}){0,2}`,
      "gu",
    ),
  },
  { rule: "title", pattern: new RegExp(`(?:mr|mrs)\\.? [\\p{L}'’-]{2,30}`, "gu") },
  {
    rule: "age",
    pattern: new RegExp(`(?:${NAME},? )?(?:who is |who['’]s )?[Aa]ged? ${AGE}${END}`, "gu"),
  },
  {
    rule: "age",
    pattern: new RegExp(
      `${AGE}[ -]?(?:years?|yrs?|months?|weeks?)[ -]old${END}(?: ${NAME})?`,
      "gu",
    ),
  },
  {
    rule: "age",
    pattern: new RegExp(`(${NAME}) ?\\((\\d{1,3})\\)`, "gu"),
    fits: isAgeOfAName,
  },
  {
    rule: "age",
    pattern: new RegExp(
      `(${NAME}), (\\d{1,3})(?=[,.;!?](?!\\d)|$| (?:who|from|is|was|has|had|lives)\\b)`,
      "gu",
    ),
    fits: isAgeOfAName,
  },
];

/** The rules with what comes before a match in a group of its own, which is the first. */
const WHOLE = RULES.map(({ pattern, notAfter = LETTERS_AND_DIGITS, ...rule }) => ({
  ...rule,
  pattern: new RegExp(`(^|[^${notAfter}])(?:${pattern.source})`, pattern.flags),
}));

/** @param {string} text @returns {Mark[]} In the order of the patterns. */
export function patternMarks(text) {
  return WHOLE.flatMap(({ rule, pattern, fits }) =>
    [...text.matchAll(pattern)]
      .filter(([all, before, ...groups]) => !fits || fits([all.slice(before.length), ...groups]))
      .map((match) => {
        const words = match[0].slice(match[1].length);
        const start = match.index + match[1].length;
        const end = start + withoutLastStops(words);
        return { start, end, kind: "identifying", rule, reason: "" };
      }),
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

/** May and March are also verbs: they count as months with a capital letter. @param {string[]} match */
function isMonth([, month]) {
  return !/^(?:may|mar|march)$/.test(month);
}

/** @param {string[]} match */
function isStreet([, between, numbered]) {
  const words = between.trim().split(" ");
  if (words.some((word) => NOT_IN_A_STREET.has(word.toLowerCase()))) return false;
  return !numbered || words.every((word) => /^\p{Lu}/u.test(word));
}

/** @param {string[]} match */
function isAgeOfAName([, name, age]) {
  return !NOT_A_NAME.has(name.toLowerCase()) && Number(age) <= 110;
}
