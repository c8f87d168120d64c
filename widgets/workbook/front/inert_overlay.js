/** Lays one element over its page, and takes the rest out of reach for keys and screen readers alike. */

/** Safari can from 15.5 on; before, what is to be out of reach is hidden from screen readers alone. */
const CAN_BE_INERT = typeof HTMLElement === "undefined" || "inert" in HTMLElement.prototype;
const FOCUSABLE = "button:not([disabled]), a[href], input, select, textarea, [tabindex]";

/**
 * @param {HTMLElement} element
 * @returns {() => void} Puts everything back.
 */
export function openOverlay(element) {
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
        if (!CAN_BE_INERT) other.setAttribute("aria-hidden", "true");
        hushed.push(other);
      }
    }
  };
  // An exercise may be drawn before it stands in its place, and others come after it.
  /** Brings the focus back, where a browser can't make the rest inert. @param {FocusEvent} event */
  const keepFocus = ({ target }) => {
    if (target instanceof Node && element.contains(target)) return;
    /** @type {HTMLElement | null} */ (element.querySelector(FOCUSABLE))?.focus();
  };
  const watching = new MutationObserver(hush);
  watching.observe(document.body, { childList: true, subtree: true });
  const { overflow } = document.body.style;
  document.body.style.overflow = "hidden";
  if (!CAN_BE_INERT) document.addEventListener("focusin", keepFocus);
  hush();
  return () => {
    watching.disconnect();
    document.removeEventListener("focusin", keepFocus);
    for (const other of hushed) {
      other.inert = false;
      if (!CAN_BE_INERT) other.removeAttribute("aria-hidden");
    }
    hushed = [];
    document.body.style.overflow = overflow;
  };
}
