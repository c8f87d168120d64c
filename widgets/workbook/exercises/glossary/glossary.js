/** The exercise Glossary: all words, with a search, or a few of them explained in place. */

import { FEW, plain, searchField } from "../../front/finding.js";
import { details, exercise, h, heading, replace, uniqueId } from "../../front/kit.js";

/**
 * @typedef {{id: string, term: string, letter: string, meaning: string}} Term
 * @typedef {{fold: HTMLDetailsElement, letter: string, text: string}} Row
 * @typedef {import("../../front/kit.js").Context} Context
 */

export default exercise("glossary", (context) => {
  if (context.content.whole) drawWhole(context);
  else drawStrip(context);
});

/** All words by letter, each with its meaning folded below it, and a search above. @param {Context} context */
function drawWhole(context) {
  const { root, content, t } = context;
  root.classList.remove("wb-glossary-strip");
  /** @type {Row[]} */
  const rows = content.terms.map(row);
  const count = h("p", { class: "wb-small wb-muted" });
  const none = h("p", { hidden: true }, t("glossary.none"));
  const search = searchField({ label: t("glossary.find"), onFind: narrow, context });
  const letters = [...new Set(rows.map(({ letter }) => letter))];
  const index = h(
    "nav",
    { class: "wb-letters wb-no-print", "aria-label": t("glossary.letters") },
    letters.map((letter) => h("a", { href: `#wb-letter-${letter}` }, letter)),
  );
  const groups = letters.map((letter) =>
    h(
      "section",
      { class: "wb-letter" },
      h("h4", { id: `wb-letter-${letter}` }, letter),
      rows.filter((one) => one.letter === letter).map(({ fold }) => fold),
    ),
  );

  let isNarrowed = false;

  function narrow() {
    const found = rows.filter(({ text }) => search.isFound(text));
    const isWhole = search.isEmpty();
    for (const one of rows) {
      one.fold.hidden = !found.includes(one);
      // What the learner opened stays open while nothing is searched for.
      if (!isWhole || isNarrowed) one.fold.open = !isWhole && found.length <= FEW;
    }
    for (const group of groups) group.hidden = !group.querySelector("details:not([hidden])");
    isNarrowed = !isWhole;
    index.hidden = isNarrowed;
    none.hidden = found.length > 0;
    const name = found.length === rows.length ? "glossary.count_all" : "glossary.count";
    replace(count, t(name, { count: found.length, total: rows.length }));
    return found.length ? (count.textContent ?? "") : t("glossary.none");
  }

  search.element.setAttribute("role", "search");
  root.append(
    heading(t("glossary.kicker"), t("glossary.title")),
    search.element,
    count,
    none,
    index,
    ...groups,
  );
  narrow();
}

/** @param {Term} term @returns {Row} */
function row({ id, term, letter, meaning }) {
  const fold = details(term, h("p", { id: `wb-word-${id}` }, meaning));
  return { fold, letter, text: plain(`${term} ${meaning}`) };
}

/** A row of words; each opens its meaning below the row, one at a time. @param {Context} context */
function drawStrip({ root, content, t }) {
  root.classList.add("wb-glossary-strip");
  const id = uniqueId();
  /** @type {{press: HTMLButtonElement, panel: HTMLElement}[]} */
  const words = content.terms.map(
    (/** @type {Term} */ { term, meaning }, /** @type {number} */ at) => {
      const panel = h("p", { class: "wb-meaning", id: `${id}-${at}`, hidden: true }, meaning);
      const press = h(
        "button",
        {
          type: "button",
          class: "wb-button",
          "aria-expanded": "false",
          "aria-controls": panel.id,
          on: { click: () => open(press.getAttribute("aria-expanded") === "true" ? null : press) },
        },
        term,
      );
      return { press, panel };
    },
  );

  /** @param {HTMLElement | null} which */
  function open(which) {
    for (const { press, panel } of words) {
      press.setAttribute("aria-expanded", String(press === which));
      panel.hidden = press !== which;
    }
  }

  /** @param {KeyboardEvent} event */
  function closeByKey(event) {
    const opened = words.find(({ panel }) => !panel.hidden);
    if (event.key !== "Escape" || !opened) return;
    open(null);
    opened.press.focus();
  }

  root.setAttribute("aria-labelledby", id);
  root.append(
    h("p", { class: "wb-kicker", id }, t("glossary.strip")),
    h(
      "div",
      { class: "wb-words", on: { keydown: closeByKey } },
      words.map(({ press, panel }) => [press, panel]).flat(),
    ),
    h("p", { class: "wb-small wb-muted wb-no-print" }, t("glossary.strip_hint")),
  );
}
