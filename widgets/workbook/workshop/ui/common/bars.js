/**
 * A chart that is a table: each row has a bar with its number, for one or two rounds side by side. Screen
 * readers read the numbers; the bars are drawn from them in plain CSS (see workshop_parts.css).
 */

import { h } from "../../../front/kit.js";

/**
 * @typedef {object} Bar
 * @property {number | null} part Its length, from 0 to 1; null if the number is masked.
 * @property {string} text The number in words.
 */

/**
 * @param {object} settings
 * @param {string} settings.caption
 * @param {string} settings.head The heading of the rows.
 * @param {string[]} settings.series The names of a row's bars, one or two.
 * @param {{label: string, note?: string, bars: Bar[], more?: string | HTMLElement[]}[]} settings.rows `more` stands below.
 * @returns {HTMLElement}
 */
export function barTable({ caption, head, series, rows }) {
  // The table's parts are laid out as bars, and so need explicit table roles.
  return h(
    "table",
    { class: "wb-room-bars", role: "table" },
    h("caption", {}, caption),
    h(
      "thead",
      { role: "rowgroup", class: "wb-visually-hidden" },
      h(
        "tr",
        { role: "row" },
        [head, ...series].map((text) => h("th", { scope: "col", role: "columnheader" }, text)),
      ),
    ),
    h(
      "tbody",
      { role: "rowgroup" },
      rows.map((row) => barRow(row, series)),
    ),
  );
}

/** @param {{label: string, note?: string, bars: Bar[], more?: string | HTMLElement[]}} row @param {string[]} series */
function barRow({ label, note, bars, more }, series) {
  const several = series.length > 1;
  return h(
    "tr",
    { role: "row" },
    h(
      "th",
      { scope: "row", role: "rowheader" },
      label,
      note ? [" ", h("span", { class: "wb-room-own" }, note)] : null,
    ),
    bars.map((bar, at) => barCell(bar, several ? series[at] : "", at)),
    more?.length ? h("td", { class: "wb-room-more", role: "cell" }, more) : null,
  );
}

/** @param {Bar} bar @param {string} name @param {number} at */
function barCell({ part, text }, name, at) {
  const filled = h("span", { class: "wb-room-bar" });
  if (part === null) filled.dataset.masked = "";
  else filled.style.setProperty("--wb-part", String(part));
  return h(
    "td",
    { role: "cell", "data-series": at },
    // Screen readers read the column's heading instead.
    name ? h("span", { class: "wb-room-series", "aria-hidden": "true" }, name) : null,
    h("span", { class: "wb-room-ground", "aria-hidden": "true" }, filled),
    h("span", { class: "wb-room-number" }, text),
  );
}
