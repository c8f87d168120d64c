/** The exercise Facilitator note: how to run a workshop on a standard, on the screen or on paper. */

import {
  button,
  details,
  exercise,
  h,
  heading,
  paragraphs,
  printAlone,
} from "../../../front/kit.js";

/**
 * @typedef {{title: string, minutes: number, text: string}} Step `title` is empty if it has none.
 * @typedef {{standard: string, number: number, short_title: string, aim: string, minutes: number,
 *   prepare: string, steps: Step[], comes_up: string, avoid: string}} Note
 */

export default exercise("facilitator_note", ({ root, content, t }) => {
  /** @type {Note} */
  const note = content;
  let minute = 0;

  /** @param {Step} step */
  function item({ title, minutes, text }) {
    const from = t("facilitator_note.from", { minute });
    const length = t("facilitator_note.minutes", { count: minutes });
    minute += minutes;
    if (!title) return h("li", {}, ...paragraphs(text));
    return h(
      "li",
      {},
      h("p", { class: "wb-label" }, title),
      h("p", { class: "wb-small wb-muted" }, `${length}, ${from}`),
      ...paragraphs(text),
    );
  }

  /** @param {string} name @param {...HTMLElement} children */
  function part(name, ...children) {
    return h(
      "section",
      { class: "wb-stack-tight" },
      h("h4", {}, t(`facilitator_note.${name}`)),
      ...children,
    );
  }

  root.append(
    heading(
      t("facilitator_note.kicker", { number: note.number }),
      t("facilitator_note.title", { title: note.short_title, count: note.minutes }),
    ),
    part("aim", ...paragraphs(note.aim)),
    part("prepare", ...paragraphs(note.prepare)),
    details(
      t("facilitator_note.whole", { count: note.steps.length }),
      part("run", h("ol", { class: "wb-run" }, note.steps.map(item))),
      part("comes_up", ...paragraphs(note.comes_up)),
      h(
        "section",
        { class: "wb-panel wb-stack-tight", "data-grade": "caution" },
        h("h4", {}, t("facilitator_note.avoid")),
        ...paragraphs(note.avoid),
      ),
    ),
    h(
      "div",
      { class: "wb-buttons" },
      button(t("facilitator_note.print"), () => printAlone(root)),
    ),
  );
});
