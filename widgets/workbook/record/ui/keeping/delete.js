/** Deleting answers: from this device only, or from everywhere. Afterwards it shows what is left. */

import { button, h } from "../../../front/kit.js";
import { confirmStep, dangerButton, notice, showEnd, whyNot, working } from "./dialog.js";

/**
 * @typedef {import("../../../front/kit.js").Context} Context
 * @typedef {import("./dialog.js").Frame} Frame
 */

/** @param {Context} context @param {Frame} frame @param {() => void} back */
export function forgetStep(context, frame, back) {
  const { t, record } = context;
  const forget = async (force = false) => {
    await record.forgetDevice({ force });
    showEnd(frame, t, t("keeping.forget.done_title"), [t("keeping.forget.done")]);
  };
  confirmStep(context, frame, {
    title: t("keeping.forget.title"),
    lines: [t("keeping.forget.text")],
    label: t("keeping.forget.confirm"),
    danger: true,
    back,
    work: forget,
    onError(error) {
      const { reason = "" } = /** @type {{reason?: string}} */ (error ?? {});
      if (reason === "waiting") unsentStep(context, frame, forget, back);
      if (reason === "lost") lostStep(context, frame, forget, back);
      return reason === "waiting" || reason === "lost";
    },
  });
}

/**
 * Some answers are only on this device, and would be lost.
 * @param {Context} context
 * @param {Frame} frame
 * @param {(force: boolean) => Promise<void>} forget
 * @param {() => void} back
 */
function unsentStep(context, frame, forget, back) {
  const { t, record } = context;
  const said = notice(frame);
  const count = record.keeping.waiting;
  const send = button(t("keeping.forget.send"), () => void tryAgain(send, false), {
    primary: true,
  });
  const lose = dangerButton(t("keeping.forget.force"), () => void tryAgain(lose, true));

  /** @param {HTMLButtonElement} pressed @param {boolean} force */
  async function tryAgain(pressed, force) {
    said.clear();
    try {
      await working(frame, pressed, t("keeping.working"), () => forget(force));
    } catch (error) {
      const { reason } = /** @type {{reason?: string}} */ (error ?? {});
      const because = reason === "waiting" ? { reason: record.keeping.trouble || "silent" } : error;
      said.tell(whyNot(t, because));
    }
  }

  frame.show(
    t("keeping.forget.waiting_title"),
    h("p", {}, t("keeping.forget.waiting", { count })),
    said.place,
    h("div", { class: "wb-buttons" }, send, lose, button(t("common.back"), back)),
  );
}

/**
 * The database no longer has a record under the code: this device may have the only copy.
 * @param {Context} context
 * @param {Frame} frame
 * @param {(force: boolean) => Promise<void>} forget
 * @param {() => void} back
 */
function lostStep(context, frame, forget, back) {
  const { t, record } = context;
  confirmStep(context, frame, {
    title: t("keeping.forget.waiting_title"),
    lines: [t(`keeping.trouble.${record.keeping.trouble}`), t("keeping.forget.lost")],
    label: t("keeping.forget.force"),
    danger: true,
    back,
    work: () => forget(true),
  });
}

/** @param {Context} context @param {Frame} frame @param {() => void} back */
export function deleteStep(context, frame, back) {
  const { t, record } = context;
  const hasCode = record.keeping.mode === "code";
  confirmStep(context, frame, {
    title: t("keeping.delete.title"),
    lines: [
      hasCode ? t("keeping.delete.code") : t("keeping.delete.device"),
      t("keeping.delete.undone"),
      hasCode ? t("keeping.delete.backups") : "",
    ].filter(Boolean),
    label: t("keeping.delete.confirm"),
    danger: true,
    remote: hasCode,
    back,
    work: async () => tellWhatIsLeft(t, frame, await record.deleteEverything()),
    why(error) {
      const { reason } = /** @type {{reason?: string}} */ (error ?? {});
      // The answer was lost, but the deletion may have worked: the next connection will show.
      return reason === "silent" ? t("keeping.delete.silent") : whyNot(t, error);
    },
  });
}

/**
 * @param {Context["t"]} t
 * @param {Frame} frame
 * @param {{device: number, database: number | null}} left
 */
function tellWhatIsLeft(t, frame, { device, database }) {
  const onDevice = device
    ? `${t("keeping.delete.left_device", { count: device })} ${t("keeping.delete.left_device_how")}`
    : t("keeping.delete.left_device_none");
  const inDatabase = database
    ? t("keeping.delete.left_database", { count: database })
    : t("keeping.delete.left_database_none");
  const isClean = !device && !database;
  showEnd(
    frame,
    t,
    isClean ? t("keeping.delete.done_title") : t("keeping.delete.left_title"),
    database === null ? [onDevice] : [onDevice, inDatabase, t("keeping.delete.left_others")],
  );
}
