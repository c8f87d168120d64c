/**
 * The way through a long page: a thin bar that says how far the learner has come, opens the list of the
 * page's parts, and goes on to the first exercise that is not done. Also the marks in the list of pages, and
 * what the end of the page says. All of it stays in the browser.
 *
 * Not here: which parts are folded (see units.js), and when an exercise counts as done (see
 * record/ui/entries.js).
 */

import { expectedIn } from "../../record/ui/entries.js";
import { openRecord } from "../../record/ui/record.js";
import { t } from "../../../widget_host/pages/static/common/words.js";
import { markPages, progressMark, tick } from "./progress_marks.js";
import { allUnits, isOpen, reveal, setOpen, whenFolded } from "./units.js";

/** @typedef {import("../../record/ui/record.js").Progress} Progress */
/**
 * @typedef {object} Step An exercise that counts.
 * @property {HTMLElement} place
 * @property {string} title
 * @property {Progress} progress
 */

/** What a learner answers with; not what stands beside the heading, or waits in a fold. */
const CONTROLS =
  ":is(button, input, select, textarea, summary):not(.wb-listen, :disabled, details:not([open]) > :not(summary) *)";

/** Changes that follow each other faster than this, in ms, are shown once. */
const REST = 200;
/** The fragment of an address that goes on with the first exercise that is not done. */
const CARRY_ON = "#carry-on";

/** Shows the way through the page, now and whenever the record changes. */
export function usePath() {
  const record = openRecord();
  const bar = drawBar();
  let isAsked = window.location.hash === CARRY_ON;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const show = async () => {
    try {
      const [progress, answered] = await Promise.all([record.progress(), record.answered()]);
      const steps = stepsOf(answered);
      const own = sum(steps);
      if (steps.length) progress.set(document.body.dataset.page ?? "", own);
      markPages(document.querySelectorAll(".wb-menu a[data-page]"), progress);
      showEnd(own);
      bar?.show(own, steps);
      if (isAsked) {
        isAsked = false;
        // Not again when the page is loaded again.
        window.history.replaceState(window.history.state, "", window.location.pathname);
        bar?.carryOn();
      }
    } catch {
      // The line near the top of the page says that this browser keeps nothing.
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void show(), REST);
  };
  record.watch(later);
  // A scenario with a content note was opened, or skipped.
  document.addEventListener("wb-note", later);
  window.addEventListener("pageshow", later);
  void show();
}

/**
 * @param {Set<string>} answered
 * @returns {Step[]} Among them the scenarios that have a content note and wait for the learner to go on.
 */
function stepsOf(answered) {
  const places = /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll('.wb-exercise:is([data-expects], [data-note="asks"])')
  );
  return [...places].map((place) => {
    const keys = [...expectedIn(place)];
    const done = keys.filter((key) => answered.has(key)).length;
    const name = document.getElementById(place.getAttribute("aria-labelledby") ?? "");
    const progress = { done, total: Math.max(keys.length, 1) };
    return { place, title: name?.textContent ?? "", progress };
  });
}

/** @param {HTMLElement} place An exercise. @returns {HTMLElement} Its first control, or itself without one. */
function firstControl(place) {
  const controls = /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll(CONTROLS));
  const first = [...controls].find((one) => one.getClientRects().length);
  return first ?? place;
}

/** @param {Progress} progress */
function isDone({ done, total }) {
  return done >= total;
}

/** @param {Progress} own Of this page. */
function showEnd(own) {
  const line = document.getElementById("wb-around-done");
  if (!line) return;
  line.hidden = own.total === 0;
  line.textContent = isDone(own) ? t("serve.path.end.all") : t("serve.path.end.some", own);
}

/** @param {string} classes @param {...(Node | string)} children @returns {HTMLButtonElement} */
function button(classes, ...children) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = classes;
  made.append(...children);
  return made;
}

/** @param {string} name @param {string} classes @returns {HTMLElement} */
function element(name, classes) {
  const made = document.createElement(name);
  made.className = classes;
  return made;
}

/** @returns {{show: (own: Progress, steps: Step[]) => void, carryOn: () => void} | null} Null on a page without units. */
function drawBar() {
  const bar = document.getElementById("wb-path");
  if (!bar) return null;
  const title = element("span", "wb-path-title");
  const count = element("span", "wb-path-count");
  const part = element("span", "wb-path-part");
  const next = element("span", "wb-path-next");
  const toggle = button("wb-path-toggle", title, count, part, next);
  const carry = button("wb-path-carry", t("serve.path.carry"));
  const panel = element("div", "wb-path-panel");
  const list = element("ol", "wb-path-list");
  const whole = button("wb-button wb-path-whole");
  title.textContent = bar.dataset.title ?? "";
  panel.id = "wb-path-panel";
  panel.hidden = true;
  panel.append(list, whole);
  toggle.setAttribute("aria-controls", panel.id);
  toggle.setAttribute("aria-expanded", "false");
  bar.replaceChildren(toggle, carry, panel);

  /** @type {Step | undefined} */
  let first;
  /** @param {boolean} open */
  const open = (open) => {
    panel.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
  };
  /** @param {HTMLElement | null} [place] What is to be at the top; an exercise's first control has the focus. */
  const go = (place) => {
    if (!place) return;
    open(false);
    reveal(place);
    const focused = place.matches(".wb-exercise") ? firstControl(place) : place;
    if (!focused.matches("button, a, input, select, textarea, summary")) focused.tabIndex = -1;
    focused.focus({ preventScroll: true });
    place.scrollIntoView();
    focused.scrollIntoView({ block: "nearest" });
  };
  toggle.addEventListener("click", () => open(panel.hidden === true));
  carry.addEventListener("click", () => go(first?.place));
  whole.addEventListener("click", () => {
    const isWhole = allUnits().every(isOpen);
    for (const [place, unit] of allUnits().entries()) setOpen(unit, !isWhole || place === 0);
  });
  bar.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    open(false);
    toggle.focus();
  });
  // The list covers the text, so it does not stay when the learner goes on.
  bar.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !bar.contains(relatedTarget)) open(false);
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Node && !bar.contains(target)) open(false);
  });
  const sayWhole = () => {
    whole.textContent = t(allUnits().every(isOpen) ? "serve.path.by_part" : "serve.path.whole");
  };
  sayWhole();
  whenFolded(sayWhole);
  keepClear(bar);

  return {
    carryOn: () => go(first?.place ?? null),
    show(own, steps) {
      first = steps.find(({ progress }) => !isDone(progress));
      count.textContent = t("serve.path.count", own);
      next.textContent = first
        ? t("serve.path.next", { title: first.title })
        : t("serve.progress.all");
      carry.hidden = !first;
      part.textContent = minutesOf(first?.place.closest(".wb-unit"));
      list.replaceChildren(...allUnits().map((unit) => itemOf(unit, steps, go)));
      for (const unit of allUnits()) tellUnit(unit, stepsIn(unit, steps));
    },
  };
}

/** @param {Element | null | undefined} unit @returns {string} How long a unit takes, "" if it does not say. */
function minutesOf(unit) {
  const minutes = Number(unit instanceof HTMLElement ? unit.dataset.minutes : 0);
  return minutes ? t("serve.minutes", { count: minutes }) : "";
}

/** @param {Element} unit @param {Step[]} steps @returns {Step[]} */
function stepsIn(unit, steps) {
  return steps.filter(({ place }) => unit.contains(place));
}

/** @param {Step[]} steps @returns {Progress} */
function sum(steps) {
  return steps.reduce(
    (all, { progress }) => ({ done: all.done + progress.done, total: all.total + progress.total }),
    { done: 0, total: 0 },
  );
}

/**
 * @param {HTMLElement} unit @param {Step[]} steps @param {(place: HTMLElement | null) => void} go
 * @returns {HTMLElement}
 */
function itemOf(unit, steps, go) {
  const own = stepsIn(unit, steps);
  const item = element("li", "wb-path-unit");
  const heading = unit.querySelector("h2");
  const head = line(heading?.textContent ?? "", sum(own), () =>
    go(heading?.querySelector("button") ?? heading),
  );
  const minutes = element("span", "wb-path-minutes");
  minutes.textContent = minutesOf(unit);
  if (minutes.textContent) head.firstElementChild?.after(" ", minutes);
  item.append(head);
  if (!own.length) return item;
  const inner = element("ul", "wb-path-steps");
  for (const { place, title, progress } of own) {
    const one = element("li", "");
    one.append(line(title, progress, () => go(place)));
    inner.append(one);
  }
  item.append(inner);
  return item;
}

/** @param {string} title @param {Progress} progress @param {() => void} go @returns {HTMLElement} */
function line(title, progress, go) {
  const name = element("span", "");
  name.textContent = title;
  const made = button("wb-path-line", name);
  const mark = progress.total ? progressMark(progress) : null;
  if (mark) made.append(" ", mark);
  made.addEventListener("click", go);
  return made;
}

/**
 * Says below a unit's heading what is in it, and ticks it once that is done.
 * @param {HTMLElement} unit
 * @param {Step[]} steps
 */
function tellUnit(unit, steps) {
  const about = unit.querySelector(".wb-unit-about");
  if (!(about instanceof HTMLElement)) return;
  about.dataset.said ??= about.textContent ?? "";
  const parts = [about.dataset.said];
  const all = sum(steps);
  const isAll = all.total > 0 && isDone(all);
  if (isAll) parts.push(t("serve.progress.all"));
  else if (all.done) parts.push(t("serve.progress.some", all));
  about.replaceChildren(...(isAll ? [tick(), " "] : []), parts.join(" · "));
}

/** Tells the styles how much of the window's top the bar covers. @param {HTMLElement} bar */
function keepClear(bar) {
  const tell = () => {
    const stays = getComputedStyle(bar).position === "sticky";
    document.documentElement.style.setProperty("--wb-path", `${stays ? bar.offsetHeight : 0}px`);
  };
  window.addEventListener("resize", tell);
  new ResizeObserver(tell).observe(bar);
  tell();
}
