/** Storing answers under their code again, if the database has lost the record. */

import { confirmStep, showEnd } from "./dialog.js";

/**
 * @typedef {import("../../../front/kit.js").Context} Context
 * @typedef {import("./dialog.js").Frame} Frame
 */

/** @param {Context} context @param {Frame} frame */
export function againStep(context, frame) {
  const { t, record } = context;
  confirmStep(context, frame, {
    title: t("keeping.again.title"),
    lines: [t("keeping.again.text"), t("keeping.again.others")],
    label: t("keeping.again.confirm"),
    back: frame.close,
    backLabel: t("keeping.cancel"),
    remote: true,
    work: async () => {
      await record.keepAgain();
      showEnd(frame, t, t("keeping.again.done_title"), [t("keeping.again.done")]);
    },
  });
}
