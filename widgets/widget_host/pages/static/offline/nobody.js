/** Answers of a server or of a proxy before it that say no more than that nobody is there just now. */

const NOBODY_THERE = [502, 503, 504];

/** @param {number} status @returns {boolean} Whether nobody is there: a kept page says more than this answer. */
export function isNobody(status) {
  return NOBODY_THERE.includes(status);
}
