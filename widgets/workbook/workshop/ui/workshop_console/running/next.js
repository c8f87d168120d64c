/**
 * The one *Next* of a workshop: what the console's main button does, and a clicker at the wall. What comes
 * first after people have answered is up to the plan's step (`show`). Nothing is drawn here.
 */

/** @typedef {import("../room.js").ConsoleState} ConsoleState */
import { isTaken } from "../planning/plan.js";

/** @typedef {{word: string, command: string, parts: Record<string, any>}} StepCommand `word` names its label. */

/** How long a new button ignores presses, in ms: a second press may have been meant for the previous one. */
export const RESTS_FOR = 400;

/**
 * @param {ConsoleState} state
 * @returns {StepCommand | null} Null if there is nothing left but to end the workshop.
 */
export function mainCommand(state) {
  const { status, step, ended } = state;
  if (ended) return null;
  if (!step || step.kind === "talk" || status === "revealed") return nextStep(state);
  const isNow = showOf(state) === "now";
  if (status === "ready") return command("open");
  if (status === "open") return isNow ? command("reveal", "close_and_reveal") : command("close");
  if (isNow) return command("reveal");
  return nextStep(state) ?? (showOf(state) === "later" ? command("reveal") : null);
}

/**
 * @param {ConsoleState} state
 * @returns {StepCommand[]} Everything else that can be done with the step, the likeliest first.
 */
export function otherCommands(state) {
  const { status, step, revealed } = state;
  const canShow = showOf(state) !== "never";
  /** @type {StepCommand[]} */
  let found = [];
  if (step && step.kind !== "talk") {
    if (status === "open") {
      found = [command("close"), ...(canShow ? [command("reveal", "close_and_reveal")] : [])];
    } else if (status === "closed") {
      found = [...(canShow ? [command("reveal")] : []), command("reopen")];
    } else if (status === "revealed") found = [command("reopen")];
    // What was shown may stand on the phones while it is open again.
    if (revealed?.includes(step.id)) found.push(command("hide"));
  }
  const main = mainCommand(state);
  return [...found, nextStep(state), previousStep(state)].flatMap((one) =>
    one && one.word !== main?.word ? [one] : [],
  );
}

/** @param {ConsoleState} state @returns {"now" | "later" | "never"} When the step's result is shown. */
function showOf({ step }) {
  return step?.show ?? "now";
}

/** @param {string} what @param {string} [word] @returns {StepCommand} */
function command(what, word = what) {
  return { word, command: what, parts: {} };
}

/** @param {ConsoleState} state @returns {StepCommand | null} */
function nextStep({ position, plan }) {
  const at = plan.steps.findIndex((one, place) => place > position && isTaken(plan, one));
  return at < 0 ? null : { word: "next", command: "go", parts: { step: at } };
}

/** @param {ConsoleState} state @returns {StepCommand | null} */
export function previousStep({ position, plan }) {
  for (let at = position - 1; at >= 0; at -= 1)
    if (isTaken(plan, plan.steps[at]))
      return { word: "previous", command: "go", parts: { step: at } };
  return null;
}
