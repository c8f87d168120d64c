/** Keeps a reader's position on the page while the page is reloaded. */

import { own } from "../common/storage_namespace.js";

/** The storage key of the position on this page. */
const KEY = `${own("widget-host/place")}${location.pathname}`;
const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/** Whether the reader has scrolled since the page began to load. */
let moved = false;
for (const sign of ["wheel", "touchmove", "keydown", "pointerdown"]) {
  window.addEventListener(sign, () => (moved = true), { once: true, passive: true });
}

/** @typedef {{y: number, cell: string | null, nth: number}} Place */

/** Reloads the page, and returns to the same position. */
export function openAgain() {
  const active = document.activeElement;
  const cell = active?.closest(".wb-cell") ?? null;
  /** @type {Place} */
  const place = {
    // The banner, which pushes the text down, will be gone.
    y: window.scrollY - (document.getElementById("wb-connection")?.offsetHeight ?? 0),
    cell: cell?.getAttribute("data-number") ?? null,
    nth: cell && active ? [...cell.querySelectorAll(FOCUSABLE)].indexOf(active) : -1,
  };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(place));
  } catch {
    // Without storage, the page opens at its top.
  }
  location.reload();
}

/** Returns to the reader's position before `openAgain`, if that reloaded the page. */
export function restorePlace() {
  const place = taken();
  if (!place) {
    showLinked();
    return;
  }
  const cell = place.cell && document.querySelector(`.wb-cell[data-number="${place.cell}"]`);
  const target = cell && cell.querySelectorAll(FOCUSABLE)[place.nth];
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  window.scrollTo(0, place.y);
}

/** Scrolls again to the address's target, which the exercises above have pushed down meanwhile. */
function showLinked() {
  if (!location.hash || moved) return;
  try {
    const name = decodeURIComponent(location.hash.slice(1));
    // A widget may have places of its own: `#name/2`.
    const [widget] = name.split("/");
    (document.getElementById(name) ?? document.getElementById(widget))?.scrollIntoView();
  } catch {
    // The fragment is not an id.
  }
}

/** @returns {Place | null} The stored position, which is removed. */
function taken() {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
