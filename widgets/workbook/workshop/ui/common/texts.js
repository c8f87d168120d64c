/**
 * The forms for texts: one word, and a reflection to share. Text stays on the page until the button is
 * pressed.
 */

import { button, h, replace, uniqueId } from "../../../front/kit.js";

/** @typedef {import("./participation.js").RoomStep} RoomStep */
/** @typedef {(name: string, values?: Record<string, string | number>) => string} Translate */

/**
 * @typedef {object} FormSettings
 * @property {RoomStep} step
 * @property {Translate} t
 * @property {any} answer The previous answer, or null.
 * @property {(answer: any, how?: {report: boolean}) => void} give
 * @property {(text: string) => void} say
 * @property {{text: string, keep: (text: string) => void}} words The unfinished text, stored in the tab.
 * @property {(text: string) => Node[]} [look] Returns hints to consider before others see a text, or nothing.
 */

/** The most characters in one word, and in a text to share. */
export const WORD_LIMIT = 24;
export const SHARE_LIMIT = 500;
const MOST_WORDS = 2;
/** From how many characters before the limit the form shows the number left. */
const NEARLY_FULL = 100;
const ONE_OR_TWO_WORDS = /^\p{L}+(?:['’-]\p{L}+)*(?: \p{L}+(?:['’-]\p{L}+)*)?$/u;

/** @param {FormSettings} settings @returns {HTMLElement[]} */
export function wordForm({ step, t, give, words }) {
  const id = uniqueId();
  const input = h("input", {
    type: "text",
    id,
    maxlength: WORD_LIMIT,
    autocomplete: "off",
    "aria-describedby": `${id}-hint`,
    on: { input: () => (words.keep(input.value), replace(told)) },
  });
  input.value = words.text;
  const { told, send } = sendRow(t("workshop.show"), () => {
    const text = input.value.trim().replace(/\s+/g, " ");
    if (!ONE_OR_TWO_WORDS.test(text)) return wordRefusal(t, text);
    return give(text);
  });
  return [textField(id, step.activity.question, t("workshop.word.hint"), input), told, send];
}

/**
 * Why a word can't be sent, and what to do.
 * @param {Translate} t @param {string} text
 * @returns {string}
 */
export function wordRefusal(t, text) {
  if (!text) return t("workshop.word.none");
  const count = text.split(" ").length;
  if (count > MOST_WORDS) return t("workshop.word.many", { count });
  // A hyphen or an apostrophe is only wrong where it stands, so it is not named.
  const sign = [...text].find((one) => !/[\p{L}\p{M} '’-]/u.test(one));
  return sign ? t("workshop.word.sign", { sign }) : t("workshop.word.unreadable");
}

/** @param {FormSettings} settings @returns {HTMLElement[]} */
export function shareForm({ step, t, give, words, look = () => [] }) {
  const id = uniqueId();
  const doubts = h("div", { class: "wb-stack-tight", role: "status" });
  const { report, element: forReport } = reportBox(t);
  let looked = "";
  // Read out only when little is left; seen all the time.
  const left = h("p", { class: "wb-visually-hidden", role: "status" });
  const counted = h("p", { class: "wb-small wb-muted", "aria-hidden": "true" });
  const count = () =>
    replace(counted, t("workshop.share.count", { count: area.value.length, most: SHARE_LIMIT }));
  const area = h("textarea", {
    id,
    rows: 4,
    maxlength: SHARE_LIMIT,
    autocomplete: "off",
    "aria-describedby": `${id}-hint`,
    on: {
      input: () => {
        words.keep(area.value);
        count();
        const rest = SHARE_LIMIT - area.value.length;
        replace(left, rest <= NEARLY_FULL && t("workshop.share.left", { count: rest }));
        replace(told);
        replace(doubts);
      },
    },
  });
  area.value = words.text;
  count();
  const { told, send } = sendRow(t("workshop.show"), () => {
    const text = area.value.trim();
    if (!text) return t("workshop.share.none");
    const found = looked === text ? [] : look(text);
    looked = text;
    replace(doubts, ...found);
    return found.length ? "" : give(text, { report: report.checked });
  });
  const hint = [step.activity.hint, t("workshop.share.hint")].filter(Boolean).join(" ");
  return [
    textField(id, step.activity.prompt, hint, area),
    counted,
    left,
    forReport,
    doubts,
    told,
    send,
  ];
}

/**
 * Whether a text may be in the report as well: never unless its writer ticks this.
 * @param {Translate} t
 */
function reportBox(t) {
  const id = uniqueId();
  const report = h("input", { type: "checkbox", "aria-describedby": id });
  const element = h(
    "div",
    { class: "wb-stack-tight" },
    h("label", { class: "wb-option" }, report, h("span", {}, t("workshop.share.report"))),
    h("p", { class: "wb-small wb-muted", id }, t("workshop.share.report_hint")),
  );
  return { report, element };
}

/**
 * @param {string} id @param {string} label @param {string} hint @param {HTMLElement} control
 * @returns {HTMLElement}
 */
function textField(id, label, hint, control) {
  return h(
    "div",
    { class: "wb-field" },
    h("label", { for: id }, label),
    h("p", { class: "wb-hint", id: `${id}-hint` }, hint),
    control,
  );
}

/**
 * The button that sends an answer, and the line that says what is missing.
 * @param {string} label
 * @param {() => string | void} press Sends the answer, or returns what is missing.
 */
export function sendRow(label, press) {
  const told = h("p", { class: "wb-room-missing", role: "status" });
  const tell = () => replace(told, press() || "");
  return { told, send: h("div", { class: "wb-buttons" }, button(label, tell, { primary: true })) };
}
