/** The language of the page, by which days and numbers are written. Not here: its words. */

export const USUAL = "en-GB";

/**
 * @returns {string} The page's language as a tag. JupyterLab says no more than "en"; what is shown in it is
 *   British English.
 */
export function language() {
  const lang = globalThis.document?.documentElement.lang ?? "";
  return lang === "" || lang === "en" ? USUAL : lang;
}

/**
 * Browsers know the months of few languages: the page brings those of its own along.
 * @param {Date} date
 * @returns {string} A day in words: 23 November 2026.
 */
export function dayText(date) {
  const told = ownDays();
  if (!told) {
    return date.toLocaleDateString(locales(), { day: "numeric", month: "long", year: "numeric" });
  }
  const { day, months } = JSON.parse(told);
  return day
    .replace("{day}", date.getDate())
    .replace("{month}", months[date.getMonth()])
    .replace("{year}", date.getFullYear());
}

/** @param {Date} date @returns {string} Hours and minutes as the reader's clock shows them. */
export function clockText(date) {
  return date.toLocaleTimeString(locales(), { hour: "2-digit", minute: "2-digit" });
}

/** @param {Date} date @returns {string} The day and the time. */
export function writtenMoment(date) {
  return ownDays()
    ? `${dayText(date)}, ${clockText(date)}`
    : date.toLocaleString(locales(), { dateStyle: "long", timeStyle: "short" });
}

/** @param {number} count @returns {string} Which form of words it takes, by CLDR's name: "one", "few", "other" ... */
export function pluralForm(count) {
  return new Intl.PluralRules(locales()).select(count);
}

/** @returns {string | undefined} How the page has days written, where this browser does not know its language. */
function ownDays() {
  const isKnown = Intl.DateTimeFormat.supportedLocalesOf([language()]).length > 0;
  return isKnown ? undefined : globalThis.document?.body?.dataset.days;
}

/** @returns {string[]} What days and numbers are written by, the second where a browser lacks the first. */
export function locales() {
  return [language(), USUAL];
}
