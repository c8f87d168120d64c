/**
 * Several workshops side by side, a question at a time: a table of all figures would be many screens long.
 *
 * A line is a choice, a statement or an item; its cells say what was before, after, and how far that moved.
 */

import { details, h, table } from "../../../front/kit.js";

/** @typedef {import("../../../front/kit.js").Context} ConsoleContext */
/** @typedef {string | number | null} Cell */
/** @typedef {{columns: string[], rows: Cell[][]}} Comparison The first three columns: what, item, when. */
/** @typedef {{what: string, lines: {item: string, cells: string[]}[]}} ComparedQuestion */

/** How many columns come before those of the workshops. */
const NAMES = 3;

/**
 * @param {Cell[][]} rows
 * @returns {ComparedQuestion[]} The questions in order; the first has what belongs to none.
 */
export function byQuestion(rows) {
  /** @type {Map<string, Map<string, Cell[][]>>} */
  const questions = new Map();
  for (const [what, item, , ...cells] of rows) {
    const lines = questions.get(String(what)) ?? new Map();
    questions.set(String(what), lines);
    lines.set(String(item ?? ""), [...(lines.get(String(item ?? "")) ?? []), cells]);
  }
  return [...questions].map(([what, lines]) => ({
    what,
    lines: [...lines].map(([item, told]) => ({
      item,
      cells: told[0].map((_, at) => together(told.map((cells) => cells[at]))),
    })),
  }));
}

/**
 * @param {Cell[]} told Before, after and the change; or as much of it as there is.
 * @returns {string}
 */
function together([before, after, change]) {
  const rounds = [before, after].filter((one) => one !== null && one !== undefined && one !== "");
  // Withheld twice for the same reason: that is said once.
  const said = [...new Set(rounds.map(String))].join(" → ");
  const isNumber = change !== undefined && change !== null && /\d/.test(String(change));
  return isNumber ? `${said} (${change})` : said;
}

/** @param {ConsoleContext} context @param {Comparison} compared @returns {HTMLElement} */
export function comparisonView({ t }, { columns, rows }) {
  const workshops = columns.slice(NAMES);
  const [first, ...questions] = byQuestion(rows);
  const head = [columns[1], ...workshops];
  const drawn = (/** @type {ComparedQuestion} */ { what, lines }) =>
    table({
      caption: what,
      columns: head,
      rows: lines.map(({ item, cells }) => [item || what, ...cells]),
    });
  return h(
    "section",
    { class: "wb-stack-tight" },
    h("h5", { tabindex: "-1" }, t("workshop_console.report.compared")),
    h("p", { class: "wb-small wb-muted" }, t("workshop_console.report.compared_how")),
    first ? drawn(first) : null,
    ...questions.map((question, at) => {
      const part = details(question.what, drawn(question));
      part.open = at === 0;
      return part;
    }),
  );
}
