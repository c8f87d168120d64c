/** Whether the oldest browsers of the promise have a feature, as MDN's browser-compat-data says. */

import { createRequire } from "node:module";

export const data = createRequire(import.meta.url)("@mdn/browser-compat-data");

/** @param {string} version @returns {number[]} */
const parts = (version) => version.replace("≤", "").split(".").map(Number);

/** @param {string} one @param {string} other @returns {boolean} Whether a version is the other or an earlier one. */
function isReached(one, other) {
  const [left, right] = [parts(one), parts(other)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference) return difference < 0;
  }
  return true;
}

/** @param {any} statement @param {string} version @returns {boolean} */
function isSupported({ version_added, version_removed, flags, prefix, alternative_name }, version) {
  if (flags || prefix || alternative_name || typeof version_added !== "string") return false;
  if (version_added === "preview" || !isReached(version_added, version)) return false;
  return !version_removed || !isReached(version_removed, version);
}

/**
 * @param {any} feature A node of the data, or undefined.
 * @param {Record<string, string>} oldest The oldest version of each browser, by the data's name for it.
 * @returns {string[]} The browsers that lack it.
 */
export function lacking(feature, oldest) {
  const support = feature?.__compat?.support;
  if (!support) return [];
  return Object.entries(oldest)
    .filter(([browser, version]) => {
      const given = support[browser];
      return given && ![given].flat().some((one) => isSupported(one, version));
    })
    .map(([browser, version]) => `${browser} ${version}`);
}
