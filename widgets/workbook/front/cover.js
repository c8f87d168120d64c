/** Lays one element over its page, and takes the rest out of reach for keys and screen readers alike. */

/**
 * @param {HTMLElement} element
 * @returns {() => void} Puts everything back.
 */
export function coverPage(element) {
  /** @type {HTMLElement[]} */
  let hushed = [];
  const hush = () => {
    for (
      let node = element;
      node !== document.body && node.parentElement;
      node = node.parentElement
    ) {
      for (const other of node.parentElement.children) {
        if (other === node || !(other instanceof HTMLElement) || other.inert) continue;
        other.inert = true;
        hushed.push(other);
      }
    }
  };
  // An exercise may be drawn before it stands in its place, and others come after it.
  const watching = new MutationObserver(hush);
  watching.observe(document.body, { childList: true, subtree: true });
  const { overflow } = document.body.style;
  document.body.style.overflow = "hidden";
  hush();
  return () => {
    watching.disconnect();
    for (const other of hushed) other.inert = false;
    hushed = [];
    document.body.style.overflow = overflow;
  };
}
