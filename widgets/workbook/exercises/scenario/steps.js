/**
 * Where the steps of a decision stand on a page's later scenarios.
 *
 * On the first one they lead through the decision, one at a time. Then they fade. With "fewer", the facts stand
 * open, people and standard are a line each that opens, and the options follow. With "none", there are the
 * facts and the options, and one fold with the five steps for whoever wants them. With "below", that fold comes
 * after the options, with what is not known yet. Else the order of reading stays.
 */

import { details, h } from "../../front/kit.js";

/** @typedef {import("../../front/kit.js").Context["t"]} Translate */

/**
 * @param {Translate} t
 * @param {string} steps "fewer", "none" or "below".
 * @param {Map<string, HTMLElement>} panels Each step's part of the page, in their order.
 * @param {(step: string) => string} headingOf
 * @param {HTMLElement} unknown What is not known yet, for the fold that comes after the options.
 * @returns {HTMLElement[]}
 */
export function faded(t, steps, panels, headingOf, unknown) {
  const [facts, people, standard, ...turns] = [...panels].map(([step, panel], at) => ({
    step,
    panel,
    name: t(`scenario.step.${step}`),
    number: at + 1,
  }));
  if (steps !== "fewer") {
    const isBelow = steps === "below";
    const five = details(
      t(isBelow ? "scenario.five_below" : "scenario.five"),
      h(
        "ol",
        { class: "wb-five" },
        ...[facts, people, standard, ...turns].map(({ step, panel, name }) =>
          h(
            "li",
            {},
            h("p", { class: "wb-label" }, name),
            [people.step, standard.step].includes(step) ? panel : h("p", {}, headingOf(step)),
            isBelow && step === facts.step ? unknown : null,
          ),
        ),
      ),
    );
    const after = turns.map(({ panel }) => panel);
    return isBelow ? [facts.panel, ...after, five] : [facts.panel, five, ...after];
  }
  const folds = [facts, people, standard].map(({ panel, name, number }) =>
    details(t("scenario.step_of", { number, step: name }), panel),
  );
  folds[0].open = true;
  return [h("div", { class: "wb-stack-tight" }, ...folds), ...turns.map(({ panel }) => panel)];
}
