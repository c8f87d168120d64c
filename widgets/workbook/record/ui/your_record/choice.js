/** The part of Your record in which the learner selects the contents of a document. */

import { details, h, options, replace } from "../../../front/kit.js";
import { plansIn } from "../plan.js";
import { inSections, questionOf, ratingsOf, wordsOf } from "./entries.js";
import { PARTS, USUAL_PARTS } from "./request.js";
import { unjudged } from "./verdicts.js";

/**
 * @typedef {import("../../../front/kit.js").Context} Context
 * @typedef {import("./entries.js").Entry} Entry
 * @typedef {import("./entries.js").Known} Known
 * @typedef {import("./request.js").Choice} Choice
 * @typedef {import("./request.js").Part} Part
 * @typedef {{label: string, note: string, keys: string[]}} Pick One checkbox, and its entries.
 * @typedef {{title: string, picks: Pick[]}} Group A group of checkboxes: a standard, or the plan.
 */

/** How much of an answer is shown beside its tick box, in characters. */
const FIRST_WORDS = 70;

/**
 * @param {Context} context
 * @param {Known} known
 * @returns {{element: HTMLElement, choice: Choice, draw: (entries: Entry[]) => void}} `choice` changes with
 *   the checkboxes. New entries are selected.
 */
export function choicePart({ t }, known) {
  /** @type {Choice} */
  const choice = { parts: [...USUAL_PARTS], left: new Set() };
  const single = h("div", { class: "wb-stack" });
  let drawn = "";

  /** @param {Group} group */
  function groupPart({ title, picks }) {
    const all = h("input", { type: "checkbox", autocomplete: "off", on: { change: tickAll } });
    const boxes = picks.map(({ keys }) =>
      h("input", {
        type: "checkbox",
        autocomplete: "off",
        checked: keys.some((key) => !choice.left.has(key)),
        on: { change: () => tick() },
      }),
    );

    function tickAll() {
      for (const box of boxes) box.checked = all.checked;
      tick();
    }

    function tick() {
      boxes.forEach((box, at) => {
        for (const key of picks[at].keys)
          box.checked ? choice.left.delete(key) : choice.left.add(key);
      });
      all.checked = boxes.some((box) => box.checked);
      all.indeterminate = all.checked && boxes.some((box) => !box.checked);
    }

    tick();
    return h(
      "fieldset",
      { class: "wb-options" },
      h("legend", {}, title),
      tickLine(all, t("your_record.choice.all_of", { title })),
      picks.map(({ label, note }, at) => tickLine(boxes[at], label, note)),
    );
  }

  return {
    choice,
    element: h(
      "div",
      { class: "wb-stack" },
      options({
        legend: t("your_record.choice.parts"),
        options: PARTS.map((part) => ({
          value: part,
          label: t(`your_record.choice.part.${part}`),
          description: t(`your_record.choice.note.${part}`),
        })),
        chosen: USUAL_PARTS,
        many: true,
        onChange: (parts) => (choice.parts = /** @type {Part[]} */ (parts)),
      }),
      details(t("your_record.choice.single"), single),
    ),
    draw(entries) {
      const groups = groupsOf(entries, known, t);
      // Redrawn only when the choices change, so that the focus stays in place.
      const now = JSON.stringify(groups);
      if (now === drawn) return;
      drawn = now;
      replace(single, ...groups.map(groupPart));
    },
  };
}

/** @param {HTMLInputElement} box @param {string} label @param {string} [note] */
function tickLine(box, label, note) {
  return h(
    "label",
    { class: "wb-option" },
    box,
    h("span", {}, label, note ? h("small", {}, note) : null),
  );
}

/**
 * @param {Entry[]} entries
 * @param {Known} known
 * @param {Context["t"]} t
 * @returns {Group[]}
 */
function groupsOf(entries, known, t) {
  const ratings = ratingsOf(entries, known, t);
  const sections = inSections(entries, known, t);
  const rated = known.standards
    .filter(({ id }) => ratings.some(({ standard }) => standard === id))
    .map(({ id }) => id);
  const ids = known.standards.map(({ id }) => id).concat("");
  const groups = ids.map((id) => {
    const section = sections.find((one) => one.id === id);
    const title = section?.title ?? ratings.find(({ standard }) => standard === id)?.group ?? "";
    const answers = (section?.groups ?? []).flatMap((group) =>
      group.entries.map((entry) => ({
        label: questionOf(entry, known).asked || group.title,
        note: firstWords(unjudged(entry, entry.kind, known)),
        keys: [entry.key],
      })),
    );
    const keys = ratings
      .filter(({ standard }) => standard === id)
      .flatMap(({ before, after }) => [before, after].flatMap((one) => (one ? [one.key] : [])));
    const own = { label: t("your_record.choice.ratings"), note: "", keys };
    return { title, picks: rated.includes(id) ? [...answers, own] : answers };
  });
  const plans = plansIn(entries).map(({ parts }, at) => ({
    label: t("learning_plan.item", { number: at + 1 }),
    note: parts.change ? firstWords(parts.change) : "",
    keys: Object.values(parts).map(({ key }) => key),
  }));
  return [...groups, { title: t("learning_plan.title"), picks: plans }].filter(
    ({ picks }) => picks.length,
  );
}

/** @param {Entry} entry */
function firstWords(entry) {
  const text = wordsOf(entry).join(" ");
  const signs = Array.from(text);
  return signs.length > FIRST_WORDS ? `${signs.slice(0, FIRST_WORDS).join("").trimEnd()} …` : text;
}
