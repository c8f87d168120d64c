/** The exercise Glossary: all words, with a search, or a few of them explained in place. */

import { exercise, h, heading, replace, uniqueId } from "../../front/kit.js";

/**
 * @typedef {{id: string, term: string, meaning: string}} Term
 * @typedef {import("../../front/kit.js").Context} Context
 */

/** How long to wait after a key press until the number of matches is announced to a screen reader, in ms. */
const COUNT_PAUSE = 500;

export default exercise("glossary", (context) => {
  if (context.content.whole) drawWhole(context);
  else drawStrip(context);
});

/** A list of definitions with a search field above it. @param {Context} context */
function drawWhole({ root, content, t, say, onLeave }) {
  root.classList.remove("wb-glossary-strip");
  /** @type {{shown: HTMLElement, text: string}[]} */
  const entries = content.terms.map((/** @type {Term} */ { term, meaning }) => ({
    shown: h("div", {}, h("dt", {}, term), h("dd", {}, meaning)),
    text: plain(`${term} ${meaning}`),
  }));
  const total = entries.length;
  const id = uniqueId();
  const count = h("p", { class: "wb-small wb-muted" });
  const none = h("p", { hidden: true }, t("glossary.none"));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  const field = h("input", {
    id,
    type: "text",
    autocomplete: "off",
    enterkeyhint: "search",
    on: {
      input: () => {
        narrow();
        clearTimeout(pause);
        pause = setTimeout(
          () => say(none.hidden ? (count.textContent ?? "") : t("glossary.none")),
          COUNT_PAUSE,
        );
      },
    },
  });

  function narrow() {
    const wanted = plain(field.value).split(/\s+/);
    for (const { shown, text } of entries)
      shown.hidden = !wanted.every((part) => text.includes(part));
    const left = entries.filter(({ shown }) => !shown.hidden).length;
    none.hidden = left > 0;
    const name = left === total ? "glossary.count_all" : "glossary.count";
    replace(count, t(name, { count: left, total }));
  }

  onLeave(() => clearTimeout(pause));
  root.append(
    heading(t("glossary.kicker"), t("glossary.title")),
    h(
      "div",
      { class: "wb-field", role: "search" },
      h("label", { for: id }, t("glossary.find")),
      field,
    ),
    count,
    none,
    h(
      "dl",
      { class: "wb-terms" },
      entries.map(({ shown }) => shown),
    ),
  );
  narrow();
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

/** @param {string} text @returns {string} The text for comparisons: in lower case, without accents. */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
