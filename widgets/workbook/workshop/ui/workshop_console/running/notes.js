/** The trainer's own notes on each step, stored while they are written, even if the connection is down. */

import { h, replace } from "../../../../front/kit.js";
import { consoleField } from "../parts.js";

/**
 * @typedef {import("../parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("../room.js").TrainerRoom} TrainerRoom
 * @typedef {import("../room.js").ConsoleState} ConsoleState
 */

/** How long to wait after the last key press before a note is sent, in ms. */
const PAUSE_BEFORE_SENDING = 700;

/** The key of the notes on the whole workshop. */
const WHOLE = "";

/**
 * @param {ConsoleContext} context
 * @param {TrainerRoom} room
 * @param {{whole?: boolean}} [about] Whether they are on the whole workshop, or on the current step.
 */
export function notesPart({ t }, room, { whole = false } = {}) {
  const area = h("textarea", {
    rows: 3,
    maxlength: 4000,
    on: { input: write, blur: () => void send() },
  });
  const told = h("p", { class: "wb-status", role: "status" });
  /** @type {string | null} */
  let step = null;
  let isSending = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @returns {Record<string, string>} The unacknowledged notes, by step. */
  function pending() {
    const kept = room.kept.data("notes");
    return kept?.workshop === room.state?.workshop ? kept.notes : {};
  }

  /** @returns {[string, string][]} Those of them that this field sends. */
  const ours = () => Object.entries(pending()).filter(([of]) => (of === WHOLE) === whole);

  /** @param {Record<string, string>} notes */
  const putPending = (notes) =>
    room.kept.putData(
      "notes",
      Object.keys(notes).length ? { workshop: room.state?.workshop, notes } : null,
    );

  /** @param {"writing" | "saved" | "unsaved"} state */
  function tell(state) {
    told.dataset.state = state;
    replace(told, t(`workshop_console.notes.${state}`));
  }

  function write() {
    putPending({ ...pending(), [step ?? WHOLE]: area.value });
    tell("writing");
    clearTimeout(timer);
    timer = setTimeout(() => void send(), PAUSE_BEFORE_SENDING);
  }

  async function send() {
    clearTimeout(timer);
    if (isSending) return;
    isSending = true;
    try {
      for (const [of, text] of ours()) {
        await room.command("note", { step: of, text });
        const { [of]: now, ...rest } = pending();
        // Text written meanwhile is sent next.
        if (now === text) putPending(rest);
        if (of === step && area.value === text) tell("saved");
      }
    } catch {
      tell("unsaved");
    }
    isSending = false;
  }

  /** @param {ConsoleState} state */
  function draw(state) {
    const waiting = pending();
    const now = whole ? WHOLE : (state.step?.id ?? WHOLE);
    if (now !== step) {
      step = now;
      area.value = waiting[now] ?? state.notes[now] ?? "";
      replace(told);
      delete told.dataset.state;
    } else if (!(now in waiting) && document.activeElement !== area) {
      area.value = state.notes[now] ?? "";
    }
    if (told.dataset.state === "unsaved" || (!told.dataset.state && ours().length)) void send();
  }

  return {
    draw,
    close: () => void send(),
    element: h(
      "div",
      {},
      consoleField({
        label: t(`workshop_console.notes.${whole ? "whole" : "label"}`),
        input: area,
        hint: t("workshop_console.notes.hint"),
      }),
      told,
    ),
  };
}
