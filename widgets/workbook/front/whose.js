/**
 * Whose record a browser's store holds.
 *
 * On a learning platform, several people may use one browser under one sign-in of the machine. The frame that
 * the platform's package opens is named after a number made of the learner's name there, and each such name
 * has a store of its own. Everywhere else the one store of the browser is used.
 */

const LEARNER = /^workbook-learner-[0-9a-f]{16}$/;

/** @param {string} name A store's usual name. @returns {string} Its name for the learner of this window. */
export function own(name) {
  const { name: frame = "" } = /** @type {{name?: string}} */ (globalThis);
  return LEARNER.test(frame) ? `${name}-${frame.slice(-16)}` : name;
}

/**
 * @param {string} learner What the platform calls the learner.
 * @returns {string} The name for the frame: a number from which the learner's name can't be read back by eye
 *   (FNV-1a, 64 bits). It is no secret, and never leaves the browser.
 */
export function frameFor(learner) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(learner))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return `workbook-learner-${hash.toString(16).padStart(16, "0")}`;
}
