/** A workshop right after its end: what became of the answers, and the way to its report. */

import { button, h, heading } from "../front/kit.js";

/**
 * @typedef {import("./workshop_console_parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("./workshop_console_parts.js").ConsoleScreen} ConsoleScreen
 * @typedef {import("./workshop_console_room.js").TrainerRoom} TrainerRoom
 */

/** @param {ConsoleContext} context @param {TrainerRoom} room @returns {ConsoleScreen} */
export function endedScreen({ t }, room) {
  return {
    element: h(
      "div",
      { class: "wb-stack" },
      heading(t("workshop_console.end.kicker"), room.state?.title ?? ""),
      h("p", {}, t("workshop_console.end.done")),
      h(
        "div",
        { class: "wb-buttons" },
        button(t("workshop_console.end.report"), () => void room.leave(), { primary: true }),
      ),
    ),
    draw: () => {},
  };
}
