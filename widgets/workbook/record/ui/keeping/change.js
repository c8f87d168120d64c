/** Changing where answers are kept: each way is confirmed before, and its result is shown. */

import { button, h } from "../../../front/kit.js";
import { isGone } from "../tombstone.js";
import { deleteStep, forgetStep } from "./delete.js";
import { confirmStep, dangerButton, showEnd, whyNot } from "./dialog.js";
import { menuLine } from "./status_line.js";

/**
 * @typedef {import("../../../front/kit.js").Context} Context
 * @typedef {import("./dialog.js").Frame} Frame
 */

/**
 * @typedef {object} Elsewhere Steps in other modules.
 * @property {(back: () => void) => void} getCode
 * @property {() => void} changeCode
 * @property {(back: () => void) => void} resume
 */

/**
 * @param {Context} context
 * @param {Frame} frame
 * @param {Elsewhere} elsewhere
 * @returns {{menu: () => void, notYou: () => void, device: () => void}} The steps that the line leads to.
 */
export function changeSteps(context, frame, elsewhere) {
  const { t, record, content } = context;
  const leave = () => leaveStep(context, frame, menu);
  const forget = () => forgetStep(context, frame, menu);
  const erase = () => deleteStep(context, frame, menu);
  const ways = {
    get: () => elsewhere.getCode(menu),
    resume: () => elsewhere.resume(menu),
    device: () => void deviceStep(context, frame),
    leave: content.codes ? leave : () => aloneStep(context, frame, menu),
    change: () => changeStep(context, frame, elsewhere.changeCode, menu),
    forget,
    delete: erase,
  };

  /** @param {keyof typeof ways} name @param {string} [note] */
  function way(name, note) {
    return h(
      "li",
      {},
      button(t(`keeping.do.${name}`), ways[name]),
      h("span", { class: "wb-small wb-muted" }, note ?? t(`keeping.do.${name}_note`)),
    );
  }

  function menu() {
    const { mode } = record.keeping;
    const erased = way(
      "delete",
      mode === "code" ? t("keeping.do.delete_note_code") : t("keeping.do.delete_note_device"),
    );
    const all = {
      undecided: () => [way("device"), way("get"), way("resume"), erased],
      device: () => [way("get"), way("resume"), erased],
      code: () => [way("change"), way("forget"), way("leave"), erased],
    };
    const without = mode === "code" ? [way("leave"), erased] : [erased];
    const { word, count } = menuLine({
      ...record.keeping,
      damaged: record.sync?.damaged,
      codes: content.codes,
    });
    frame.show(
      t("keeping.title"),
      h("p", {}, t(word, { count: count ?? "" })),
      h("ul", { class: "wb-keeping-ways" }, content.codes ? all[mode]() : without),
      h(
        "div",
        { class: "wb-buttons" },
        button(t("common.close"), frame.close, { primary: true }),
        pageLink("privacy", t("keeping.privacy")),
      ),
    );
  }

  function notYou() {
    const hasCode = record.keeping.mode === "code";
    const lines = hasCode
      ? ["keeping.not_you.code"]
      : ["keeping.not_you.device", "keeping.not_you.own"];
    frame.show(
      t("keeping.not_you.title"),
      lines.map((line) => h("p", {}, t(line))),
      hasCode ? null : pageLink("record", t("keeping.not_you.copy")),
      h(
        "div",
        { class: "wb-buttons" },
        hasCode ? button(t("keeping.do.forget"), forget, { primary: true }) : null,
        !hasCode && content.codes
          ? button(t("keeping.do.get"), () => elsewhere.getCode(notYou))
          : null,
        hasCode ? null : dangerButton(t("keeping.do.delete"), erase),
        button(t("keeping.cancel"), frame.close),
      ),
    );
  }

  return { menu, notYou, device: ways.device };
}

/**
 * A link to another page of the workbook, from wherever this one is.
 * @param {string} page
 * @param {string} label
 */
function pageLink(page, label) {
  const path = location.pathname.split(/\/(?:voila\/render|lab\/tree)\//)[1] ?? "";
  const up = "../".repeat(path.split("/").length - 1);
  return h("a", { class: "wb-keeping-link", href: `${up}${page}.ipynb` }, label);
}

/** @param {unknown} error @returns {boolean} Whether the record is gone from the database, or its key is. */
function isLost(error) {
  const { reason = "" } = /** @type {{reason?: string}} */ (error ?? {});
  return reason !== "deleted" && isGone(reason);
}

/** @param {Context} context @param {Frame} frame */
async function deviceStep({ t, record }, frame) {
  try {
    await record.chooseDevice();
    showEnd(frame, t, t("keeping.leave.done_title"), [t("keeping.device.honest")]);
  } catch (error) {
    showEnd(frame, t, t("keeping.failed.title"), [whyNot(t, error)]);
  }
}

/** @param {Context} context @param {Frame} frame @param {() => void} back */
function leaveStep(context, frame, back) {
  const { t, record } = context;
  const end = () => showEnd(frame, t, t("keeping.leave.done_title"), [t("keeping.leave.done")]);
  confirmStep(context, frame, {
    title: t("keeping.leave.title"),
    lines: [t("keeping.leave.text")],
    label: t("keeping.leave.confirm"),
    danger: true,
    remote: true,
    back,
    work: async () => {
      await record.leaveCode();
      end();
    },
    onError(error) {
      // The record to be deleted is already gone.
      if (isLost(error)) void record.chooseDevice().then(end, () => undefined);
      return isLost(error);
    },
  });
}

/**
 * Switches to this device only, when the database can't be reached: its copy stays there until it expires.
 * @param {Context} context @param {Frame} frame @param {() => void} back
 */
function aloneStep(context, frame, back) {
  const { t } = context;
  confirmStep(context, frame, {
    title: t("keeping.leave.title"),
    lines: [t("keeping.alone.text")],
    label: t("keeping.do.device"),
    back,
    work: () => deviceStep(context, frame),
  });
}

/** @param {Context} context @param {Frame} frame @param {() => void} make @param {() => void} back */
function changeStep({ t }, frame, make, back) {
  frame.show(
    t("keeping.change.title"),
    h("p", {}, t("keeping.change.text")),
    h(
      "div",
      { class: "wb-buttons" },
      button(t("keeping.change.make"), make, { primary: true }),
      button(t("common.back"), back),
    ),
  );
}
