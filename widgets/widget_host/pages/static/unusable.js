/** What a page's own script tells `browser_check.js`, which says on the page that exercises can't be used. */

/** @returns {boolean} Whether the page is to stay as it can be read. */
export function isUnusable() {
  return document.documentElement.hasAttribute("data-unusable");
}

/** Says that this script runs. */
export function started() {
  document.documentElement.dataset.started = "";
}

/**
 * Says that what was to be run could not be: a browser that can't read a script is too old for it.
 * @param {unknown} error
 */
export function tellUnusable(error) {
  console.error(error);
  const detail = error instanceof SyntaxError ? "old" : "lost";
  document.dispatchEvent(new CustomEvent("widget-host:unusable", { detail }));
}
