/** The timer of the current step: starting, stopping, and the remaining time. */

import { button, h, replace } from "../../../../front/kit.js";
import { timerText } from "./clock.js";
import { trying, whenChanged } from "../parts.js";

/**
 * @typedef {import("../parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("../room.js").TrainerRoom} TrainerRoom
 * @typedef {import("../room.js").ConsoleState} ConsoleState
 */

/** The available timers, in minutes. */
const TIMER_MINUTES = [1, 2, 3, 5];

/** @param {ConsoleContext} context @param {TrainerRoom} room @param {HTMLElement} told */
export function timerPart(context, room, told) {
  const { t, say } = context;
  const left = h("p", { class: "wb-workshop_console-timer", role: "timer" });
  const tools = h("div", { class: "wb-buttons" });
  let wasRunning = false;

  /** @param {number} seconds 0 to stop it. */
  const set = (seconds) => trying(context, told, () => room.command("timer", { seconds }));
  const drawTools = whenChanged((/** @type {boolean} */ isRunning) => {
    const hadFocus = tools.contains(document.activeElement);
    const starts = TIMER_MINUTES.map((minutes) => {
      const start = set(60 * minutes);
      return button(t("workshop_console.timer.minutes", { minutes }), () => void start());
    });
    const stop = set(0);
    const stops = button(t("workshop_console.timer.stop"), () => void stop());
    replace(tools, ...(isRunning ? [stops] : starts));
    if (hadFocus) tools.querySelector("button")?.focus();
  });

  function tick() {
    const seconds = room.timeLeft();
    left.hidden = seconds === null;
    drawTools(seconds !== null);
    if (seconds === null) return void (wasRunning = false);
    const text = seconds > 0 ? timerText(seconds) : t("workshop_console.timer.over");
    if (left.textContent !== text) replace(left, text);
    if (wasRunning && seconds === 0) say(text);
    wasRunning = seconds > 0;
  }

  const ticking = setInterval(tick, 250);
  return {
    close: () => clearInterval(ticking),
    /** @param {ConsoleState} _state */
    draw: (_state) => tick(),
    element: h(
      "div",
      {
        class: "wb-workshop_console-timing",
        role: "group",
        "aria-label": t("workshop_console.timer.label"),
      },
      h("span", { class: "wb-label", "aria-hidden": "true" }, t("workshop_console.timer.label")),
      left,
      tools,
    ),
  };
}
