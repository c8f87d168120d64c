/** The exercise When in doubt: a list of people to ask, ticked or added, with how to reach them. */

import {
  button,
  exercise,
  h,
  heading,
  options,
  printAlone,
  replace,
  uniqueId,
} from "../../front/kit.js";
import { followDone } from "../../front/patterns/done.js";
import { faultAt } from "../../front/patterns/faults.js";
import { Saver } from "../../record/ui/saving.js";

/**
 * @typedef {{id: string, who: string, good_for: string, note: string}} Adviser
 * @typedef {{picked: string[], own: {id: string, who: string}[], reach: Record<string, string>}} People
 *   What is stored: the ticked advisers, the learner's own roles, and how to reach each, by its id.
 */

const LIST_KEY = "advice/people";

export default exercise("advice", (context) => {
  const { root, t, say, record, onLeave } = context;
  /** @type {Adviser[]} */
  const advisers = context.content.advisers;
  /** @type {People} */
  let people = { picked: [], own: [], reach: {} };
  const about = { kind: "advice", title: t("advice.title"), question: t("advice.pick"), words: "" };
  const hintId = uniqueId();
  const status = h("p", { class: "wb-status" });
  const print = button(t("advice.print"), () => printAlone(list));
  const list = h("section", { class: "wb-my-list wb-stack" });
  const saver = new Saver(record, LIST_KEY, about, (state, detail) => {
    status.dataset.state = state;
    const name = state === "unsaved" ? `unsaved.${detail}` : state;
    const text = t(`common.${name}`, { time: detail ?? "" });
    replace(status, state === "empty" ? null : h("span", {}, text));
    if (state === "unsaved") say(status.textContent ?? "");
  });
  const choice = options({
    legend: t("advice.pick"),
    options: advisers.map((one) => ({ value: one.id, label: one.who, note: one.good_for })),
    many: true,
    onChange: (chosen) => {
      const more = chosen.find((id) => !people.picked.includes(id));
      const less = people.picked.find((id) => !chosen.includes(id));
      people = { ...people, picked: chosen };
      change();
      const who = advisers.find((one) => one.id === (more ?? less))?.who ?? "";
      say(t(more ? "advice.added" : "advice.removed", { who }));
    },
  });

  /** Stores the list with the words in which the record shows it, and draws it. */
  function change() {
    keepList();
    drawList();
  }

  function keepList() {
    about.words = members()
      .map(({ id, who }) => [who, people.reach[id]?.trim()].filter(Boolean).join(": "))
      .join("\n");
    saver.change(people);
  }

  /** @returns {Adviser[]} The advisers on the list, in its order. */
  function members() {
    const picked = advisers.filter((one) => people.picked.includes(one.id));
    return [...picked, ...people.own.map((own) => ({ ...own, good_for: "", note: "" }))];
  }

  function drawList() {
    const on = members();
    const count = t("advice.count", { count: on.length });
    replace(
      list,
      h("h4", { tabindex: "-1" }, t("advice.list")),
      h("p", { class: "wb-muted" }, on.length ? count : t("advice.list_empty")),
      on.length
        ? h("p", { class: "wb-small wb-no-print", id: hintId }, t("advice.reach_hint"))
        : null,
      on.length ? h("ul", { class: "wb-people" }, on.map(card)) : null,
    );
    print.hidden = !on.length;
  }

  /** @param {Adviser} one */
  function card({ id, who, good_for, note }) {
    const own = people.own.some((other) => other.id === id);
    const field = uniqueId();
    const input = h("input", {
      id: field,
      type: "text",
      autocomplete: "off",
      "aria-label": t("advice.reach_of", { who }),
      "aria-describedby": hintId,
      on: {
        input: () => {
          people = { ...people, reach: { ...people.reach, [id]: input.value } };
          keepList();
        },
        change: () => void saver.flush(),
      },
    });
    input.value = people.reach[id] ?? "";
    return h(
      "li",
      {},
      h("p", { class: "wb-label", "data-own-words": own }, who),
      good_for ? h("p", { class: "wb-small wb-on-paper" }, good_for) : null,
      note ? h("p", { class: "wb-small wb-muted" }, note) : null,
      h("div", { class: "wb-field" }, h("label", { for: field }, t("advice.reach")), input),
      own ? removeButton(id, who) : null,
    );
  }

  /** @param {string} id @param {string} who */
  function removeButton(id, who) {
    const press = button(t("advice.remove"), () => remove(id, who), { quiet: true });
    press.setAttribute("aria-label", t("advice.remove_of", { who }));
    return press;
  }

  /** @param {string} id @param {string} who */
  function remove(id, who) {
    const { [id]: _gone, ...reach } = people.reach;
    people = { ...people, own: people.own.filter((one) => one.id !== id), reach };
    change();
    list.querySelector("h4")?.focus();
    say(t("advice.removed", { who }));
  }

  function adder() {
    const id = uniqueId();
    const input = h("input", {
      id,
      type: "text",
      autocomplete: "off",
      "aria-describedby": `${id}-hint`,
      on: {
        keydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key === "Enter") add();
        },
      },
    });
    const row = h("div", { class: "wb-adder" }, input, button(t("advice.add"), add));
    const fault = faultAt(input, whatToDo, row);
    function whatToDo() {
      const who = input.value.trim().toLowerCase();
      if (!who) return t("advice.add_empty");
      return members().some((one) => one.who.toLowerCase() === who) ? t("advice.add_twice") : "";
    }
    function add() {
      if (fault.isFound()) return;
      const who = input.value.trim();
      people = { ...people, own: [...people.own, { id: `own-${Date.now().toString(36)}`, who }] };
      input.value = "";
      change();
      say(t("advice.added", { who }));
    }
    return h(
      "div",
      { class: "wb-field" },
      h("label", { for: id }, t("advice.own_label")),
      h("p", { class: "wb-hint", id: `${id}-hint` }, t("advice.own_hint")),
      row,
    );
  }

  async function restore() {
    const { value } = await saver.load();
    if (value === undefined) return;
    people = { picked: [], own: [], reach: {}, ...(value || {}) };
    for (const input of choice.querySelectorAll("input"))
      input.checked = people.picked.includes(input.value);
    drawList();
  }

  const flush = () => void saver.flush();
  document.addEventListener("visibilitychange", flush);
  const stop = record.watch((key) => {
    if (key === null) saver.forget();
    else if (key === LIST_KEY && !saver.busy && !list.contains(document.activeElement))
      void restore();
  });
  onLeave(() => {
    flush();
    document.removeEventListener("visibilitychange", flush);
    stop();
  });
  void record.expect(LIST_KEY).catch(() => undefined);
  root.append(
    heading(t("advice.kicker"), t("advice.title")),
    h("p", {}, t("advice.intro")),
    h("p", { class: "wb-small wb-muted" }, t("advice.private")),
    choice,
    adder(),
    list,
    status,
    h("div", { class: "wb-buttons" }, print),
    followDone(context, [LIST_KEY]),
  );
  drawList();
  void restore();
});
