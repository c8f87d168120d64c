/** The name of the frame for a learner, by which pages find the learner's own store (see storage_namespace.js). */

/**
 * @param {string} learner The platform's id of the learner.
 * @returns {string} The name for the frame: a number that does not show the learner's name (FNV-1a, 64 bits).
 * It is not a secret, and never leaves the browser.
 */
export function frameFor(learner) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(learner))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return `workbook-learner-${hash.toString(16).padStart(16, "0")}`;
}
