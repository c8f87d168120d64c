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

/** Opens the unit that has an element, if it is folded. @param {Element | null} element */
export function reveal(element) {
  const unit = element?.closest(".wb-unit");
  if (unit && !isOpen(unit)) setOpen(unit, true);
}

/** Opens what the address leads to: as soon as the page is parsed, and once its exercises have been drawn. */
export function revealLinked() {
  reveal(linked());
}

/** @param {() => void} work Called whenever a unit has been opened or folded. */
export function whenFolded(work) {
  document.addEventListener(OPENED, work);
}

/** Makes the headings buttons, and opens what the address or the history asks for. */
export function useUnits() {
  whenParsed(() => {
    const units = allUnits();
    if (!units.length) return;
    const before = history.state?.[OPENED];
    for (const [place, unit] of units.entries()) {
      if (Array.isArray(before)) unit.toggleAttribute("data-open", before.includes(place));
      addButton(unit, place);
      reflect(unit);
    }
    revealLinked();
    window.addEventListener("hashchange", goToLinked);
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

function goToLinked() {
  const target = linked();
  const unit = target?.closest(".wb-unit");
  if (!unit || isOpen(unit)) return;
  reveal(target);
  target?.scrollIntoView();
}
