/** Shared parts of the console's screens: texts of refusals, fields, and confirmations. */

import { button, h, paragraphs, replace, uniqueId } from "../../../front/kit.js";
import { writtenMoment } from "../../../../widget_host/pages/static/common/language.js";
import { roomQuestion } from "../common/forms.js";
import { TrainerRefusal } from "./room.js";

/** @typedef {import("../../../front/kit.js").Context} ConsoleContext */
/** @typedef {{element: HTMLElement, draw: () => void, close?: () => void, focus?: () => boolean}} ConsoleScreen */

/** Reasons with their own words; all others share one text. */
const TOLD_REASONS = [
  "silent",
  "wait",
  "password",
  "signed_out",
  "not_yours",
  "unknown",
  "ended",
  "not_now",
  "busy",
  "big",
  "plan",
  "down",
];

/**
 * @param {ConsoleContext["t"]} t
 * @param {unknown} error
 * @returns {string} What to tell the trainer, and what to do.
 */
export function refusalText(t, error) {
  if (!(error instanceof TrainerRefusal)) throw error;
  const { reason, wait, text } = error;
  if (reason === "plan" && text) return text;
  return t(`workshop_console.trouble.${TOLD_REASONS.includes(reason) ? reason : "other"}`, {
    seconds: wait,
  });
}

/**
 * Runs an action that the server may refuse, and shows a refusal; a second press meanwhile does nothing.
 * @param {ConsoleContext} context
 * @param {HTMLElement} told Where a refusal is shown.
 * @param {() => Promise<unknown>} work
 * @returns {() => Promise<boolean>} Whether it was done.
 */
export function trying({ t }, told, work) {
  let isBusy = false;
  return async () => {
    if (isBusy) return false;
    isBusy = true;
    replace(told);
    try {
      await work();
      return true;
    } catch (error) {
      replace(told, refusalText(t, error));
      return false;
    } finally {
      isBusy = false;
    }
  };
}

/**
 * @param {object} about
 * @param {string} about.label
 * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} about.input
 * @param {string} [about.hint]
 * @returns {HTMLElement} A field with its label, and a hint that a screen reader reads with it.
 */
export function consoleField({ label, input, hint }) {
  input.id ||= uniqueId();
  const hintId = `${input.id}-hint`;
  if (hint) input.setAttribute("aria-describedby", hintId);
  return h(
    "div",
    { class: "wb-field" },
    h("label", { for: input.id }, label),
    hint ? h("p", { class: "wb-hint", id: hintId }, hint) : null,
    input,
  );
}

/**
 * A button that asks for confirmation in place before an irreversible action.
 * @param {object} about
 * @param {string} about.label
 * @param {string} about.question
 * @param {string} about.yes
 * @param {string} about.no
 * @param {() => void} about.work
 * @returns {HTMLElement}
 */
export function asksFirst({ label, question, yes, no, work }) {
  const place = h("div", { class: "wb-stack-tight" });
  const opener = button(label, () => {
    const back = () => {
      replace(place, opener);
      opener.focus();
    };
    const panel = h(
      "div",
      { class: "wb-panel wb-stack-tight", "data-grade": "caution", role: "group", tabindex: "-1" },
      h("p", { id: uniqueId() }, question),
      h(
        "div",
        { class: "wb-buttons" },
        button(
          yes,
          () => {
            replace(place, opener);
            work();
          },
          { primary: true },
        ),
        button(no, back),
      ),
    );
    panel.setAttribute("aria-labelledby", String(panel.firstElementChild?.id));
    panel.addEventListener("keydown", (event) => event.key === "Escape" && back());
    replace(place, panel);
    panel.focus();
  });
  place.append(opener);
  return place;
}

/** @param {ConsoleContext["t"]} t @param {number} minutes @returns {string} */
export function minutesText(t, minutes) {
  return t("workshop_console.minutes", { count: minutes });
}

/**
 * The text above the question; nothing if that would repeat the question, as for one word.
 * @param {ConsoleContext["t"]} t @param {any} step
 * @returns {HTMLElement[]}
 */
export function wallText(t, step) {
  return step.wall === roomQuestion(step, t) ? [] : paragraphs(step.wall);
}

/**
 * How many have answered, of how many; and how many of them have left.
 * @param {ConsoleContext["t"]} t
 * @param {{answered: number, left: number, joined: number}} counts
 * @returns {string}
 */
export function answeredText(t, { left, ...counts }) {
  if (left === 0) return t("workshop_console.answered", counts);
  return t("workshop_console.answered_left", { ...counts, count: left });
}

/** @param {string} moment ISO. @returns {string} The day and the time in the trainer's time zone. */
export function momentText(moment) {
  return writtenMoment(new Date(moment));
}

/**
 * Draws only when something has changed: states come often, and redrawn elements lose the focus.
 * @template T
 * @param {(value: T) => void} work
 * @returns {(value: T) => void}
 */
export function whenChanged(work) {
  let last = "";
  return (value) => {
    const now = JSON.stringify(value) ?? "";
    if (now === last) return;
    last = now;
    work(value);
  };
}
