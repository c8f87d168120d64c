/** Unsent answers after the record was deleted on another device: the learner decides about them. */

import { button, h } from "../../../front/kit.js";
import { dangerButton, notice, showEnd, whyNot, working } from "./dialog.js";

/**
 * @typedef {import("../../../front/kit.js").Context} Context
 * @typedef {import("./dialog.js").Frame} Frame
 * @typedef {import("../merge.js").Entry} Entry
 */

/** How many characters of an answer are shown: enough to recognise it. */
const FIRST_CHARACTERS = 80;

/** @param {Context} context @param {Frame} frame */
export async function leftStep(context, frame) {
  const { t, record } = context;
  const left = await record.leftEntries();
  const count = left.length;
  const said = notice(frame);
  const keep = button(
    t("keeping.deleted.keep"),
    () => void decide(keep, () => record.keepLeft(), "kept"),
    { primary: true },
  );
  const remove = dangerButton(
    t("keeping.deleted.remove"),
    () => void decide(remove, () => record.deleteLeft(), "removed"),
  );

  /**
   * @param {HTMLButtonElement} pressed
   * @param {() => Promise<void>} work
   * @param {"kept" | "removed"} end
   */
  async function decide(pressed, work, end) {
    said.clear();
    try {
      await working(frame, pressed, t("keeping.working"), work);
    } catch (error) {
      return said.tell(whyNot(t, error));
    }
    showEnd(frame, t, t(`keeping.deleted.${end}_title`), [t(`keeping.deleted.${end}`)]);
  }

  frame.show(
    t("keeping.deleted.title"),
    h("p", {}, t("keeping.deleted.text")),
    h("p", {}, t("keeping.deleted.count", { count })),
    h("ul", { class: "wb-keeping-left" }, left.map(leftItem)),
    said.place,
    h(
      "div",
      { class: "wb-buttons" },
      keep,
      remove,
      button(t("keeping.deleted.later"), frame.close, { quiet: true }),
    ),
  );
}

/** @param {Entry} entry */
function leftItem({ title, question, value, words }) {
  const text = words ?? (typeof value === "string" ? value : "");
  const [first, isAll] = firstCharacters(text.trim());
  return h(
    "li",
    {},
    h("span", { class: "wb-label" }, question || title),
    text ? h("span", { class: "wb-keeping-words" }, isAll ? first : `${first} …`) : null,
  );
}

/** @param {string} text @returns {[string, boolean]} Its first characters, and whether that is all. */
function firstCharacters(text) {
  const characters = Array.from(text);
  const isAll = characters.length <= FIRST_CHARACTERS;
  return [isAll ? text : characters.slice(0, FIRST_CHARACTERS).join("").trimEnd(), isAll];
}
