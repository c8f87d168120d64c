/** A workshop right after its end: what happened to the answers, a last note, and the link to its report. */

import { button, h, heading } from "../../../../front/kit.js";
import { notesPart } from "./notes.js";

/**
 * @typedef {import("../parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("../parts.js").ConsoleScreen} ConsoleScreen
 * @typedef {import("../room.js").TrainerRoom} TrainerRoom
 */

/** @param {ConsoleContext} context @param {TrainerRoom} room @returns {ConsoleScreen} */
export function endedScreen(context, room) {
  const { t } = context;
  const notes = notesPart(context, room, { whole: true });
  return {
    element: h(
      "div",
      { class: "wb-stack" },
      heading(t("workshop_console.end.kicker"), room.state?.title ?? ""),
      h("p", {}, t("workshop_console.end.done")),
      notes.element,
      h(
        "div",
        { class: "wb-buttons" },
        button(t("workshop_console.end.report"), () => void room.leave(), { primary: true }),
      ),
    ),
    draw: () => room.state && notes.draw(room.state),
    close: notes.close,
  };
}
