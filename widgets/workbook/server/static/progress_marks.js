/**
 * Marks that say how far a learner has come with a page: the same wherever pages are listed. Not here: when
 * an exercise counts as done (see record/ui/entries.js).
 */

import { t } from "../../../widget_host/pages/static/common/words.js";

/** @typedef {import("../../record/ui/record.js").Progress} Progress */

const SVG = "http://www.w3.org/2000/svg";

/** @param {Progress} progress @returns {"none" | "some" | "all"} */
export function stage({ done, total }) {
  if (done === 0) return "none";
  return done < total ? "some" : "all";
}

/** @returns {SVGElement} A tick, which says nothing to a screen reader. */
export function tick() {
  const picture = document.createElementNS(SVG, "svg");
  const stroke = document.createElementNS(SVG, "path");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("class", "wb-tick");
  picture.setAttribute("aria-hidden", "true");
  stroke.setAttribute("d", "M3 8.5l3.5 3.5L13 4.5");
  picture.append(stroke);
  return picture;
}

/**
 * @param {Progress} progress
 * @returns {HTMLElement | null} A tick, or how many of how many are done; null before anything is.
 */
export function progressMark(progress) {
  const reached = stage(progress);
  if (reached === "none") return null;
  const mark = document.createElement("span");
  mark.className = "wb-progress-mark";
  mark.dataset.stage = reached;
  const words = document.createElement("span");
  if (reached === "all") {
    words.className = "wb-visually-hidden";
    mark.append(tick());
  }
  words.textContent = t(`serve.progress.${reached}`, progress);
  mark.append(words);
  return mark;
}

/** Puts a mark at the end of an element, in place of the one before. @param {Element} place @param {Progress} progress */
export function setMark(place, progress) {
  const mark = progressMark(progress);
  place.querySelector(".wb-progress-mark")?.remove();
  if (mark) place.append(" ", mark);
}

/**
 * Puts a mark at the end of each element with the name of a page, in place of the one before.
 * @param {Iterable<Element>} places Elements with `data-page`, such as links.
 * @param {Map<string, Progress>} progress
 */
export function markPages(places, progress) {
  for (const place of places) {
    const name = place.getAttribute("data-page") ?? "";
    setMark(place, progress.get(name) ?? { done: 0, total: 0 });
  }
}
