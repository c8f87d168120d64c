/**
 * Full screen for one element: the browser's own if it has one, else the element covers the page (an iPhone
 * has none for elements). Esc leaves both, and the focus returns to the button.
 */

import { openOverlay } from "../../front/inert_overlay.js";

/** The class of an element that fills the screen in either way. */
const FULL = "wb-full";

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} opener The button that enters and leaves.
 * @param {(isFull: boolean) => void} tell Called at once, and whenever it changes.
 * @returns {{toggle: () => void, leave: () => void}} `leave` is for good.
 */
export function fullScreen(element, opener, tell) {
  /** @type {(() => void) | null} Uncovers the page again, if the element covers it. */
  let uncover = null;
  const isOwn = () => document.fullscreenElement === element;

  /** @param {boolean} isFull */
  const settle = (isFull) => {
    element.classList.toggle(FULL, isFull);
    if (isFull) document.addEventListener("keydown", onKey, true);
    else document.removeEventListener("keydown", onKey, true);
    tell(isFull);
    opener.focus();
  };
  const onChange = () => {
    if (isOwn() || (element.classList.contains(FULL) && !uncover)) settle(isOwn());
  };
  const overlay = () => {
    const release = openOverlay(element);
    element.classList.add("wb-over-page");
    uncover = () => {
      release();
      element.classList.remove("wb-over-page");
    };
    settle(true);
  };
  const leave = () => {
    if (isOwn()) void document.exitFullscreen();
    if (!uncover) return;
    uncover();
    uncover = null;
    settle(false);
  };

  /** @param {KeyboardEvent} event At the document, before other handlers: nothing may have the focus. */
  function onKey(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    leave();
  }

  document.addEventListener("fullscreenchange", onChange);
  tell(false);
  return {
    toggle() {
      if (isOwn() || uncover) leave();
      else if (element.requestFullscreen) element.requestFullscreen().catch(overlay);
      else overlay();
    },
    leave() {
      leave();
      document.removeEventListener("fullscreenchange", onChange);
      document.removeEventListener("keydown", onKey, true);
    },
  };
}
