/** The picture of Boundaries: one strand between two people for each request, whole, frayed, cut or not yet there. */

import { svg } from "../../front/kit.js";

/** The height of a strand, and where strands begin and end, in a picture 320 wide. */
const ROW = 26;
const LEFT = 44;
const RIGHT = 276;

/**
 * @param {(string | undefined)[]} effects Of each answer: keeps, strains, crosses; undefined if unanswered.
 * @param {{name: string, you: string, them: string}} words
 * @returns {SVGElement}
 */
export function strands(effects, { name, you, them }) {
  const height = effects.length * ROW + 12;
  return svg(
    "svg",
    { viewBox: `0 0 320 ${height}`, role: "img", "aria-label": name, class: "wb-strands" },
    pillar(4, height, you),
    pillar(RIGHT, height, them),
    ...effects.map((effect, at) => strand(effect ?? "none", at + 1, 6 + (at + 0.5) * ROW)),
  );
}

/** @param {number} x @param {number} height @param {string} word One of the two people. */
function pillar(x, height, word) {
  return svg(
    "g",
    { class: "wb-pillar" },
    svg("rect", { x, y: 1, width: 40, height: height - 2, rx: 10 }),
    svg("text", { x: x + 20, y: height / 2 + 4 }, word),
  );
}

/** @param {string} effect @param {number} number @param {number} y */
function strand(effect, number, y) {
  const middle = (LEFT + RIGHT) / 2;
  return svg(
    "g",
    { "data-effect": effect },
    ...lines(effect, y).map((d) => svg("path", { d })),
    effect === "crosses"
      ? svg("path", { d: `M${middle + 26} ${y - 5}l10 10m0-10l-10 10`, class: "wb-cut" })
      : null,
    svg("circle", { cx: middle, cy: y, r: 10 }),
    svg("text", { x: middle, y: y + 4 }, number),
  );
}

/** @param {string} effect @param {number} y @returns {string[]} */
function lines(effect, y) {
  const middle = (LEFT + RIGHT) / 2;
  if (effect === "crosses")
    return [`M${LEFT} ${y}H${middle + 18}`, `M${middle + 44} ${y}H${RIGHT}`];
  if (effect === "strains") {
    const waves = Math.round((RIGHT - LEFT) / 16);
    return [`M${LEFT} ${y}q4 -5 8 0t8 0${"t8 0t8 0".repeat(waves - 1)}H${RIGHT}`];
  }
  return [`M${LEFT} ${y}H${RIGHT}`];
}
