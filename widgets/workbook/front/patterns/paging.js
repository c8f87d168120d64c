/**
 * Going through things one at a time: a bar with an arrow to each side and where one is, and below it the way.
 *
 * The focus stays on what was pressed. The position and the title are announced, and the page moves only where
 * the top of what is shown would not be in view.
 */

import { h, replace, svg, uniqueId } from "../kit.js";

/** @typedef {import("../kit.js").Context} Context */
/** @typedef {{element: HTMLElement, show: (at: number, total: number, isDone?: (at: number) => boolean) => void}} Way */
/**
 * @typedef {object} Pager
 * @property {HTMLElement} element
 * @property {(at: number, total: number) => void} show Has the bar and the way say where one is.
 * @property {(to: number) => void} turn Goes there, and says so: for keys, swipes and lists.
 * @property {() => void} tell
 */

/** @type {Record<string, string>} The path of each arrow, in a square of 24. */
const ARROWS = { previous: "M15 5l-7 7 7 7", next: "M9 5l7 7-7 7" };

/**
 * @param {Pick<Context, "t" | "say">} context
 * @param {object} settings
 * @param {string} settings.label What one goes through.
 * @param {string} settings.previous What the arrows are called.
 * @param {string} settings.next
 * @param {HTMLElement} settings.stage Where each of them is shown.
 * @param {(at: number) => string} settings.titleOf
 * @param {(at: number) => void} settings.go Shows one of them, and calls `show`.
 * @param {boolean} [settings.isRound] Whether the first follows the last.
 * @param {HTMLElement} [settings.below] In place of the way: marks to press.
 * @returns {Pager}
 */
export function pager({ t, say }, settings) {
  const { label, stage, titleOf, go, isRound = false } = settings;
  let at = 0;
  let total = 0;
  const position = positionLine("");
  const previous = arrow("previous", settings.previous, () => turn(at - 1));
  const next = arrow("next", settings.next, () => turn(at + 1));
  const way = settings.below ? null : wayOf();
  const bar = h(
    "div",
    { class: "wb-pager-bar", role: "group", "aria-label": label },
    previous,
    position,
    next,
  );

  /** @param {number} to */
  function turn(to) {
    const wanted = isRound ? (to + total) % total : to;
    if (wanted < 0 || wanted >= total) return;
    go(wanted);
    tell();
    const edge = bar.getBoundingClientRect().bottom;
    if (stage.getBoundingClientRect().top < edge) stage.scrollIntoView({ block: "start" });
  }

  function tell() {
    say(`${position.textContent}: ${titleOf(at)}`);
  }

  return {
    element: h("div", { class: "wb-pager wb-no-print" }, bar, way?.element ?? settings.below),
    show(now, all) {
      [at, total] = [now, all];
      replace(position, t("common.position", { at: at + 1, total }));
      way?.show(at, total);
      if (isRound) return;
      previous.setAttribute("aria-disabled", String(at === 0));
      next.setAttribute("aria-disabled", String(at === total - 1));
    },
    turn,
    tell,
  };
}

/** @param {string} text @returns {HTMLElement} Where one is, in words: alone, where no bar is needed. */
export function positionLine(text) {
  return h("p", { class: "wb-position" }, text);
}

/** @param {string} which @param {string} name @param {() => void} press */
function arrow(which, name, press) {
  const sign = svg(
    "svg",
    { viewBox: "0 0 24 24", "aria-hidden": "true", class: "wb-sign" },
    svg("path", { d: ARROWS[which] }),
  );
  const word = h("span", {}, name);
  return h(
    "button",
    { type: "button", class: "wb-button wb-arrow", "data-way": which, on: { click: press } },
    ...(which === "next" ? [word, sign] : [sign, word]),
  );
}

/** @returns {Way} A thin mark for each: where one is, and what lies behind. Words say the same beside it. */
export function wayOf() {
  const element = h("div", { class: "wb-pager-way", "aria-hidden": "true" });
  return {
    element,
    show(at, total, isDone = () => false) {
      const marks = Array.from({ length: total }, (_, place) =>
        h("span", { "data-here": place === at, "data-done": isDone(place) }),
      );
      replace(element, ...marks);
    },
  };
}

/**
 * Marks to press, in a row: a number for each, and a tick for what was seen or done.
 * @param {object} settings
 * @param {string} settings.label
 * @param {string[]} settings.names
 * @param {(at: number) => void} settings.go
 * @param {string} [settings.ticked] What a tick means, unless the names say so.
 * @param {boolean} [settings.isBrief] The numbers alone are seen: the names are for who can't see them.
 */
export function stepMarks({ label, names, go, ticked = "", isBrief = false }) {
  const id = uniqueId();
  const buttons = names.map((name, at) =>
    h(
      "button",
      { type: "button", on: { click: () => go(at) } },
      h("span", { class: "wb-step-number", "aria-hidden": "true" }, at + 1),
      h("span", { class: isBrief ? "wb-visually-hidden" : "wb-step-name" }, name),
    ),
  );
  return {
    element: h(
      "ol",
      { class: isBrief ? "wb-steps wb-steps-brief" : "wb-steps", "aria-label": label },
      ...buttons.map((one) => h("li", {}, one)),
      ticked ? h("li", { id, hidden: true }, ticked) : null,
    ),
    /**
     * @param {number} here
     * @param {(at: number) => string} stateOf "done" for a tick, "begun", or "".
     * @param {(at: number) => string} [nameOf]
     */
    show(here, stateOf, nameOf) {
      for (const [at, one] of buttons.entries()) {
        const state = stateOf(at);
        const [number, name] = one.children;
        if (at === here) one.setAttribute("aria-current", "step");
        else one.removeAttribute("aria-current");
        one.dataset.state = state;
        replace(number, state === "done" ? "✓" : at + 1);
        if (nameOf) replace(name, nameOf(at));
        if (!ticked) continue;
        if (state === "done") one.setAttribute("aria-describedby", id);
        else one.removeAttribute("aria-describedby");
      }
    },
  };
}
