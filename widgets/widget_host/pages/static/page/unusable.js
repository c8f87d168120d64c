/** Messages of a page's own script to `browser_check.js`, which shows that exercises can't be used. */

/** @returns {boolean} Whether the page has to stay in its readable form. */
export function isUnusable() {
  return document.documentElement.hasAttribute("data-unusable");
}

/** Reports that this script runs. */
export function started() {
  document.documentElement.dataset.started = "";
}

/**
 * Reports that a script could not run: a browser that can't parse it is too old.
 * @param {unknown} error
 */
export function tellUnusable(error) {
  console.error(error);
  const detail = error instanceof SyntaxError ? "old" : "lost";
  document.dispatchEvent(new CustomEvent("widget-host:unusable", { detail }));
}
