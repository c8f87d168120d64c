/** The wall's screen in each state of a workshop, and the actions of its keys. Nothing is drawn here. */

/** @typedef {import("../workshop_console/room.js").ConsoleState} ConsoleState */
/** @typedef {"join" | "talk" | "ask" | "result" | "ended"} WallScreen */
/** @typedef {{command: string, parts: Record<string, any>} | {local: "join" | "full" | "help" | "blank"}} WallDoing */

import { mainCommand, previousStep } from "../workshop_console/running/next.js";

/**
 * @param {ConsoleState} state
 * @param {boolean | null} join Whether the trainer wants to show how to join; null: automatic.
 * @returns {WallScreen}
 */
export function wallScreen(state, join) {
  if (state.ended) return "ended";
  if (join ?? (state.position === 0 && state.status === "ready")) return "join";
  if (!state.step || state.step.kind === "talk") return "talk";
  return isOnTheWall(state) ? "result" : "ask";
}

/**
 * Only revealed results: this window receives results as soon as they are calculated.
 * @param {ConsoleState} state
 * @returns {boolean}
 */
function isOnTheWall({ step, status, revealed, results }) {
  return Boolean(step && status === "revealed" && revealed.includes(step.id) && results[step.id]);
}

/** @typedef {"next" | "previous" | "reveal" | "open" | "close" | "join" | "full" | "help" | "blank"} WallWish */

/**
 * Letter and symbol keys, which speech input may type by mistake: they can be disabled (WCAG 2.1.4).
 * @type {Map<string, WallWish>}
 */
const LETTERS = new Map([
  ["n", "next"],
  ["p", "previous"],
  ["r", "reveal"],
  ["o", "open"],
  ["c", "close"],
  ["j", "join"],
  ["f", "full"],
  ["?", "help"],
  // Clickers send one or the other to make a screen dark.
  ["b", "blank"],
  [".", "blank"],
]);
/** @type {Map<string, WallWish>} */
const OTHER_KEYS = new Map([
  ["ArrowRight", "next"],
  ["PageDown", "next"],
  ["ArrowLeft", "previous"],
  ["PageUp", "previous"],
]);

/**
 * @param {{key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean}} event
 * @param {boolean} withLetters
 * @returns {WallWish | null}
 */
export function wishOfKey({ key, ctrlKey, metaKey, altKey }, withLetters) {
  if (ctrlKey || metaKey || altKey) return null;
  return (withLetters && LETTERS.get(key.toLowerCase())) || OTHER_KEYS.get(key) || null;
}

/**
 * @param {WallWish} wish
 * @param {ConsoleState} state
 * @returns {WallDoing | null} Null if there is nothing to do now.
 */
export function doingOf(wish, state) {
  if (wish === "join" || wish === "full" || wish === "help" || wish === "blank")
    return { local: wish };
  if (state.ended) return null;
  const { status, step } = state;
  if (wish === "next" || wish === "previous") {
    const found = wish === "next" ? mainCommand(state) : previousStep(state);
    return found && { command: found.command, parts: found.parts };
  }
  if (!step || step.kind === "talk") return null;
  if (wish === "open") {
    if (status === "open") return null;
    return { command: status === "ready" ? "open" : "reopen", parts: {} };
  }
  if (wish === "close") return status === "open" ? { command: "close", parts: {} } : null;
  if (step.show === "never") return null;
  return status === "open" || status === "closed" ? { command: "reveal", parts: {} } : null;
}
