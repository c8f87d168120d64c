/** The home page's view of the progress of this device's learner. It never leaves the browser. */

import { waitingAt } from "../../record/ui/come_back.js";
import { answersAmong } from "../../record/ui/keeping/status_line.js";
import { openRecord } from "../../record/ui/record.js";
import { doneSituations, drawSituations, nextSituation, useFilters } from "./home_situations.js";
import { drawTimes } from "./home_times.js";
import { markPages, stage } from "./progress_marks.js";
import { t } from "../../../widget_host/pages/static/common/words.js";

/** @typedef {import("../../record/ui/record.js").Entry} Entry */
/** @typedef {import("../../record/ui/record.js").Progress} Progress */

/** Shows the progress on each page's card, now and whenever it changes. */
export function showProgress() {
  const record = openRecord();
  useFilters();
  const show = async () => {
    try {
      const [progress, entries] = await Promise.all([record.progress(), record.all()]);
      draw(progress);
      const done = doneSituations(entries);
      drawSituations(done);
      drawTimes(done);
      drawHandIn(entries);
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
  for (const card of allCards()) if (isCourse(card)) card.dataset.stage = stage(of(card, progress));
  markPages(document.querySelectorAll(".wb-card-foot[data-page]"), progress);
}

/** @param {HTMLElement} card @returns {boolean} Whether the page has exercises to work through. */
function isCourse(card) {
  return "course" in card.dataset;
}

/** @param {HTMLElement} card @param {Map<string, Progress>} progress @returns {Progress} */
function of(card, progress) {
  return progress.get(card.dataset.page ?? "") ?? { done: 0, total: 0 };
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
    const next = nextSituation()?.querySelector("a");
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
  // Right to the first exercise that is not done (see path.js).
  link.href = begun >= 0 ? `${title.href}#carry-on` : title.href;
  link.textContent = target
    ? t("serve.home.carry", { title: card.dataset.title ?? "" })
    : t("serve.home.again");
}

/** Whoever has written something can hand it in from here. @param {Entry[]} entries */
function drawHandIn(entries) {
  const link = document.getElementById("wb-hand-in");
  if (link) link.hidden = answersAmong(entries).length === 0;
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
