/**
 * The check before somebody's words go out, by whatever way: what simple rules find in them, the words themselves,
 * and the question that no rule can answer. It has to be answered.
 */

import { reasonFor } from "./words.js";
import { button, h, options, replace, uniqueId } from "../kit.js";
import { findingsIn } from "./passages.js";

/**
 * @typedef {import("../kit.js").Context} Context
 * @typedef {import("./identifiers.js").Sign} Sign
 * @typedef {import("./passages.js").Written} Written
 * @typedef {import("./passages.js").Finding} Finding
 * @typedef {import("./passages.js").Passage} Passage
 * @typedef {"save" | "print" | "send"} WayOut
 */

/** How many passages are shown: a record with more has been made to have them. */
const MOST_PASSAGES = 60;

/**
 * Asks in a dialog, and waits for the answer. Where nothing was written, nothing is asked.
 * @param {Pick<Context, "root" | "t">} context
 * @param {Written[]} written What is about to go out.
 * @param {{way: WayOut, signs?: Sign[]}} how
 * @returns {Promise<boolean>} Whether it may go.
 */
export function mayGoOut({ root, t }, written, { way, signs = [] }) {
  const isSaid = written.some(({ texts }) => texts.some((text) => text.trim()));
  if (!isSaid) return Promise.resolve(true);
  if (root.querySelector("dialog.wb-people-check")) return Promise.resolve(false);
  return new Promise((resolve) => {
    let may = false;
    const id = uniqueId();
    const dialog = h("dialog", {
      class: "wb-people-check",
      "aria-labelledby": id,
      "aria-describedby": `${id}-found`,
      on: {
        close: () => {
          dialog.remove();
          resolve(may);
        },
      },
    });
    const parts = checkParts(t, id, written, {
      way,
      signs,
      decide: (answer) => {
        may = answer;
        dialog.close();
      },
    });
    dialog.append(h("div", { class: "wb-stack" }, parts));
    root.append(dialog);
    dialog.showModal();
    dialog.querySelector("h4")?.focus();
    dialog.scrollTop = 0;
  });
}

/**
 * @param {Context["t"]} t
 * @param {string} id
 * @param {Written[]} written
 * @param {{way: WayOut, signs: Sign[], decide: (may: boolean) => void}} how
 * @returns {HTMLElement[]}
 */
function checkParts(t, id, written, { way, signs, decide }) {
  const findings = findingsIn(written, signs);
  const passages = findings.flatMap((finding) => finding.passages);
  const count = passages.reduce((sum, { marks }) => sum + marks.length, 0);
  const found = count > 1 ? "found" : count ? "found_one" : "none";
  return [
    h("h4", { id, tabindex: "-1" }, t("people_check.title")),
    h("p", { id: `${id}-found` }, t(`people_check.${found}`, { count })),
    h("p", {}, t("people_check.cannot")),
    ...foundPart(t, findings, passages.length),
    textPart(t, `${id}-text`, written),
    ...questionPart(t, way, decide),
  ];
}

/** @param {Context["t"]} t @param {Finding[]} findings @param {number} count @returns {HTMLElement[]} */
function foundPart(t, findings, count) {
  let left = MOST_PASSAGES;
  const shown = findings.flatMap(({ passages, ...finding }) => {
    const mine = passages.slice(0, left);
    left -= mine.length;
    return mine.length ? [findingItem(t, { ...finding, passages: mine })] : [];
  });
  const more = t("people_check.more", { count: count - MOST_PASSAGES });
  return [
    ...(shown.length ? [h("ul", { class: "wb-findings" }, shown)] : []),
    ...(count > MOST_PASSAGES ? [h("p", { class: "wb-small" }, more)] : []),
  ];
}

/** @param {Context["t"]} t @param {Finding} finding */
function findingItem(t, { title, question, path, passages }) {
  return h(
    "li",
    { class: "wb-stack-tight" },
    h("p", { class: "wb-label" }, title),
    question ? h("p", { class: "wb-small" }, question) : null,
    passages.map((one) => passagePart(t, one)),
    path
      ? h(
          "a",
          { class: "wb-reach", href: path },
          t("people_check.open", { title: question || title }),
        )
      : null,
  );
}

/** @param {Context["t"]} t @param {Passage} passage */
function passagePart(t, { pieces, marks }) {
  const reasons = marks.map((mark) =>
    [mark.kind === "name" ? t("identifiers.kind.name") : "", reasonFor(mark, t)].join(" ").trim(),
  );
  return h(
    "div",
    { class: "wb-passage" },
    h(
      "p",
      {},
      pieces.map(({ text, isMarked }) => (isMarked ? h("mark", {}, text) : text)),
    ),
    [...new Set(reasons)].map((reason) => h("p", { class: "wb-small wb-muted" }, reason)),
  );
}

/** All that goes out, to be read through. @param {Context["t"]} t @param {string} id @param {Written[]} written */
function textPart(t, id, written) {
  return h(
    "section",
    { class: "wb-stack-tight", "aria-labelledby": id },
    h("h5", { id }, t("people_check.text")),
    h(
      "div",
      {
        class: "wb-check-text wb-stack-tight",
        tabindex: "0",
        role: "group",
        "aria-labelledby": id,
      },
      written.map(({ title, question, texts }) =>
        h(
          "div",
          {},
          h("p", { class: "wb-small wb-muted" }, question || title),
          texts.map((text) => h("p", { class: "wb-said" }, text)),
        ),
      ),
    ),
  );
}

/**
 * @param {Context["t"]} t @param {WayOut} way @param {(may: boolean) => void} decide
 * @returns {HTMLElement[]} The question with its answers, what follows from them, and the two buttons.
 */
function questionPart(t, way, decide) {
  const id = uniqueId();
  let answer = "";
  const reply = h("p", { role: "status" });
  const fault = h("p", { class: "wb-fault", id });
  const back = button(t("people_check.back"), () => decide(false));
  const go = button(t(`people_check.go.${way}`), press);
  const question = options({
    legend: t("people_check.recognise"),
    row: true,
    options: ["yes", "unsure", "no"].map((value) => ({
      value,
      label: t(`people_check.answer.${value}`),
    })),
    onChange: ([value]) => {
      answer = value;
      tellFault("");
      replace(reply, t(`people_check.reply.${value}`));
      back.classList.toggle("wb-button-primary", value !== "no");
      go.classList.toggle("wb-button-primary", value === "no");
    },
  });
  question.setAttribute("role", "radiogroup");
  question.setAttribute("aria-required", "true");
  question.append(fault);

  /** @param {string} text */
  function tellFault(text) {
    replace(fault, text);
    question.toggleAttribute("aria-invalid", false);
    if (text) question.setAttribute("aria-invalid", "true");
    for (const input of question.querySelectorAll("input"))
      if (text) input.setAttribute("aria-describedby", id);
      else input.removeAttribute("aria-describedby");
  }

  function press() {
    if (answer) return decide(true);
    tellFault(t("people_check.answer_first"));
    question.querySelector("input")?.focus();
  }

  return [question, reply, h("div", { class: "wb-buttons" }, back, go)];
}
