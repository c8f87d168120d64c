/** Using a recovery code: one field that groups the input and detects a mistyped code immediately. */

import { button, h, replace, uniqueId } from "../../../front/kit.js";
import { notice, showEnd, whyNot, workbookIsThere, working } from "./dialog.js";
import { asTyped, faultOf } from "./fault.js";
import { answersAmong } from "./status_line.js";

/**
 * @typedef {import("../../../front/kit.js").Context} Context
 * @typedef {import("./dialog.js").Frame} Frame
 * @typedef {import("./fault.js").Fault} Fault
 */

/**
 * @param {Context} context
 * @param {Frame} frame
 * @param {{notYou: () => void, back?: () => void}} ways Further steps.
 */
export async function resumeStep(context, frame, { notYou, back }) {
  const { t, record } = context;
  const held = await countHeld(record);
  const said = notice(frame);
  const field = codeField(context, frame, () => void open());
  const go = button(t("keeping.resume.open"), () => void open(), { primary: true });

  async function open() {
    said.clear();
    if (!field.isComplete() || !(await workbookIsThere(t, said, go))) return;
    try {
      const code = field.value();
      await working(frame, go, t("keeping.resume.opening"), () => record.resume(code));
    } catch (error) {
      said.tell(`${refusal(context, error)} ${held ? t("keeping.failed.safe") : ""}`.trim());
      return field.focus();
    }
    await tellWhatIsHere(context, frame);
  }

  frame.show(
    t("keeping.resume.title"),
    h("p", {}, t("keeping.resume.why")),
    held ? heldAlready(t, held, notYou) : null,
    field.element,
    said.place,
    h(
      "div",
      { class: "wb-buttons" },
      go,
      button(back ? t("common.back") : t("keeping.cancel"), back ?? frame.close),
    ),
  );
  field.focus();
}

/** @param {Context["record"]} record @returns {Promise<number>} */
async function countHeld(record) {
  return answersAmong(await record.all().catch(() => [])).length;
}

/** @param {Context["t"]} t @param {number} held @param {() => void} notYou */
function heldAlready(t, held, notYou) {
  return h(
    "div",
    { class: "wb-panel wb-stack-tight" },
    h("p", {}, t("keeping.resume.held", { count: held })),
    h("p", {}, t("keeping.resume.held_whose")),
    h("div", { class: "wb-buttons" }, button(t("keeping.tool.not_you"), notYou)),
  );
}

/** @param {Context} context @param {unknown} error @returns {string} */
function refusal({ t, content }, error) {
  const { reason = "" } = /** @type {{reason?: string}} */ (error ?? {});
  const months = content.retention_months;
  if (reason === "mistyped") return t("keeping.fault.check");
  if (["deleted", "left", "changed"].includes(reason)) return t(`keeping.resume.${reason}`);
  if (reason !== "unknown") return whyNot(t, error);
  return months
    ? t("keeping.resume.unknown_months", { count: months })
    : t("keeping.resume.unknown");
}

/** @param {Context} context @param {Frame} frame */
async function tellWhatIsHere({ t, record }, frame) {
  const count = await countHeld(record);
  const here = count === 0 ? t("keeping.resume.done_none") : t("keeping.resume.done", { count });
  showEnd(frame, t, t("keeping.resume.done_title"), [here, t("keeping.resume.done_leave")]);
}

/**
 * @param {Context} context
 * @param {Frame} frame
 * @param {() => void} enter What the Enter key does.
 */
function codeField({ t }, frame, enter) {
  const id = uniqueId();
  const fault = h("p", { class: "wb-keeping-fault", id: `${id}-fault` });
  // Two lines: on a phone, the whole code has to be visible beside the copy from which it is read.
  const input = h("textarea", {
    id,
    rows: 2,
    class: "wb-keeping-input",
    autocomplete: "off",
    autocapitalize: "characters",
    autocorrect: "off",
    spellcheck: "false",
    "aria-describedby": `${id}-hint ${id}-fault`,
    on: { input: typed, blur: () => input.value && check(), keydown: pressed },
  });
  let before = "";

  /** @param {Event} event */
  function typed(event) {
    const { isComposing, inputType } = /** @type {InputEvent} */ (event);
    if (isComposing) return;
    const grouped = asTyped(input.value, input.selectionStart ?? 0, inputType, before);
    before = grouped.text;
    if (grouped.text !== input.value) {
      input.value = grouped.text;
      input.setSelectionRange(grouped.caret, grouped.caret);
    }
    const found = faultOf(input.value);
    // Until it is complete, only faults that can't be fixed by further typing are shown.
    tell(found && ["empty", "short"].includes(found.what) ? null : found);
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    enter();
  }

  /** @param {Fault | null} found */
  function tell(found) {
    const text = found ? faultWords(t, found) : "";
    if (text === fault.textContent) return;
    replace(fault, text);
    if (found) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    if (text) frame.tell(text);
  }

  function check() {
    const found = faultOf(input.value);
    tell(found);
    return !found;
  }

  return {
    element: h(
      "div",
      { class: "wb-field" },
      h("label", { for: id }, t("keeping.resume.label")),
      h("p", { class: "wb-hint", id: `${id}-hint` }, t("keeping.resume.hint")),
      input,
      fault,
    ),
    focus: () => input.focus(),
    value: () => input.value,
    isComplete() {
      if (check()) return true;
      input.focus();
      return false;
    },
  };
}

/** @param {Context["t"]} t @param {Fault} fault @returns {string} */
function faultWords(t, { what, sign = "", group, count }) {
  if (what === "check" && group) return t("keeping.fault.check_group", { group });
  return t(`keeping.fault.${what}`, { sign, group: group ?? "", count });
}
