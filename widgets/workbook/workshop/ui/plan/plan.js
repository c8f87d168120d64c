/** The exercise Plan: a workshop step by step, with the trainer's notes, on the screen or on paper. */

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
 * @typedef {{title: string, minute: number, minutes: number, kind: string, about: string,
 *   about_title: string, about_number: number, wall: string, notes: string}} PlanStep `kind` and `about` name a word of the
 *   interface; `about` is empty if the step has no subject from the workbook.
 * @typedef {{title: string, minutes: number, aim: string, prepare: string, steps: PlanStep[]}} WorkshopPlan
 */

export default exercise("plan", ({ root, content, t }) => {
  /** @type {WorkshopPlan} */
  const plan = content;

  /** @param {PlanStep} step */
  function item({ title, minute, minutes, kind, about, wall, notes, ...named }) {
    const { about_title: of, about_number: number } = named;
    return h(
      "li",
      {},
      h("p", { class: "wb-label" }, title),
      h("p", { class: "wb-small wb-muted" }, t("plan.when", { minute, count: minutes })),
      h(
        "dl",
        { class: "wb-plan-parts" },
        entry("plan.kind", t(kind)),
        about ? entry("plan.about", t(about, { title: of, number })) : null,
        wall ? entry("plan.wall", wall) : null,
        notes ? entry("plan.notes", notes) : null,
      ),
    );
  }

  /** @param {string} name @param {string} text */
  function entry(name, text) {
    return [h("dt", {}, t(name)), h("dd", {}, ...paragraphs(text))];
  }

  /** @param {string} name @param {...HTMLElement} children */
  function part(name, ...children) {
    return h("section", { class: "wb-stack-tight" }, h("h4", {}, t(name)), ...children);
  }

  root.append(
    heading(t("plan.kicker", { count: plan.minutes }), plan.title),
    part("plan.aim", ...paragraphs(plan.aim)),
    part("plan.prepare", ...paragraphs(plan.prepare)),
    details(
      t("plan.steps", { count: plan.steps.length }),
      h("ol", { class: "wb-plan-steps" }, plan.steps.map(item)),
    ),
    h(
      "div",
      { class: "wb-buttons" },
      button(t("plan.print"), () => printAlone(root)),
    ),
  );
});
