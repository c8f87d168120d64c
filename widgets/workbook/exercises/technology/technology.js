/** The exercise Technology in practice: considerations to step through, each with the learner's own note. */

import {
  details,
  exercise,
  h,
  heading,
  paragraphs,
  replace,
  sentences,
  table,
  uniqueId,
} from "../../front/kit.js";
import { pager } from "../../front/patterns/paging.js";
import { savedField } from "../../record/ui/saving.js";
import { isBlank } from "../../record/ui/entries.js";

/**
 * @typedef {{id: string, title: string, consideration: string, example: string, question: string,
 *   standard: string}} Consideration
 * @typedef {{considerations: Consideration[], overview: string[][]}} Technology
 */

export default exercise("technology", (context) => {
  const { root, t, record, onLeave } = context;
  /** @type {Technology} */
  const { considerations, overview } = context.content;
  const total = considerations.length;
  const cards = considerations.map((one, at) => card(one, at));
  const choices = considerations.map((_, at) => h("option", { value: String(at) }));
  const id = uniqueId();
  const select = h(
    "select",
    { id, on: { change: () => turning.turn(Number(select.value)) } },
    ...choices,
  );
  const stage = h("div", { class: "wb-paged" }, cards);
  const turning = pager(context, {
    label: t("technology.title"),
    previous: t("technology.earlier"),
    next: t("technology.later"),
    stage,
    titleOf: (at) => considerations[at].title,
    go: show,
  });

  /** @param {Consideration} one */
  function keyOf(one) {
    return `technology/${one.id}`;
  }

  /** @param {Consideration} one @param {number} at */
  function card(one, at) {
    return h(
      "section",
      { class: "wb-consideration wb-stack" },
      h("p", { class: "wb-kicker wb-print-only" }, t("common.position", { at: at + 1, total })),
      h("h4", {}, one.title),
      ...paragraphs(one.consideration),
      h(
        "div",
        { class: "wb-panel wb-stack-tight" },
        h("p", { class: "wb-label" }, t("technology.example")),
        ...paragraphs(one.example),
      ),
      h(
        "div",
        { class: "wb-panel wb-stack-tight", "data-grade": "defensible" },
        h("p", { class: "wb-label" }, t("technology.question")),
        ...paragraphs(one.question),
      ),
      details(
        t("technology.note"),
        savedField({
          context,
          key: keyOf(one),
          label: t("technology.note_label"),
          hint: t("technology.note_hint"),
          about: {
            kind: "technology",
            title: t("technology.title"),
            standard: one.standard,
            question: sentences(one.title, one.question),
          },
          expected: false,
        }),
      ),
    );
  }

  /** @param {number} at */
  function show(at) {
    cards.forEach((one, place) => (one.hidden = place !== at));
    select.value = String(at);
    turning.show(at, total);
  }

  /** Shows in the list which ones have a note. */
  async function mark() {
    const entries = await record.all().catch(() => []);
    const noted = new Set(entries.filter((one) => !isBlank(one.value)).map((one) => one.key));
    considerations.forEach((one, at) => {
      const name = noted.has(keyOf(one)) ? "technology.option_noted" : "technology.option";
      replace(choices[at], t(name, { number: at + 1, title: one.title }));
    });
  }

  onLeave(record.watch((key) => void ((key === null || key.startsWith("technology/")) && mark())));
  considerations.forEach((one, at) =>
    replace(choices[at], t("technology.option", { number: at + 1, title: one.title })),
  );
  root.append(
    heading(t("technology.kicker"), t("technology.title")),
    h("p", {}, t("technology.intro")),
    h(
      "div",
      { class: "wb-field wb-no-print" },
      h("label", { for: id }, t("technology.pick")),
      select,
    ),
    turning.element,
    stage,
    details(
      t("technology.overview"),
      table({
        caption: t("technology.caption"),
        columns: ["title", "question", "standard"].map((name) => t(`technology.column.${name}`)),
        rows: overview,
      }),
    ),
  );
  show(0);
  void mark();
});
