/**
 * How much of an exercise is done: one line at its foot, with a mark, in the same words everywhere.
 *
 * It counts in silence. Only when all of it becomes done is that said, once. What was done before the page was
 * opened is shown and not said.
 */

import { h, replace } from "../kit.js";
import { isBlank } from "../../record/ui/entries.js";
import { wayOf } from "./paging.js";

/** @typedef {import("../kit.js").Context} Context */

/**
 * @param {Pick<Context, "t">} context
 * @returns {{element: HTMLElement, show: (states: boolean[], how?: {isQuiet?: boolean}) => void}}
 */
export function doneLine({ t }) {
  const words = h("p", { class: "wb-done" });
  const said = h("p", { class: "wb-visually-hidden", role: "status" });
  const way = wayOf();
  let wasAll = false;
  return {
    element: h("div", { class: "wb-done-line wb-no-print" }, words, way.element, said),
    show(states, { isQuiet = false } = {}) {
      const total = states.length;
      const done = states.filter(Boolean).length;
      const isAll = total > 0 && done === total;
      const isSome = total > 1 && done > 0;
      const all = t("common.done.all");
      replace(words, isAll ? all : isSome ? t("common.done.some", { done, total }) : null);
      words.toggleAttribute("data-done", isAll);
      way.show(-1, isSome && !isAll ? total : 0, (at) => states[at]);
      if (isAll !== wasAll) replace(said, isAll && !isQuiet ? all : null);
      wasAll = isAll;
    },
  };
}

/**
 * A line that follows what is stored: now, and whenever it changes.
 * @param {Context} context
 * @param {string[]} keys The entries that make up the exercise.
 * @param {(value: any) => boolean} [isDone] Whether an entry with this value is done; by default if it is not blank.
 * @returns {HTMLElement}
 */
export function followDone(context, keys, isDone = (value) => !isBlank(value)) {
  const { record, onLeave } = context;
  const line = doneLine(context);
  /** @param {boolean} isQuiet */
  const look = async (isQuiet) => {
    const entries = await Promise.all(keys.map((key) => record.read(key).catch(() => undefined)));
    line.show(
      entries.map((entry) => entry !== undefined && isDone(entry.value)),
      { isQuiet },
    );
  };
  onLeave(record.watch((key) => void ((key === null || keys.includes(key)) && look(key === null))));
  void look(true);
  return line.element;
}
