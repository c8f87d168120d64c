/** The exercise My employer's policy: things to find in it, a note for each, and how many are found. */

import { details, exercise, h, heading } from "../../front/kit.js";
import { followDone } from "../../front/patterns/done.js";
import { savedField } from "../../record/ui/saving.js";

/**
 * @typedef {{id: string, number: number, find: string, why: string, where: string}} Item
 * @typedef {{main: number, items: Item[]}} Policy
 */

export default exercise("policy", (context) => {
  const { root, t } = context;
  /** @type {Policy} */
  const policy = context.content;
  const asked = policy.items.slice(0, policy.main);
  const further = policy.items.slice(policy.main);

  /** @param {Item} item */
  function keyOf(item) {
    return `policy/${item.id}`;
  }

  /** @param {Item} item @param {boolean} expected */
  function field(item, expected) {
    return savedField({
      context,
      key: keyOf(item),
      label: item.find,
      hint: t("policy.hint", { why: item.why, where: item.where }),
      about: { kind: "policy", title: t("policy.title"), question: item.find },
      expected,
    });
  }

  root.append(
    heading(t("policy.kicker"), t("policy.title")),
    h("p", {}, t("policy.intro")),
    h("p", {}, t("policy.none")),
    h("p", { class: "wb-small wb-muted" }, t("policy.private")),
    h(
      "ol",
      { class: "wb-finds" },
      asked.map((item) => h("li", {}, field(item, true))),
    ),
    further.length
      ? details(
          t("policy.further", { count: further.length }),
          ...further.map((item) => field(item, false)),
        )
      : "",
    followDone(context, asked.map(keyOf)),
  );
});
