/** Warns of anything that may identify a person in a text about to be shared: once, and its author decides. */

import { findMarksAndNames } from "../../../front/identifiers/identifiers.js";
import { reasonFor } from "../../../front/identifiers/words.js";
import { h } from "../../../front/kit.js";

/** @typedef {import("../common/texts.js").Translate} Translate */

/** The most findings that are listed. */
const MOST = 5;

/**
 * @param {string} text @param {Translate} t
 * @returns {HTMLElement[]} Empty if the rules find nothing.
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
