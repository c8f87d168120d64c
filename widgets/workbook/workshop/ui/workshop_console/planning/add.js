/** Adding a step to a plan: its kind, and its subject from the workbook. */

import { button, h, replace } from "../../../../front/kit.js";
import { newStep, STEP_KINDS } from "./plan.js";
import { consoleField } from "../parts.js";

/**
 * @typedef {import("../parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("../room.js").PlanStep} PlanStep
 * @typedef {import("../room.js").PlanSubjects} PlanSubjects
 */

/** The default minutes of a new step of each kind. */
const USUAL_MINUTES = { talk: 5, vote: 4, rating: 3, order: 5, word: 2, share: 6 };

/**
 * @param {PlanSubjects} subjects
 * @param {string} kind
 * @param {string} chosen
 * @param {string} none The first option, for no subject.
 * @returns {HTMLOptionElement[]}
 */
export function subjectOptions(subjects, kind, chosen, none) {
  const known = subjects[kind] ?? [];
  const isGone = chosen && !known.some(({ id }) => id === chosen);
  const all = [
    { id: "", title: none },
    ...known,
    ...(isGone ? [{ id: chosen, title: chosen }] : []),
  ];
  return all.map(({ id, title }) => h("option", { value: id, selected: id === chosen }, title));
}

/**
 * @param {ConsoleContext} context
 * @param {PlanSubjects} subjects
 * @param {(step: PlanStep) => void} add
 * @param {string} [label] Of the button.
 * @returns {{element: HTMLElement}}
 */
export function addStepPart({ t }, subjects, add, label = t("workshop_console.add.go")) {
  const kind = h(
    "select",
    { on: { change: () => drawSubjects() } },
    STEP_KINDS.map((one) => h("option", { value: one }, t(`workshop_console.kind.${one}`))),
  );
  const hint = h("p", { class: "wb-small wb-muted" });
  const subject = h("select", {});
  const subjectField = consoleField({ label: t("workshop_console.add.subject"), input: subject });

  function drawSubjects() {
    const known = subjects[kind.value] ?? [];
    subjectField.hidden = !known.length;
    replace(hint, t(`workshop_console.kind_hint.${kind.value}`));
    replace(subject, ...subjectOptions(subjects, kind.value, "", t("workshop_console.add.choose")));
  }

  function press() {
    const about = (subjects[kind.value] ?? []).find(({ id }) => id === subject.value);
    const title = about?.title ?? t(`workshop_console.kind.${kind.value}`);
    const minutes = USUAL_MINUTES[/** @type {keyof typeof USUAL_MINUTES} */ (kind.value)];
    add(newStep(kind.value, about?.id ?? "", title.slice(0, 120), minutes));
  }

  drawSubjects();
  return {
    element: h(
      "section",
      { class: "wb-panel wb-stack-tight" },
      h("h4", {}, t("workshop_console.add.title")),
      consoleField({ label: t("workshop_console.add.kind"), input: kind }),
      hint,
      subjectField,
      h("div", { class: "wb-buttons" }, button(label, press)),
    ),
  };
}
