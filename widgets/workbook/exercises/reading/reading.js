/** The exercise Reading: further reading by theme, each theme folded, with a search and a filter by place. */

import { FEW, plain, searchField } from "../../front/finding.js";
import {
  button,
  details,
  exercise,
  h,
  heading,
  outsideLink,
  paragraphs,
  replace,
  uniqueId,
} from "../../front/kit.js";

/**
 * @typedef {{id: string, title: string, publisher: string, author: string, published: string, kind: string,
 *   theme: string, country: string, address: string, find_it: string, good_for: string}} Work
 * @typedef {{theme: string, themes: string[], countries: string[], works: Work[]}} Reading
 * @typedef {{work: Work, shown: HTMLElement, text: string}} Card
 * @typedef {{fold: HTMLDetailsElement, count: HTMLElement, cards: Card[]}} Theme
 * @typedef {import("../../front/kit.js").Context} Context
 */

export default exercise("reading", (context) => {
  const { root, t, say } = context;
  /** @type {Reading} */
  const reading = context.content;
  const cards = reading.works.map((work) => cardOf(work, t));
  const themes = reading.themes.map((name) => themeOf(name, cards, name === reading.theme));
  const count = h("p", { class: "wb-small wb-muted" });
  const search = searchField({ label: t("reading.find"), onFind: narrow, context });
  const country = h(
    "select",
    { id: uniqueId(), on: { change: () => say(narrow()) } },
    h("option", { value: "" }, t("reading.country_all")),
    reading.countries.map((value) => h("option", { value }, value)),
  );
  const none = h(
    "div",
    { class: "wb-stack-tight", hidden: true },
    h("p", {}, t("reading.none")),
    button(t("reading.reset"), () => {
      country.value = "";
      search.clear();
      say(narrow());
      country.focus();
    }),
  );
  let isNarrowed = false;

  /** @returns {string} How many are left. */
  function narrow() {
    const isWhole = search.isEmpty() && country.value === "";
    const found = cards.filter(
      ({ work, text }) =>
        search.isFound(text) && (country.value === "" || work.country === country.value),
    );
    for (const card of cards) card.shown.hidden = !found.includes(card);
    for (const { fold, count: own, cards: all } of themes) {
      const left = all.filter(({ shown }) => !shown.hidden).length;
      fold.hidden = left === 0;
      // What the learner opened stays open while the list is whole.
      if (!isWhole || isNarrowed) fold.open = !isWhole && found.length <= FEW;
      replace(own, told(left, all.length));
    }
    isNarrowed = !isWhole;
    none.hidden = found.length > 0;
    replace(count, told(found.length, cards.length));
    return found.length ? (count.textContent ?? "") : t("reading.none");
  }

  /** @param {number} left @param {number} total */
  function told(left, total) {
    return t(left === total ? "reading.count_all" : "reading.count", { count: left, total });
  }

  root.append(
    heading(t("reading.kicker"), t("reading.title")),
    h("p", {}, t("reading.intro")),
    h(
      "div",
      { class: "wb-filters", role: "search" },
      search.element,
      h(
        "div",
        { class: "wb-field" },
        h("label", { for: country.id }, t("reading.country")),
        country,
      ),
    ),
    count,
    none,
    h(
      "div",
      { class: "wb-stack-tight" },
      themes.map(({ fold }) => fold),
    ),
  );
  narrow();
});

/** @param {string} name @param {Card[]} all @param {boolean} open @returns {Theme} */
function themeOf(name, all, open) {
  const cards = all.filter(({ work }) => work.theme === name);
  const count = h("span", { class: "wb-small wb-muted" });
  const fold = details(
    [capital(name), " ", count],
    h(
      "ul",
      { class: "wb-works" },
      cards.map(({ shown }) => shown),
    ),
  );
  fold.toggleAttribute("open", open);
  return { fold, count, cards };
}

/** @param {Work} work @param {Context["t"]} t @returns {Card} */
function cardOf(work, t) {
  const facts = [
    [t("reading.author"), work.author],
    [t("reading.publisher"), [work.publisher, work.published].filter(Boolean).join(", ")],
    [t("reading.find_it"), work.find_it],
  ];
  const shown = h(
    "li",
    { id: `wb-reading-${work.id}` },
    h("p", { class: "wb-kicker" }, `${capital(work.kind)}, ${work.country}`),
    h("h4", {}, outsideLink(work.title, work.address, t("reading.new_tab"))),
    ...paragraphs(work.good_for),
    h(
      "dl",
      { class: "wb-facts wb-small" },
      facts
        .filter(([, value]) => value)
        .map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
      h("div", {}, h("dt", {}, t("reading.address")), h("dd", {}, work.address)),
    ),
  );
  const { title, publisher, author, kind, find_it, good_for } = work;
  const words = [title, publisher, author, kind, find_it, good_for];
  return { work, shown, text: plain(words.join(" ")) };
}

/** @param {string} text @returns {string} The text with a capital first letter. */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
