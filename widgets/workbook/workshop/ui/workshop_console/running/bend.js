/** What is coming in the plan, to be changed while the workshop runs: left out, moved, shortened, added to. */

import { button, details, h, replace } from "../../../../front/kit.js";
import { consoleField, minutesText, trying, whenChanged } from "../parts.js";
import { addStepPart } from "../planning/add.js";
import { isTaken } from "../planning/plan.js";
import { timeForTheRest } from "./clock.js";

/**
 * @typedef {import("../parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("../room.js").TrainerRoom} TrainerRoom
 * @typedef {import("../room.js").ConsoleState} ConsoleState
 * @typedef {import("../room.js").WorkshopPlan} WorkshopPlan
 * @typedef {import("../room.js").PlanStep} PlanStep
 */

/**
 * @param {ConsoleContext} context
 * @param {TrainerRoom} room
 * @param {() => number} minute The present minute of the workshop.
 */
export function bendPart(context, room, minute) {
  const { t, say } = context;
  const told = h("p", { class: "wb-workshop_console-told", role: "alert" });
  const list = h("ol", { class: "wb-workshop_console-coming" });
  const none = h("p", { class: "wb-muted" }, t("workshop_console.bend.none"));
  const shorter = shorterPart(context, room, told, minute);
  const add = addStepPart(
    context,
    room.welcome?.subjects ?? {},
    (step) => {
      const work = trying(context, told, async () => {
        await room.command("add", { step });
        say(t("workshop_console.bend.added", { title: step.title }));
      });
      void work();
    },
    t("workshop_console.bend.add"),
  );

  const drawList = whenChanged((/** @type {{plan: WorkshopPlan, position: number}} */ now) => {
    const { plan, position } = now;
    const focused = list.contains(document.activeElement)
      ? (document.activeElement?.getAttribute("data-does") ?? "")
      : "";
    const coming = plan.steps.slice(position + 1);
    none.hidden = coming.length > 0;
    replace(
      list,
      ...coming.map((step, at) =>
        comingStep(context, room, told, { step, plan, at: position + 1 + at, position }),
      ),
    );
    if (!focused) return;
    const same = list.querySelector(`[data-does="${CSS.escape(focused)}"]`);
    /** @type {HTMLElement | null} */ (same ?? list.querySelector("button"))?.focus();
  });

  return {
    element: details(
      t("workshop_console.bend.title"),
      told,
      none,
      list,
      shorter.element,
      add.element,
    ),
    /** @param {ConsoleState} state */
    draw(state) {
      drawList({ plan: state.plan, position: state.position });
      shorter.draw(state);
    },
  };
}

/**
 * @param {ConsoleContext} context
 * @param {TrainerRoom} room
 * @param {HTMLElement} told
 * @param {{step: PlanStep, plan: WorkshopPlan, at: number, position: number}} about
 */
function comingStep(context, room, told, { step, plan, at, position }) {
  const { t } = context;
  const { id, title } = step;
  const isOut = !isTaken(plan, step);
  /** @param {string} does @param {string} word @param {string} what @param {any} parts */
  const does = (does, word, what, parts) => {
    const work = trying(context, told, () => room.command(what, { step: id, ...parts }));
    const one = button(word, () => one.getAttribute("aria-disabled") || void work());
    one.dataset.does = `${does}/${id}`;
    return one;
  };
  const up = does("up", "↑", "move", { to: at - 1 });
  const down = does("down", "↓", "move", { to: at + 1 });
  up.setAttribute("aria-label", t("workshop_console.card.up", { title }));
  down.setAttribute("aria-label", t("workshop_console.card.down", { title }));
  if (at === position + 1) up.setAttribute("aria-disabled", "true");
  if (at === plan.steps.length - 1) down.setAttribute("aria-disabled", "true");
  const word = isOut ? "back" : "out";
  const out = does("out", t(`workshop_console.bend.${word}`), "skip", { on: !isOut });
  out.setAttribute("aria-label", t(`workshop_console.bend.${word}_label`, { title }));
  return h(
    "li",
    isOut ? { "data-out": "" } : {},
    h(
      "span",
      {},
      title,
      h(
        "small",
        { class: "wb-muted" },
        ` ${isOut ? t("workshop_console.bend.is_out") : minutesText(t, step.minutes)}`,
      ),
    ),
    h("div", { class: "wb-buttons" }, up, down, out),
  );
}

/**
 * All coming steps, in fewer minutes.
 * @param {ConsoleContext} context
 * @param {TrainerRoom} room
 * @param {HTMLElement} told
 * @param {() => number} minute
 */
function shorterPart(context, room, told, minute) {
  const { t } = context;
  const about = h("p", {});
  const input = h("input", { type: "number", min: 1, max: 600, step: 1, inputmode: "numeric" });
  const shorten = trying(context, told, () =>
    room.command("shorten", { minutes: Math.round(Number(input.value)) || 0 }),
  );
  const element = h(
    "div",
    { class: "wb-workshop_console-shorter wb-stack-tight" },
    about,
    consoleField({ label: t("workshop_console.bend.minutes"), input }),
    h(
      "div",
      { class: "wb-buttons" },
      button(t("workshop_console.bend.shorten"), () => void shorten()),
    ),
  );
  return {
    element,
    /** @param {ConsoleState} state */
    draw({ plan, position }) {
      const { coming, left, over } = timeForTheRest(plan, position, minute());
      element.hidden = coming === 0;
      const words = { minutes: minutesText(t, over), coming: minutesText(t, coming) };
      const text = t(`workshop_console.bend.${over ? "over" : "fits"}`, words);
      if (about.textContent !== text) replace(about, text);
      if (document.activeElement !== input) input.value = String(Math.min(coming, left) || 1);
    },
  };
}
