/** What may point to a person in a text that a room is about to see: told once, and its writer decides. */

import { findMarksAndNames } from "../../../front/identifiers/identifiers.js";
import { reasonFor } from "../../../front/identifiers/words.js";
import { h } from "../../../front/kit.js";

/** @typedef {import("../common/texts.js").Translate} Translate */

/** The most places that are named. */
const MOST = 5;

/**
 * @param {string} text @param {Translate} t
 * @returns {HTMLElement[]} Nothing where the rules notice nothing.
 */
export function doubtsAbout(text, t) {
  const marks = findMarksAndNames(text, []).slice(0, MOST);
  if (!marks.length) return [];
  const places = marks.map((mark) =>
    h("li", {}, h("mark", {}, text.slice(mark.start, mark.end)), ` ${reasonFor(mark, t)}`),
  );
  return [
    h(
      "div",
      { class: "wb-panel wb-stack-tight", "data-grade": "caution" },
      h("p", {}, t("workshop.doubts")),
      h("ul", {}, places),
      h("p", {}, t("workshop.doubts.decide")),
    ),
  ];
}
