/** The exercise My employer's policy: things to find in it, a note for each, and how many are found. */

import { details, exercise, h, heading, replace } from "../../front/kit.js";
import { savedField } from "../../record/ui/saving.js";
import { isBlank } from "../../record/ui/entries.js";

/**
 * @typedef {{id: string, number: number, find: string, why: string, where: string}} Item
 * @typedef {{main: number, items: Item[]}} Policy
 */

export default exercise("policy", (context) => {
  const { root, t, record, onLeave } = context;
  /** @type {Policy} */
  const policy = context.content;
  const asked = policy.items.slice(0, policy.main);
  const further = policy.items.slice(policy.main);
  const keys = asked.map(keyOf);
  const marks = asked.map(() => h("span", {}));
  const count = h("p", { class: "wb-label", role: "status" });

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

  async function tally() {
    const entries = await record.all().catch(() => []);
    const noted = new Set(entries.filter((one) => !isBlank(one.value)).map((one) => one.key));
    const found = keys.map((key) => noted.has(key));
    const number = found.filter(Boolean).length;
    found.forEach((yes, at) => marks[at].toggleAttribute("data-found", yes));
    const name = number === keys.length ? "policy.found_all" : "policy.found";
    const text = t(name, { found: number, total: keys.length });
    if (count.textContent !== text) replace(count, text);
  }

  onLeave(
    record.watch((key) => {
      if (key === null || keys.includes(key)) void tally();
    }),
  );
  root.append(
    heading(t("policy.kicker"), t("policy.title")),
    h("p", {}, t("policy.intro")),
    h("p", {}, t("policy.none")),
    h("p", { class: "wb-small wb-muted" }, t("policy.private")),
    h(
      "div",
      { class: "wb-found" },
      count,
      h("div", { class: "wb-found-marks", "aria-hidden": "true" }, marks),
    ),
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
  );
  void tally();
});
