/** One step of a plan in the editor: its fields, and the buttons that move, repeat and remove it. */

import { button, details, h, replace, uniqueId } from "../../../../front/kit.js";
import { subjectOptions } from "./add.js";
import { STEP_SHOWS } from "./plan.js";
import { consoleField } from "../parts.js";

/**
 * @typedef {import("../parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("../room.js").PlanStep} PlanStep
 * @typedef {import("../room.js").PlanSubjects} PlanSubjects
 * @typedef {import("./plan.js").PlanFault} PlanFault
 */

/**
 * @param {ConsoleContext} context
 * @param {PlanStep} first
 * @param {PlanSubjects} subjects
 * @param {object} doing
 * @param {(id: string, parts: Partial<PlanStep>) => void} doing.changeStep
 * @param {(id: string, way: -1 | 1) => void} doing.move
 * @param {(id: string) => void} doing.remove
 * @param {(step: PlanStep) => void} doing.again
 */
export function stepCard(context, first, subjects, doing) {
  const { t } = context;
  const { id, kind } = first;
  let step = first;
  const head = h("h5", { id: uniqueId(), tabindex: "-1" });
  const about = h("p", { class: "wb-small wb-muted" });
  const told = h("p", { class: "wb-workshop_console-fault", id: uniqueId() });
  const fields = stepFields(context, first, subjects, doing.changeStep);
  const up = button("↑", () => doing.move(id, -1));
  const down = button("↓", () => doing.move(id, 1));
  const again = button(t("workshop_console.card.again"), () => doing.again(step));
  const remove = button(t("workshop_console.card.remove"), () => doing.remove(id), {
    describedby: head.id,
  });
  const element = h(
    "li",
    { class: "wb-panel wb-stack-tight", "aria-labelledby": head.id },
    h(
      "div",
      { class: "wb-workshop_console-card-head" },
      h("div", {}, head, about),
      h("div", { class: "wb-buttons" }, up, down, remove),
    ),
    told,
    fields.element,
    h("div", { class: "wb-buttons" }, again),
  );

  /**
   * @param {PlanStep} now
   * @param {{at: number, of: number, from: number, fault: PlanFault | null, canAgain: boolean}} place
   */
  function draw(now, { at, of, from, fault, canAgain }) {
    step = now;
    replace(head, t("workshop_console.card.title", { place: at + 1, title: now.title }));
    const round = now.round > 1 ? ` ${t("workshop_console.card.round")}` : "";
    const words = { kind: t(`workshop_console.kind.${kind}`), from };
    replace(about, t("workshop_console.card.from", words) + round);
    for (const [arrow, name, stuck] of /** @type {const} */ ([
      [up, "up", at === 0],
      [down, "down", at === of - 1],
    ])) {
      arrow.setAttribute("aria-label", t(`workshop_console.card.${name}`, { title: now.title }));
      if (stuck) arrow.setAttribute("aria-disabled", "true");
      else arrow.removeAttribute("aria-disabled");
    }
    again.hidden = !canAgain;
    const text = fault ? t(`workshop_console.fault.${fault}`) : "";
    if (told.textContent !== text) replace(told, text);
    fields.mark(fault, told.id);
    fields.choose(now);
  }

  return {
    element,
    draw,
    focus: () => head.focus(),
    /** @param {-1 | 1} way */
    focusMove: (way) => (way < 0 ? up : down).focus(),
    /** @param {PlanFault} fault */
    focusFault: (fault) => fields.focus(fault),
  };
}

/**
 * @param {ConsoleContext} context
 * @param {PlanStep} step
 * @param {PlanSubjects} subjects
 * @param {(id: string, parts: Partial<PlanStep>) => void} changeStep
 */
function stepFields({ t }, step, subjects, changeStep) {
  /** @param {Partial<PlanStep>} parts */
  const change = (parts) => changeStep(step.id, parts);
  const title = h("input", {
    type: "text",
    maxlength: 120,
    on: { input: () => change({ title: title.value }) },
  });
  const minutes = h("input", {
    type: "number",
    min: 1,
    max: 240,
    step: 1,
    inputmode: "numeric",
    on: { input: () => change({ minutes: minutes.value ? Number(minutes.value) : NaN }) },
  });
  const subject = h(
    "select",
    { on: { change: () => change({ subject: subject.value }) } },
    subjectOptions(subjects, step.kind, step.subject, t("workshop_console.add.choose")),
  );
  const wall = h("textarea", {
    rows: 2,
    maxlength: 2000,
    on: { input: () => change({ wall: wall.value }) },
  });
  const notes = h("textarea", {
    rows: 2,
    maxlength: 4000,
    on: { input: () => change({ notes: notes.value }) },
  });
  const show = h(
    "select",
    {
      on: {
        change: () => change({ show: STEP_SHOWS[show.selectedIndex] }),
      },
    },
    STEP_SHOWS.map((one) =>
      h(
        "option",
        { value: one, selected: one === (step.show ?? "now") },
        t(`workshop_console.show.${one}`),
      ),
    ),
  );
  title.value = step.title;
  minutes.value = String(step.minutes);
  wall.value = step.wall;
  notes.value = step.notes;
  const subjectField = consoleField({ label: t("workshop_console.add.subject"), input: subject });
  subjectField.hidden = !subjects[step.kind]?.length;
  const showField = consoleField({ label: t("workshop_console.card.show"), input: show });
  showField.hidden = step.kind === "talk";
  const marked = { title, minutes, subject, show };

  return {
    element: h(
      "div",
      { class: "wb-stack-tight" },
      h(
        "div",
        { class: "wb-workshop_console-card-fields" },
        consoleField({ label: t("workshop_console.card.name"), input: title }),
        consoleField({ label: t("workshop_console.card.minutes"), input: minutes }),
      ),
      subjectField,
      showField,
      details(
        t("workshop_console.card.more"),
        consoleField({ label: t("workshop_console.card.wall"), input: wall }),
        consoleField({ label: t("workshop_console.card.notes"), input: notes }),
      ),
    ),
    /** Shows what was chosen elsewhere. @param {PlanStep} now */
    choose: (now) => (show.value = now.show ?? "now"),
    /** @param {PlanFault | null} fault @param {string} toldBy */
    mark(fault, toldBy) {
      for (const [name, field] of Object.entries(marked)) {
        const isIt = fault !== null && fieldOfFault(fault) === name;
        if (isIt) field.setAttribute("aria-invalid", "true");
        else field.removeAttribute("aria-invalid");
        if (isIt) field.setAttribute("aria-describedby", toldBy);
        else field.removeAttribute("aria-describedby");
      }
    },
    /** @param {PlanFault} fault */
    focus: (fault) => marked[fieldOfFault(fault)].focus(),
  };
}

/** @param {PlanFault} fault @returns {"title" | "minutes" | "subject" | "show"} */
function fieldOfFault(fault) {
  if (fault === "title" || fault === "minutes" || fault === "show") return fault;
  return "subject";
}
