/**
 * The situations on the home page: which of them are done, and the filters of the list of all. Nothing of it
 * leaves the browser.
 */

import { setMark } from "./progress_marks.js";
import { t } from "../../../widget_host/pages/static/common/words.js";

/** @typedef {import("../../record/ui/merge.js").Entry} Entry */

const FILTERS = /** @type {const} */ (["setting", "platform", "standard"]);

/**
 * @param {Entry[]} entries
 * @returns {Set<string>} The ids of the scenarios that were walked to an end.
 */
export function doneSituations(entries) {
  return new Set(
    entries
      .filter(({ key, value }) => key.startsWith("scenario/") && value?.ended === true)
      .map(({ key }) => key.slice("scenario/".length)),
  );
}

/** Lets the learner filter the list of all situations, if the course has one. */
export function useFilters() {
  const form = document.querySelector(".wb-filters");
  if (!(form instanceof HTMLFormElement)) return;
  form.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.querySelector("#wb-found-none button")?.addEventListener("click", () => {
    form.reset();
    filter();
    form.querySelector("select")?.focus();
  });
  window.addEventListener("pageshow", filter);
  filter();
}

/** @param {Set<string>} done Shows which are done. */
export function drawSituations(done) {
  for (const item of items(".wb-situations > li")) {
    const isDone = done.has(item.dataset.situation ?? "");
    item.toggleAttribute("data-done", isDone);
    const about = item.querySelector(".wb-situation-about");
    if (about) setMark(about, { done: isDone ? 1 : 0, total: 1 });
  }
  tellDone();
  filter();
}

/**
 * @param {(item: HTMLElement) => boolean} [fits]
 * @returns {HTMLElement | null} The first situation that is not done, of those at the top, then of all.
 */
export function nextSituation(fits = () => true) {
  return (
    items(".wb-situations > li").find((item) => !("done" in item.dataset) && fits(item)) ?? null
  );
}

function tellDone() {
  const place = document.getElementById("wb-done");
  if (!place) return;
  const known = new Map(
    items(".wb-situations > li").map(({ dataset }) => [dataset.situation, "done" in dataset]),
  );
  const count = [...known.values()].filter(Boolean).length;
  place.hidden = count === 0;
  place.textContent = count ? t("serve.home.done", { count, all: known.size }) : "";
}

/** Shows the situations that fit all of the filters, and how many they are. */
function filter() {
  const list = items(".wb-situations-every > li");
  const told = document.getElementById("wb-found");
  const none = document.getElementById("wb-found-none");
  if (!told || !none) return;
  let count = 0;
  for (const item of list) {
    item.hidden = !fits(item);
    if (!item.hidden) count += 1;
  }
  const words = count ? t("serve.home.found", { count }) : t("serve.home.found.none");
  if (told.textContent !== words) told.textContent = words;
  none.hidden = count > 0;
}

/** @param {HTMLElement} item @returns {boolean} */
function fits(item) {
  const done = chosen("done");
  return (
    FILTERS.every((name) => !chosen(name) || item.dataset[name] === chosen(name)) &&
    (!done || (done === "done") === "done" in item.dataset)
  );
}

/** @param {string} name @returns {string} What a filter is set to, "" for everything. */
function chosen(name) {
  const select = document.querySelector(`.wb-filters [data-filter="${name}"]`);
  return select instanceof HTMLSelectElement ? select.value : "";
}

/** @param {string} selector @returns {HTMLElement[]} */
export function items(selector) {
  return [...document.querySelectorAll(/** @type {"li"} */ (selector))];
}
