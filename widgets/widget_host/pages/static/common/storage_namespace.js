/**
 * Whose a browser's store is: of which course, and of which learner.
 *
 * Several courses may be under one host name, and so share what a browser keeps for it. Each has names of its
 * own there, from its storage namespace, which the page's `html` element bears. An empty one stands for the
 * names without a namespace.
 *
 * On a learning platform, several people may use one browser under one sign-in of the machine. There the page
 * is in a frame, which is named after a number made of the learner's name, such as
 * `any-learner-0123456789abcdef`, and each number has a store of its own. Everywhere else the one store of the
 * browser is used.
 */

const LEARNER = /^[a-z]+-learner-[0-9a-f]{16}$/;

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
