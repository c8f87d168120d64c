/** Finds what a SCORM platform offers to the page: an object in a window above it, or above its opener. */

/** How many parent windows are searched; no platform nests as many. */
const MOST = 12;

/** @param {string} name `API` (SCORM 1.2) or `API_1484_11` (SCORM 2004). @returns {any} Or null. */
export function findApi(name) {
  return above(window, name) ?? (window.opener ? above(window.opener, name) : null);
}

/** @param {any} from @param {string} name @returns {any} */
function above(from, name) {
  let at = from;
  for (let step = 0; step < MOST; step += 1) {
    try {
      if (at[name]) return at[name];
    } catch {
      // A window of another site: its parent may belong to the platform again.
    }
    if (at.parent === at) return null;
    at = at.parent;
  }
  return null;
}
