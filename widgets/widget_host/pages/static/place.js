/** Where a reader was on the page, kept while the page is opened again. */

import { own } from "./storage_namespace.js";

/** What the place on this page is kept under. */
const KEY = `${own("widget-host/place")}${location.pathname}`;
const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/** Whether the reader has gone elsewhere by hand since the page began to come. */
let moved = false;
for (const sign of ["wheel", "touchmove", "keydown", "pointerdown"]) {
  window.addEventListener(sign, () => (moved = true), { once: true, passive: true });
}

/** @typedef {{y: number, cell: string | null, nth: number}} Place */

/** Opens the page again, and comes back to the same place. */
export function openAgain() {
  const active = document.activeElement;
  const cell = active?.closest(".wb-cell") ?? null;
  /** @type {Place} */
  const place = {
    // The banner, which pushes the text down, will not be there.
    y: window.scrollY - (document.getElementById("wb-connection")?.offsetHeight ?? 0),
    cell: cell?.getAttribute("data-number") ?? null,
    nth: cell && active ? [...cell.querySelectorAll(FOCUSABLE)].indexOf(active) : -1,
  };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(place));
  } catch {
    // A browser that keeps nothing opens the page at its top.
  }
  location.reload();
}

/** Goes to where the reader was before `openAgain`, if that was what brought the page here. */
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

/** Shows once more what the address points to: the exercises above it have pushed it down meanwhile. */
function showLinked() {
  if (!location.hash || moved) return;
  const name = location.hash.slice(1);
  try {
    document.getElementById(decodeURIComponent(name))?.scrollIntoView();
  } catch {
    // What follows the # names nothing.
  }
}

/** @returns {Place | null} The place that was kept, once. */
function taken() {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
