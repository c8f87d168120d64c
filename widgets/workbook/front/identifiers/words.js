/** The words for what the rules find: why it is marked, and what to do about it. */

/**
 * @typedef {import("./identifiers.js").Mark} Mark
 * @typedef {(name: string, values?: Record<string, string | number>) => string} Translate
 */

/** @type {Record<string, string[]>} What to do, and the rules that it is said for. */
const TO_DO = {
  take_out: [
    "email",
    "phone",
    "postcode",
    "national_insurance",
    "health_and_care",
    "nhs",
    "handle",
    "web",
    "vehicle",
  ],
  say_less: [
    "date",
    "time",
    "street",
    "room",
    "age",
    "age_place",
    "school_year",
    "landmark",
    "only_one",
    "person_place",
    "place",
  ],
  no_name: ["title", "relation", "first_name", "full_name", "name"],
  supervision: [
    "care",
    "court",
    "health",
    "home",
    "visit",
    "encounter",
    "client",
    "work_event",
    "news",
    "picture",
    "record",
  ],
  no_label: ["colleague", "contempt", "guilt", "judge", "group"],
  ai: ["ai"],
  profile: ["profile"],
  password: ["password"],
};

/**
 * @param {Mark} mark @param {Translate} t
 * @returns {string} Why it is marked, and what to do. A phrase of the workbook's table has its own words.
 */
export function reasonFor({ rule, reason }, t) {
  if (reason) return reason;
  const [action] = Object.entries(TO_DO).find(([, rules]) => rules.includes(rule)) ?? [];
  return [t(`identifiers.rule.${rule}`), action ? t(`identifiers.do.${action}`) : ""]
    .join(" ")
    .trim();
}
