/**
 * The units of a page, of which the first is open and the others fold below their headings. Without scripts,
 * on paper, and in a browser that is too old, all of them are open (see path.css).
 *
 * A folded unit opens by its heading, by a link to anything in it, and by a search of the page where the
 * browser can do that. Which are open stays with the page's place in the browser's history.
 */

import { whenParsed } from "../../../widget_host/pages/static/page/page_opening.js";

const OPENED = "wb-units-opened";

/** @returns {HTMLElement[]} */
export function allUnits() {
  return [...document.querySelectorAll(/** @type {"section"} */ (".wb-unit"))];
}

/** @param {Element} unit @returns {boolean} */
export function isOpen(unit) {
  return unit.hasAttribute("data-open");
}

/** @param {Element} unit @param {boolean} open */
export function setOpen(unit, open) {
  unit.toggleAttribute("data-open", open);
  reflect(unit);
  keepOpen();
  document.dispatchEvent(new Event(OPENED));
}

/**
 * Opens whatever has an element folded: its unit, and what unfolds in an exercise.
 * @param {Element | null} element
 * @returns {boolean} Whether anything was folded.
 */
export function reveal(element) {
  let isFolded = false;
  const unit = element?.closest(".wb-unit");
  if (unit && !isOpen(unit)) {
    setOpen(unit, true);
    isFolded = true;
  }
  for (let one = element?.parentElement ?? null; one; one = one.parentElement) {
    if (!(one instanceof HTMLDetailsElement) || one.open) continue;
    one.open = true;
    isFolded = true;
  }
  return isFolded;
}

/** Opens what the address leads to: as soon as the page is parsed, and once its exercises have been drawn. */
export function revealLinked() {
  const target = linked();
  if (reveal(target)) target?.scrollIntoView();
}

/** @param {() => void} work Called whenever a unit has been opened or folded. */
export function whenFolded(work) {
  document.addEventListener(OPENED, work);
}

/** Makes the headings buttons, and opens what the address, the history or a printer asks for. */
export function useUnits() {
  usePrinting();
  whenParsed(() => {
    const units = allUnits();
    const before = history.state?.[OPENED];
    for (const [place, unit] of units.entries()) {
      if (Array.isArray(before)) unit.toggleAttribute("data-open", before.includes(place));
      addButton(unit, place);
      reflect(unit);
    }
    revealLinked();
    window.addEventListener("hashchange", revealLinked);
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      // The address does not change with a second press of the same link.
      if (link instanceof HTMLAnchorElement && link.hash && link.href === location.href)
        revealLinked();
    });
  });
}

/** @param {HTMLElement} unit @param {number} place */
function addButton(unit, place) {
  const heading = unit.querySelector("h2");
  const body = unit.querySelector(".wb-unit-body");
  if (!heading || !body) return;
  body.id ||= `wb-unit-${place + 1}`;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "wb-unit-button";
  button.setAttribute("aria-controls", body.id);
  button.append(...heading.childNodes);
  heading.append(button);
  button.addEventListener("click", () => setOpen(unit, !isOpen(unit)));
  body.addEventListener("beforematch", () => setOpen(unit, true));
}

/** @param {Element} unit */
function reflect(unit) {
  const open = isOpen(unit);
  const body = unit.querySelector(".wb-unit-body");
  unit.querySelector(".wb-unit-button")?.setAttribute("aria-expanded", String(open));
  if (open) body?.removeAttribute("hidden");
  // Elsewhere the styles alone fold it.
  else if ("onbeforematch" in document.body) body?.setAttribute("hidden", "until-found");
}

/** Has everything on the page printed that is folded, and folds it again. */
function usePrinting() {
  /** @type {HTMLDetailsElement[]} */
  let folded = [];
  window.addEventListener("beforeprint", () => {
    // A button that prints one part alone has unfolded that.
    if (document.querySelector(".wb-printing")) return;
    folded = [...document.querySelectorAll(/** @type {"details"} */ (".wb-details:not([open])"))];
    for (const one of folded) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const one of folded.splice(0)) one.open = false;
  });
}

function keepOpen() {
  const open = allUnits().flatMap((unit, place) => (isOpen(unit) ? [place] : []));
  history.replaceState({ ...history.state, [OPENED]: open }, "");
}

/** @returns {Element | null} What the address leads to. */
function linked() {
  try {
    const name = decodeURIComponent(location.hash.slice(1));
    // An exercise may have places of its own: `#name/2`.
    const [exercise] = name.split("/");
    return document.getElementById(name) ?? document.getElementById(exercise ?? name);
  } catch {
    return null;
  }
}
