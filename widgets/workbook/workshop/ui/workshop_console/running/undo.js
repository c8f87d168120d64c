/** A press too many is taken back, for a short time; and a step is asked anew, which is asked about first. */

import { button, h, replace } from "../../../../front/kit.js";
import { asksFirst, trying, whenChanged } from "../parts.js";

/**
 * @typedef {import("../parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("../room.js").TrainerRoom} TrainerRoom
 * @typedef {import("../room.js").ConsoleState} ConsoleState
 */

/** How often to look whether it is too late, in ms. */
const LOOK_EVERY = 500;

/** @param {ConsoleContext} context @param {TrainerRoom} room @param {HTMLElement} told */
export function undoPart(context, room, told) {
  const { t } = context;
  const element = h("div", { class: "wb-buttons wb-workshop_console-undo" });
  const undo = trying(context, told, () => room.command("undo"));
  const draw = whenChanged((/** @type {string} */ did) => {
    const hadFocus = element.contains(document.activeElement);
    const label = did && t("workshop_console.undo", { what: t(`workshop_console.undo.${did}`) });
    replace(element, did ? button(label, () => void undo(), { quiet: true }) : null);
    if (hadFocus && !did) element.closest("section")?.querySelector("button")?.focus();
  });
  const look = () => draw(room.undoable());
  const looking = setInterval(look, LOOK_EVERY);
  return { element, draw: look, close: () => clearInterval(looking) };
}

/** @param {ConsoleContext} context @param {TrainerRoom} room @param {HTMLElement} told */
export function resetPart(context, room, told) {
  const { t } = context;
  const element = h("div", {});
  const reset = trying(context, told, () => room.command("reset"));
  const draw = whenChanged((/** @type {string} */ key) =>
    replace(
      element,
      key &&
        asksFirst({
          label: t("workshop_console.reset.go"),
          question: t("workshop_console.reset.sure"),
          yes: t("workshop_console.reset.yes"),
          no: t("workshop_console.reset.no"),
          work: () => void reset(),
        }),
    ),
  );
  return {
    element,
    /** @param {ConsoleState} state */
    draw: (state) => draw(canReset(state) ? `${state.step?.id} ${state.status}` : ""),
  };
}

/**
 * Ratings that were counted are not asked anew, and neither is a first round once the second was counted.
 * @param {ConsoleState} state @returns {boolean}
 */
export function canReset({ step, status, results, plan }) {
  if (!step || step.kind === "talk" || status === "ready") return false;
  const own = results[step.id];
  if (step.kind === "rating" && own && !own.few) return false;
  const here = plan.steps.find(({ id }) => id === step.id);
  const second = plan.steps.find(
    ({ kind, subject, round }) => round === 2 && kind === step.kind && subject === here?.subject,
  );
  return step.round !== 1 || !second || !results[second.id];
}
