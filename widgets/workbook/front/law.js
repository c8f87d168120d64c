/** A piece of law in plain words, as it stands wherever it is told. */

import { h, outsideLink, paragraphs } from "./kit.js";

/** @typedef {{id: string, title: string, text: string, source: string, address: string, read_on: string}} Law */

/**
 * @param {(name: string, values?: Record<string, string | number>) => string} t
 * @param {Law} law
 * @returns {HTMLElement[]} Its words, its source, and when that was read.
 */
export function lawText(t, { text, source, address, read_on }) {
  return [
    ...paragraphs(text),
    h(
      "p",
      { class: "wb-small" },
      outsideLink(t("common.law.source", { source }), address, t("common.new_tab")),
    ),
    h("p", { class: "wb-small wb-muted" }, t("common.read_on", { date: read_on })),
  ];
}
