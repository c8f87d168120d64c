/** The exercise Help and advice: lines to ring, by need. Nothing here is stored or sent. */

import { exercise, h, outsideLink } from "../../front/kit.js";

/**
 * @typedef {{id: string, need: string, who: string, who_for: string, number: string, hours: string,
 *   note: string, address: string, read_on: string}} SupportLine
 * @typedef {{first: SupportLine[], needs: {need: string, lines: SupportLine[]}[]}} Support
 */

export default exercise("support", ({ root, content, t }) => {
  /** @type {Support} */
  const { first, needs } = content;

  /** @param {SupportLine} line */
  const call = ({ need, who, number }) =>
    h(
      "p",
      {},
      h("span", { class: "wb-label" }, t(`support.first.${need}`, { who })),
      h(
        "a",
        { class: "wb-button wb-button-primary", href: dialled(number) },
        t("support.ring", { number }),
      ),
    );

  /** @param {SupportLine} line */
  const told = (line) =>
    h(
      "li",
      { class: "wb-stack-tight" },
      h("p", { class: "wb-label" }, line.who),
      h(
        "p",
        {},
        line.number
          ? h("a", { class: "wb-support-number", href: dialled(line.number) }, line.number)
          : t("support.no_number"),
      ),
      [line.who_for, line.hours, line.note].map((text) => (text ? h("p", {}, text) : null)),
      line.address
        ? h(
            "p",
            { class: "wb-small" },
            outsideLink(t("support.page", { who: line.who }), line.address, t("common.new_tab")),
          )
        : null,
      h("p", { class: "wb-small wb-muted" }, t("common.read_on", { date: line.read_on })),
    );

  root.append(
    h("h3", { class: "wb-visually-hidden" }, t("support.title")),
    h("div", { class: "wb-support-first" }, first.map(call)),
    h("p", { class: "wb-small" }, t("support.check")),
    ...needs.map(({ need, lines }) =>
      h(
        "section",
        { class: "wb-stack" },
        h("h4", {}, t(`support.need.${need}`)),
        h("ul", { class: "wb-support-lines" }, lines.map(told)),
      ),
    ),
  );
});

/** @param {string} number @returns {string} The address by which a telephone dials it. */
function dialled(number) {
  return `tel:${number.replaceAll(" ", "")}`;
}
