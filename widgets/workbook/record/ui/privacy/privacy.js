/** The exercise Privacy: what happens to a learner's texts, in the same words as beside the choice. */

import { exercise, h, heading } from "../../../front/kit.js";

/** @typedef {import("../../../front/kit.js").Context} Context */

export default exercise("privacy", ({ root, content, t }) => {
  if (content.part) {
    root.append(...sections(readers(content, t), "h3"));
    return;
  }
  const codes = content.codes && !content.copy;
  const lead = content.copy ? "copy" : codes ? "codes_on" : "codes_off";
  const away = [t("privacy.away.title"), t(codes ? "privacy.away.codes" : "privacy.away.device")];
  const rest = content.copy ? [] : [...retention(content, t), counts(content, t)];
  root.append(
    heading(t("privacy.kicker"), t("privacy.title")),
    h("p", {}, t(`privacy.${lead}`)),
    ...sections([...readers(content, t), away, ...rest], "h4"),
  );
});

/**
 * Who can read what: sections of a title and paragraphs.
 *
 * @param {Context["content"]} content @param {Context["t"]} t @returns {string[][]}
 */
function readers(content, t) {
  if (content.copy) {
    return [[t("privacy.copy.title"), t("privacy.copy.text"), t("privacy.copy.host")]];
  }
  const device = [t("keeping.device.title"), ...facts("device"), t("keeping.device.honest")];
  const code = [t("keeping.code.title"), ...facts("code"), t("keeping.code.honest")];
  if (!content.part) code.push(t("privacy.code.stored"));
  const server = [t("privacy.server.title"), t("keeping.server.honest")];
  return content.codes ? [device, code, server] : [device, server];

  /** The three lines of a card of the choice, for the whole notice. @param {"device" | "code"} way */
  function facts(way) {
    if (content.part) return [];
    return ["where", "lost", "readers"].map(
      (one) => `${t(`keeping.fact.${one}`)}: ${t(`keeping.${way}.${one}`)}`,
    );
  }
}

/** @param {Context["content"]} content @param {Context["t"]} t @returns {string[][]} */
function retention(content, t) {
  if (!content.codes) return [];
  const count = content.retention_months;
  const kept = count === 0 ? t("keeping.retention_none") : t("keeping.retention", { count });
  return [[t("privacy.long.title"), kept, t("privacy.long.backups")]];
}

/** @param {Context["content"]} content @param {Context["t"]} t @returns {string[]} */
function counts(content, t) {
  const told = content.counted ? ["on", "few", "not_you", "running"] : ["off", "running"];
  return [t("privacy.counts.title"), ...told.map((name) => t(`privacy.counts.${name}`))];
}

/** @param {string[][]} told @param {"h3" | "h4"} level */
function sections(told, level) {
  return told.map(([title, ...lines]) =>
    h(
      "section",
      { class: "wb-stack-tight" },
      h(level, {}, title),
      lines.map((line) => h("p", {}, line)),
    ),
  );
}
