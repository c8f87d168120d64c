/**
 * What to do about a question that is not answered, or a field that can't be used: said at the field itself.
 *
 * The message stands between the question and what is answered there. The focus goes to the first control, to
 * which the message belongs, so that a screen reader says it; and it goes as soon as the fault is mended.
 */

import { h, replace, uniqueId } from "../kit.js";
import { showTop } from "../moving.js";

/** @typedef {{isFound: () => boolean}} Fault */

/**
 * @param {HTMLElement} field A group that the kit's `options` made, or one control.
 * @param {() => string} find Says what to do, or "" where nothing is wrong.
 * @param {HTMLElement} [before] Where the message stands, if one control does not stand alone in its row.
 * @returns {Fault} `isFound` looks for the fault, and shows it: to be asked when the button is pressed.
 */
export function faultAt(field, find, before = field) {
  const id = uniqueId();
  const group = field instanceof HTMLFieldSetElement ? field : null;
  const line = h("p", { class: "wb-fault", id });
  if (group?.querySelector('input[type="radio"]')) group.setAttribute("role", "radiogroup");

  /** @returns {HTMLElement} What is to be mended first. */
  const control = () => group?.querySelector("input") ?? field;
  /** @type {HTMLElement | null} The control that the message belongs to, while it shows. */
  let described = null;

  /** @param {string} text */
  function show(text) {
    clear();
    replace(line, text);
    if (group) group.querySelector("legend")?.after(line);
    else before.before(line);
    field.setAttribute("aria-invalid", "true");
    described = control();
    describe(described, [...idsOf(described), id]);
    showTop(described, group ?? line.parentElement);
  }

  function clear() {
    if (!described) return;
    line.remove();
    field.removeAttribute("aria-invalid");
    describe(
      described,
      idsOf(described).filter((one) => one !== id),
    );
    described = null;
  }

  function look() {
    if (described && !find()) clear();
  }

  field.addEventListener("input", look);
  field.addEventListener("change", look);
  return {
    isFound() {
      const text = find();
      if (text) show(text);
      else clear();
      return text !== "";
    },
  };
}

/** @param {HTMLElement} control @returns {string[]} */
function idsOf(control) {
  return (control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
}

/** @param {HTMLElement} control @param {string[]} ids */
function describe(control, ids) {
  if (ids.length) control.setAttribute("aria-describedby", ids.join(" "));
  else control.removeAttribute("aria-describedby");
}
