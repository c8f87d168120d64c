/**
 * Whose record a browser's store holds: of which course, and of which learner.
 *
 * Several courses may be under one host name, and so share what a browser keeps for it. Each has names of its
 * own there, from its storage namespace (see content/identity.py), which the page's `html` element bears. An
 * empty one stands for the names without a namespace.
 *
 * On a learning platform, several people may use one browser under one sign-in of the machine. The frame that
 * the platform's package opens is named after a number made of the learner's name there, and each such name
 * has a store of its own. Everywhere else the one store of the browser is used.
 */

const LEARNER = /^workbook-learner-[0-9a-f]{16}$/;

/**
 * Asked for at each use and not when a module is loaded: in JupyterLab the first exercise says which course it
 * is.
 * @param {string} name A store's usual name.
 * @returns {string} Its name for the course of this page and the learner of this window.
 */
export function own(name) {
  const { name: frame = "" } = /** @type {{name?: string}} */ (globalThis);
  const course = namespace();
  const named = course ? `${name}:${course}` : name;
  return LEARNER.test(frame) ? `${named}-${frame.slice(-16)}` : named;
}

/** @returns {string} The storage namespace of this page's course. */
export function namespace() {
  return typeof document === "undefined" ? "" : (document.documentElement.dataset.namespace ?? "");
}

/** @param {string | undefined} course The namespace, where the page itself does not say it. */
export function settleNamespace(course) {
  document.documentElement.dataset.namespace ??= course ?? "";
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
