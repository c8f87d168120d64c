/**
 * The exercise Learning plan: things to change, each with a day, a sign to look for, and later the outcome.
 * All of it is optional, and is saved automatically.
 */

import { button, details, exercise, h, heading, replace, uniqueId } from "../../front/kit.js";
import { isDue, nextPlanNumber, planKey, PLAN_PARTS, plansIn } from "../../record/ui/plan.js";
import { day, keptLine, savedField } from "../../record/ui/saving.js";
import { drawVersions } from "../../record/ui/versions.js";

/**
 * @typedef {import("../../record/ui/plan.js").Plan} Plan
 * @typedef {import("../../record/ui/plan.js").PlanPart} PlanPart
 * @typedef {{id: string, number: number, short_title: string}} Standard
 * @typedef {{element: HTMLElement, follow: (plan: Plan | undefined, place: number) => void}} Item
 */

export default exercise("learning_plan", (context) => {
  const { root, t, say, record, onLeave } = context;
  /** @type {Standard[]} */
  const standards = context.content.standards;
  /** @type {Map<number, Item>} */
  const items = new Map();
  const list = h("ol", { class: "wb-plan" });
  const more = button(t("learning_plan.add"), () => void add());

  async function entriesOf() {
    return record.all().catch(() => []);
  }

  /** Shows what is stored: adds things from elsewhere, removes deleted ones, and always has an empty one. */
  async function draw() {
    const entries = await entriesOf();
    const plans = plansIn(entries);
    for (const { number } of plans) if (!items.has(number)) put(number);
    if (!items.size) put(nextPlanNumber(entries));
    [...items.keys()]
      .sort((a, b) => a - b)
      .forEach((number, place) => {
        const plan = plans.find((one) => one.number === number);
        items.get(number)?.follow(plan, place + 1);
      });
  }

  /** @param {number} number */
  function put(number) {
    const item = planItem(number);
    items.set(number, item);
    list.append(item.element);
  }

  async function add() {
    const number = Math.max(
      nextPlanNumber(await entriesOf()),
      ...[...items.keys()].map((n) => n + 1),
    );
    put(number);
    await draw();
    items.get(number)?.element.querySelector("textarea")?.focus();
  }

  /** @param {number} number @returns {Item} */
  function planItem(number) {
    /** @type {Record<string, any>[]} The entries' own details: the standard is the same for all. */
    const abouts = [];
    /** @param {PlanPart} part */
    const about = (part) => {
      const made = {
        kind: "plan",
        title: t("learning_plan.title"),
        question: t(`learning_plan.${part}`),
        /** @type {string | undefined} */
        standard: undefined,
      };
      abouts.push(made);
      return made;
    };
    /** @param {PlanPart} part @param {{short?: boolean, type?: "text" | "date", hint?: string}} [how] */
    const field = (part, how = {}) =>
      savedField({
        context,
        key: planKey(number, part),
        label: t(`learning_plan.${part}`),
        about: about(part),
        expected: false,
        ...how,
      });
    const head = h("h4", { tabindex: "-1" });
    const due = h("div", {});
    const later = details(
      t("learning_plan.later"),
      field("difference", { hint: t("learning_plan.difference_hint") }),
    );
    const tied = standardField(number, about("standard"), (id) => {
      for (const one of abouts) one.standard = id || undefined;
    });
    const foot = h("div", {});
    /** @type {Plan | undefined} */
    let plan;
    const element = h(
      "li",
      { class: "wb-plan-item wb-stack" },
      head,
      due,
      field("change", { hint: t("learning_plan.change_hint") }),
      field("by", { short: true, type: "date" }),
      field("know", { hint: t("learning_plan.know_hint") }),
      tied.element,
      later,
      foot,
    );
    const remove = button(
      t("learning_plan.remove"),
      () => (plan || isBegun() ? ask() : void end()),
      {
        quiet: true,
      },
    );
    replace(foot, remove);

    function isBegun() {
      return [...element.querySelectorAll("textarea, input")].some(
        (field) => /** @type {HTMLInputElement} */ (field).value,
      );
    }

    function ask() {
      const keep = button(t("learning_plan.keep"), () => {
        replace(foot, remove);
        remove.focus();
      });
      replace(
        foot,
        h(
          "div",
          { class: "wb-panel wb-stack-tight", "data-grade": "caution" },
          h("p", {}, t("learning_plan.remove_ask")),
          h(
            "div",
            { class: "wb-buttons" },
            keep,
            button(t("learning_plan.remove_yes"), () => void end()),
          ),
        ),
      );
      keep.focus();
    }

    async function end() {
      try {
        for (const part of PLAN_PARTS) {
          const key = planKey(number, part);
          if (await record.read(key)) await record.save(key, "", about(part));
        }
      } catch {
        say(t("learning_plan.not_removed"));
        return;
      }
      items.delete(number);
      element.remove();
      await draw();
      say(t("learning_plan.removed"));
      [...items.values()].at(-1)?.element.querySelector("h4")?.focus();
    }

    return {
      element,
      follow(now, place) {
        plan = now;
        replace(head, t("learning_plan.item", { number: place }));
        remove.setAttribute("aria-label", t("learning_plan.remove_item", { number: place }));
        const isTime = now !== undefined && isDue(now, new Date());
        const by = isTime ? day(now.parts.by?.value) : "";
        // Shown once: existing parts stay unchanged, so that nothing moves while somebody is using it.
        if (due.dataset.by !== by) {
          due.dataset.by = by;
          replace(due, isTime ? dueNote(by) : null);
        }
        if (isTime || now?.parts.difference) later.open = true;
        // A single empty item has nothing to remove.
        remove.hidden = !now && items.size === 1;
        tied.follow(now);
      },
    };
  }

  /** @param {string} by */
  function dueNote(by) {
    return h(
      "div",
      { class: "wb-panel wb-stack-tight", "data-grade": "defensible" },
      h("p", { class: "wb-label" }, t("learning_plan.due", { day: by })),
      h("p", {}, t("learning_plan.due_text")),
    );
  }

  /**
   * @param {number} number
   * @param {{kind: string, title: string}} about
   * @param {(id: string) => void} tell
   * @returns {{element: HTMLElement, follow: (plan: Plan | undefined) => void}}
   */
  function standardField(number, about, tell) {
    const id = uniqueId();
    const kept = keptLine(context);
    const apart = h("div", {});
    const select = h(
      "select",
      { id, autocomplete: "off", on: { change: () => void choose() } },
      h("option", { value: "" }, t("learning_plan.no_standard")),
      standards.map((one) => h("option", { value: one.id }, titleOf(one.id))),
    );

    async function choose() {
      tell(select.value);
      const words = titleOf(select.value);
      await kept.keep(planKey(number, "standard"), select.value, { ...about, words });
    }

    return {
      element: h(
        "div",
        { class: "wb-field" },
        h("label", { for: id }, t("learning_plan.standard")),
        select,
        kept.line,
        apart,
      ),
      follow(plan) {
        const entry = plan?.parts.standard;
        select.value = titleOf(entry?.value) ? entry?.value : "";
        tell(select.value);
        drawVersions(apart, context, entry, ({ value }) => titleOf(value));
      },
    };
  }

  /** @param {string} id @returns {string} */
  function titleOf(id) {
    const found = standards.find((one) => one.id === id);
    return found
      ? t("learning_plan.standard_name", { number: found.number, title: found.short_title })
      : "";
  }

  onLeave(record.watch((key) => void (key?.startsWith("plan/") && draw())));
  root.append(
    heading(t("learning_plan.kicker"), t("learning_plan.title")),
    h("p", {}, t("learning_plan.intro")),
    list,
    h("div", { class: "wb-buttons" }, more),
  );
  void draw();
});
