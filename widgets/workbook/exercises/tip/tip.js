/** The exercise Tip: the heading card of one of the tips, before the exercise that brings it to life. */

import { exercise, h, heading, paragraphs } from "../../front/kit.js";
import { wayOf } from "../../front/patterns/paging.js";

/**
 * @typedef {{id: string, number: number, total: number, title: string, why: string,
 *   standard: {number: number, short_title: string}}} Tip
 */

export default exercise("tip", ({ root, content, t }) => {
  /** @type {Tip} */
  const { number, total, title, why, standard } = content;
  const way = wayOf();
  way.show(number - 1, total);
  root.append(
    h("span", { class: "wb-numeral", "aria-hidden": "true" }, number),
    h(
      "div",
      { class: "wb-stack-tight" },
      heading(t("tip.kicker", { number, total }), title),
      paragraphs(why),
      h(
        "p",
        { class: "wb-small wb-muted" },
        t("tip.standard", { number: standard.number, title: standard.short_title }),
      ),
      way.element,
    ),
  );
});
