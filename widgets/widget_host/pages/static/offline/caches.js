/** The caches of a course's pages: what they are called, and how they are emptied. */

/** What every cache of pages is named after. */
const KEPT_PAGES = "widget-host-pages";

/** @param {string} course @param {string} scope The path of a worker's scope. @returns {string} */
export function pagesCache(course, scope) {
  return `${KEPT_PAGES} ${course} ${scope}`;
}

/** @param {string} name @param {string} scope @returns {boolean} Whether a cache is of any course at this scope. */
export function isPagesCacheAt(name, scope) {
  return name.startsWith(`${KEPT_PAGES} `) && name.endsWith(` ${scope}`);
}

/** Deletes the pages that this course keeps in this browser. They come back as they are opened. */
export async function emptyPagesCache() {
  if (typeof document === "undefined") return;
  const { offline } = document.documentElement.dataset;
  if (!offline) return;
  try {
    const scope = new URL(".", new URL(offline, location.href)).pathname;
    const names = await caches.keys();
    const own = names.filter((name) => isPagesCacheAt(name, scope));
    await Promise.all(own.map((name) => caches.delete(name)));
    delete document.documentElement.dataset.kept;
    document.dispatchEvent(new CustomEvent("widget-host:offline"));
  } catch {
    // A browser that has no caches keeps no pages.
  }
}
