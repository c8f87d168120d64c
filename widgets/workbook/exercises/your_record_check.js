/** The step before a document is made: what might identify somebody, and the question that no rule answers. */

import { button, h, options, replace } from "../front/kit.js";
import { findingsIn } from "./your_record_findings.js";

/**
 * @typedef {import("../front/kit.js").Context} Context
 * @typedef {import("./your_record_entries.js").Entry} Entry
 * @typedef {import("./your_record_entries.js").Known} Known
 * @typedef {import("./your_record_findings.js").Finding} Finding
 * @typedef {import("./your_record_findings.js").Passage} Passage
 */

/** How many passages are shown: a record with more has been made to have them. */
const MOST_PASSAGES = 60;

/**
 * @param {Context} context
 * @param {Known} known
 * @param {Entry[]} entries What is about to leave the device.
 * @param {{back: () => void, save: () => void}} then What the learner decides.
 * @returns {HTMLElement} Its heading can take the focus.
 */
export function checkPart({ t, say }, known, entries, { back, save }) {
  const findings = findingsIn(entries, known, t);
  const count = findings.reduce((sum, { passages }) => sum + passages.length, 0);
  const found = count > 1 ? "found" : count ? "found_one" : "none";
  const reply = h("p", {});
  let left = MOST_PASSAGES;
  const shown = findings.flatMap((finding) => {
    const passages = finding.passages.slice(0, left);
    left -= passages.length;
    return passages.length ? [findingItem({ ...finding, passages })] : [];
  });

  /** @param {Finding} finding */
  function findingItem({ entry, title, path, passages }) {
    return h(
      "li",
      { class: "wb-stack-tight" },
      h("p", { class: "wb-label" }, title),
      entry.question ? h("p", { class: "wb-small" }, entry.question) : null,
      passages.map(passage),
      path && entry.kind !== "plan"
        ? h("a", { class: "wb-reach", href: path }, t("your_record.check.open", { title }))
        : null,
    );
  }

  /** @param {Passage} passage */
  function passage({ pieces, marks }) {
    const reasons = marks.map((mark) => mark.reason || t(`identifiers.rule.${mark.rule}`));
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

  return h(
    "div",
    { class: "wb-export-check wb-stack" },
    h("h4", { tabindex: "-1" }, t("your_record.check.title")),
    h("p", {}, t(`your_record.check.${found}`, { count })),
    h("p", {}, t("your_record.check.cannot")),
    shown.length ? h("ul", { class: "wb-findings" }, shown) : null,
    count > MOST_PASSAGES
      ? h("p", { class: "wb-small" }, t("your_record.check.more", { count: count - MOST_PASSAGES }))
      : null,
    options({
      legend: t("your_record.check.recognise"),
      row: true,
      options: ["yes", "unsure", "no"].map((value) => ({
        value,
        label: t(`your_record.check.answer.${value}`),
      })),
      onChange: ([value]) => {
        replace(reply, t(`your_record.check.reply.${value}`));
        say(reply.textContent ?? "");
      },
    }),
    reply,
    h(
      "div",
      { class: "wb-buttons" },
      button(t("your_record.check.back"), back),
      button(t("your_record.check.save"), save, { primary: true }),
    ),
  );
}
