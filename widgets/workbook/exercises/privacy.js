/** The exercise Privacy: what becomes of what a learner writes, in the words that stand beside the choice. */

import { exercise, h, heading } from "../front/kit.js";

export default exercise("privacy", ({ root, content, t }) => {
  const months = content.retention_months;
  const kept =
    months === 0
      ? t("keeping.retention_none")
      : months === 1
        ? t("keeping.retention_one")
        : t("keeping.retention", { months });

  const counts = content.counted ? ["on", "few", "not_you", "running"] : ["off", "running"];

  /** @param {string} title @param {...string} lines */
  const section = (title, ...lines) =>
    h(
      "section",
      { class: "wb-stack-tight" },
      h("h4", {}, title),
      lines.map((line) => h("p", {}, line)),
    );

  root.append(heading(t("privacy.kicker"), t("privacy.title")));
  if (content.copy) {
    root.append(
      h("p", {}, t("privacy.copy")),
      section(t("privacy.copy.title"), t("privacy.copy.text")),
      section(t("privacy.away.title"), t("privacy.away.device")),
    );
    return;
  }
  root.append(
    h("p", {}, content.codes ? t("privacy.codes_on") : t("privacy.codes_off")),
    section(t("keeping.device.title"), t("keeping.device.honest")),
    ...(content.codes
      ? [
          section(t("keeping.code.title"), t("keeping.code.honest"), t("privacy.code.stored")),
          section(t("privacy.long.title"), kept, t("privacy.long.backups")),
        ]
      : []),
    section(
      t("privacy.away.title"),
      content.codes ? t("privacy.away.codes") : t("privacy.away.device"),
    ),
    section(t("privacy.counts.title"), ...counts.map((name) => t(`privacy.counts.${name}`))),
  );
});
