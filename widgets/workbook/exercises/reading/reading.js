/** The exercise Reading: further reading, filtered by theme and by where it applies. */

import {
  button,
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
 */

export default exercise("reading", ({ root, content, t, say }) => {
  /** @type {Reading} */
  const reading = content;
  const works = reading.works.map((work) => ({ work, card: h("li", {}, ...card(work)) }));
  const count = h("p", { class: "wb-small wb-muted" });
  const theme = filter(t("reading.theme"), t("reading.theme_all"), reading.themes, reading.theme);
  const country = filter(t("reading.country"), t("reading.country_all"), reading.countries, "");
  const none = h(
    "div",
    { class: "wb-stack-tight", hidden: true },
    h("p", {}, t("reading.none")),
    button(t("reading.reset"), () => {
      theme.select.value = "";
      country.select.value = "";
      narrow();
      theme.select.focus();
    }),
  );

  /**
   * @param {string} label
   * @param {string} all
   * @param {string[]} values
   * @param {string} chosen
   */
  function filter(label, all, values, chosen) {
    const id = uniqueId();
    const select = h(
      "select",
      { id, on: { change: narrow } },
      h("option", { value: "" }, all),
      values.map((value) => h("option", { value, selected: value === chosen }, capital(value))),
    );
    return {
      select,
      field: h("div", { class: "wb-field" }, h("label", { for: id }, label), select),
    };
  }

  function narrow() {
    const total = works.length;
    for (const { work, card: shown } of works)
      shown.hidden =
        (theme.select.value !== "" && work.theme !== theme.select.value) ||
        (country.select.value !== "" && work.country !== country.select.value);
    const left = works.filter(({ card: shown }) => !shown.hidden).length;
    none.hidden = left > 0;
    const name = left === total ? "reading.count_all" : "reading.count";
    replace(count, t(name, { count: left, total }));
    say(left ? (count.textContent ?? "") : t("reading.none"));
  }

  /** @param {Work} work @returns {HTMLElement[]} */
  function card(work) {
    const facts = [
      [t("reading.author"), work.author],
      [t("reading.publisher"), [work.publisher, work.published].filter(Boolean).join(", ")],
      [t("reading.find_it"), work.find_it],
    ];
    return [
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
    ];
  }

  root.append(
    heading(t("reading.kicker"), t("reading.title")),
    h("p", {}, t("reading.intro")),
    h("div", { class: "wb-filters" }, theme.field, country.field),
    count,
    none,
    h(
      "ul",
      { class: "wb-works" },
      works.map(({ card: shown }) => shown),
    ),
  );
  narrow();
});

/** @param {string} text @returns {string} The text with a capital first letter. */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
