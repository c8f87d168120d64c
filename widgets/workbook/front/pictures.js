/** Pictures that more than one exercise draws. Each stands beside a table with the same numbers. */

import { h, svg } from "./kit.js";

/**
 * A row of a picture of ratings: `name` says in words what its marks show.
 * @typedef {{label: string, before?: number, after?: number, name: string, note?: string, group?: string}} Rated
 */

/**
 * Ratings from 1 to 5 before and after, one row for each: a ring for before, a dot for after, a line between.
 * @param {object} settings
 * @param {string} settings.caption
 * @param {string} settings.before What the ring stands for.
 * @param {string} settings.after What the dot stands for.
 * @param {[string, string]} settings.ends The words for 1 and for 5.
 * @param {Rated[]} settings.rows A `group` heads the rows that follow it.
 * @returns {HTMLElement}
 */
export function dumbbells({ caption, before, after, ends, rows }) {
  return h(
    "figure",
    { class: "wb-dumbbells" },
    h("figcaption", { class: "wb-label" }, caption),
    h(
      "p",
      { class: "wb-dumbbell-key wb-small", "aria-hidden": "true" },
      h("span", {}, dumbbell({ before: 3 }, true), before),
      h("span", {}, dumbbell({ after: 3 }, true), after),
      h("span", {}, `1 ${ends[0]}, 5 ${ends[1]}`),
    ),
    rows
      .map((row) => [
        row.group ? h("p", { class: "wb-label wb-dumbbell-group" }, row.group) : null,
        h(
          "div",
          { class: "wb-dumbbell" },
          h("p", {}, row.label, row.note ? h("small", {}, row.note) : null),
          dumbbell(row),
        ),
      ])
      .flat(),
  );
}

/**
 * @param {{before?: number, after?: number, name?: string}} row
 * @param {boolean} [alone] A single mark, for the key.
 * @returns {SVGElement}
 */
function dumbbell({ before, after, name = "" }, alone = false) {
  /** @param {number} rating */
  const x = (rating) => (alone ? "50%" : `${rating * 20 - 10}%`);
  const scale = alone ? [] : [1, 2, 3, 4, 5];
  return svg(
    "svg",
    alone ? { class: "wb-dumbbell-mark" } : { role: "img", "aria-label": name },
    ...scale.map((n) => svg("line", { x1: x(n), x2: x(n), y1: 4, y2: 24, class: "wb-tick" })),
    ...scale.map((n) => svg("text", { x: x(n), y: 40 }, n)),
    before && after
      ? svg("line", { x1: x(before), x2: x(after), y1: 14, y2: 14, class: "wb-way" })
      : null,
    before ? svg("circle", { cx: x(before), cy: 14, r: 9, class: "wb-ring" }) : null,
    after ? svg("circle", { cx: x(after), cy: 14, r: 5.5, class: "wb-dot" }) : null,
  );
}
