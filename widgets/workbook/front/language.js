/** The language of the page, by which days and numbers are written. Not here: its words. */

const USUAL = "en-GB";

/**
 * @returns {string} The page's language as a tag. JupyterLab says no more than "en"; what is shown in it is
 *   British English.
 */
export function language() {
  const lang = globalThis.document?.documentElement.lang ?? "";
  return lang === "" || lang === "en" ? USUAL : lang;
}

/** @returns {string[]} What days and numbers are written by, the second where a browser lacks the first. */
export function locales() {
  return [language(), USUAL];
}
