/** The home page's view of the progress of this device's learner. It never leaves the browser. */

import { waitingAt } from "../../record/ui/come_back.js";
import { openRecord } from "../../record/ui/record.js";
import { doneSituations, drawSituations, nextSituation, useFilters } from "./home_situations.js";
import { t } from "../../../widget_host/pages/static/common/words.js";

/** @typedef {import("../../record/ui/record.js").Entry} Entry */
/** @typedef {import("../../record/ui/record.js").Progress} Progress */

/** With more exercises than this, the bar is drawn in one piece. */
const MOST_PIECES = 12;

/** Shows the progress on each page's card, now and whenever it changes. */
export function showProgress() {
  const record = openRecord();
  useFilters();
  const show = async () => {
    try {
      const [progress, entries] = await Promise.all([record.progress(), record.all()]);
      draw(progress);
      drawSituations(doneSituations(entries));
      drawOnward(progress, lastPage(entries));
      drawComeBack(waitingAt(entries, new Date()));
    } catch {
      const trouble = document.getElementById("wb-progress-trouble");
      if (!trouble) return;
      trouble.hidden = false;
      trouble.textContent = t("serve.progress.blocked");
    }
  };
  record.watch(() => void show());
  window.addEventListener("pageshow", () => void show());
  void show();
}

/** @returns {HTMLElement[]} */
function allCards() {
  return [...document.querySelectorAll(/** @type {"li"} */ (".wb-card[data-page]"))];
}

/** @param {Map<string, Progress>} progress */
function draw(progress) {
  for (const card of allCards()) {
    const place = card.querySelector(".wb-progress");
    if (!(place instanceof HTMLElement) || !isCourse(card)) continue;
    const one = of(card, progress);
    card.dataset.stage = stage(one);
    place.hidden = false;
    place.replaceChildren(...(one.total ? [bar(one)] : []), words(one));
  }
}

/** @param {HTMLElement} card @returns {boolean} Whether the page has exercises to work through. */
function isCourse(card) {
  return "course" in card.dataset;
}

/** @param {HTMLElement} card @param {Map<string, Progress>} progress @returns {Progress} */
function of(card, progress) {
  return progress.get(card.dataset.page ?? "") ?? { done: 0, total: 0 };
}

/** @param {Progress} progress @returns {"none" | "some" | "all"} */
function stage({ done, total }) {
  if (done === 0) return "none";
  return done < total ? "some" : "all";
}

/** @param {Progress} progress @returns {HTMLElement} */
function words(progress) {
  const text = document.createElement("span");
  text.textContent = t(`serve.progress.${stage(progress)}`, progress);
  return text;
}

/**
 * A bar with one piece for each exercise. The words beside it say the same, so it is hidden from screen
 * readers; done and open pieces differ in shape as well as in colour.
 * @param {Progress} progress
 * @returns {HTMLElement}
 */
function bar({ done, total }) {
  const element = document.createElement("span");
  element.className = "wb-bar";
  element.setAttribute("aria-hidden", "true");
  const pieces = total <= MOST_PIECES ? total : MOST_PIECES;
  const filled = Math.floor((done / total) * pieces);
  for (let piece = 0; piece < pieces; piece += 1) {
    const part = document.createElement("span");
    if (piece < filled) part.className = "wb-bar-done";
    element.append(part);
  }
  return element;
}

/** @param {Entry[]} entries @returns {string} The page on which the newest answer was given, or "". */
function lastPage(entries) {
  const answers = entries.filter(({ key, page }) => page && !key.startsWith("time/"));
  return answers.sort((one, other) => (one.updated < other.updated ? 1 : -1))[0]?.page ?? "";
}

/**
 * The big link leads to where the learner left off: the page of the newest answer, or another one that was
 * begun. For somebody new it leads to the first situation.
 * @param {Map<string, Progress>} progress
 * @param {string} last
 */
function drawOnward(progress, last) {
  const link = document.getElementById("wb-onward");
  const cards = allCards();
  const course = cards.filter(isCourse);
  const stages = course.map((card) => stage(of(card, progress)));
  if (!(link instanceof HTMLAnchorElement)) return;
  if (stages.every((one) => one === "none")) {
    const next = nextSituation();
    if (next) link.href = next.href;
    return;
  }
  // Only somebody new is told where to begin.
  const start = document.getElementById("wb-start");
  if (start) start.hidden = true;
  const newest = course.findIndex(({ dataset }) => dataset.page === last);
  const begun = stages[newest] === "some" ? newest : stages.indexOf("some");
  // After a finished page comes the next one that has not been started.
  const after = stages.findIndex((one, place) => one === "none" && stages[place - 1] === "all");
  const target = course[begun >= 0 ? begun : after];
  // All done: go on to the page after the course, the record.
  const card = target ?? cards[cards.indexOf(course[course.length - 1]) + 1];
  const title = card?.querySelector("a");
  if (!title) return;
  link.href = title.href;
  link.textContent = target
    ? t("serve.home.carry", { title: card.dataset.title ?? "" })
    : t("serve.home.again");
}

/**
 * A line that leads to the questions that are due, on a course that has a page for them.
 * @param {number} count How many are waiting.
 */
function drawComeBack(count) {
  const line = document.getElementById("wb-come-back");
  const link = line?.querySelector("a");
  const page = document.querySelector(/** @type {"a"} */ ('.wb-card[data-page="come-back"] a'));
  if (!line || !link || !page) return;
  line.hidden = count === 0;
  link.href = page.href;
  link.textContent = count ? t("serve.home.come_back", { count }) : "";
}
