/** Takes a reader to another part of the page: with the focus, and with its top in view. */

/**
 * Takes the focus to a heading. The page moves only if the heading is not in the upper part of the window already.
 * @param {HTMLElement | null | undefined} heading
 * @param {Element | null} [top] What is to stand at the top of the window, if not the heading itself.
 * @param {{isQuick?: boolean}} [how] Quick: at once, whatever motion the reader likes.
 */
export function showTop(heading, top, { isQuick = false } = {}) {
  if (!heading) return;
  heading.focus({ preventScroll: true });
  const first = top ?? heading;
  // What stays at the top of the window covers what is below it.
  const edge =
    (parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0) +
    (parseFloat(getComputedStyle(first).scrollMarginTop) || 0);
  const isInView =
    first.getBoundingClientRect().top >= edge &&
    heading.getBoundingClientRect().bottom <= window.innerHeight * 0.6;
  if (isInView) return;
  const calm = isQuick || matchMedia("(prefers-reduced-motion: reduce)").matches;
  first.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

/** @param {HTMLElement} root An exercise. @returns {HTMLElement | null} The heading of the next one on the page. */
export function nextExercise(root) {
  const all = document.querySelectorAll(".wb-exercise:not(.wb-feedback, .wb-keeping) h3");
  for (const one of all) {
    const isAfter = root.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
    const isInside = root.contains(one);
    if (isAfter && !isInside && one.getClientRects().length && one instanceof HTMLElement)
      return one;
  }
  return null;
}
