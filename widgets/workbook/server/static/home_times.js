/**
 * What the home page offers for the time that a learner has: a situation, a unit of a standard's page, or the
 * whole page. Each is the first that this learner has not done, with the minutes that it takes.
 */

import { t } from "../../../widget_host/pages/static/common/words.js";
import { items, nextSituation } from "./home_situations.js";

/**
 * @typedef {object} Sitting A unit of a page (see sittings.py).
 * @property {string} page
 * @property {string} title
 * @property {string} anchor
 * @property {number} minutes
 * @property {string[]} situations
 */

/** @param {Set<string>} done The ids of the situations that were walked to an end. */
export function drawTimes(done) {
  offerSituation();
  offerUnit(done);
  offerPage();
}

/** The first of those that take the shortest time. */
function offerSituation() {
  /** @param {HTMLElement} item */
  const inFives = ({ dataset }) => fives(Number(dataset.minutes));
  const shortest = Math.min(...items(".wb-situations > li").map(inFives));
  const item = nextSituation((one) => inFives(one) === shortest) ?? nextSituation();
  const link = item?.querySelector("a");
  if (item && link) offer("situation", link.href, inFives(item));
}

/** @param {Set<string>} done */
function offerUnit(done) {
  const unit = sittings().find(({ situations }) => !situations.every((one) => done.has(one)));
  const link = unit && cardOf(unit.page)?.querySelector("a");
  if (!unit || !link) return;
  const words = t("serve.home.time.unit", { page: unit.title });
  offer("unit", `${link.href}#${encodeURIComponent(unit.anchor)}`, fives(unit.minutes), words);
}

/** The first standard whose page is not done: its card says so. */
function offerPage() {
  const card = items('.wb-card[data-part="standards"]').find(
    ({ dataset }) => dataset.stage !== "all",
  );
  const link = card?.querySelector("a");
  if (!card || !link) return;
  const [page] = (card.dataset.title ?? "").split(":");
  const words = t("serve.home.time.page", { page });
  offer("page", link.href, fives(Number(card.dataset.minutes)), words);
}

/** @param {string} name @param {string} address @param {number} count @param {string} [words] */
function offer(name, address, count, words) {
  const place = document.querySelector(`[data-time="${name}"]`);
  const link = place?.querySelector("a");
  const about = place?.querySelector("span");
  if (!link || !about) return;
  link.href = address;
  link.textContent = t("serve.home.time", { count });
  if (words) about.textContent = words;
}

/** @returns {Sitting[]} */
function sittings() {
  return JSON.parse(document.getElementById("wb-sittings")?.textContent || "[]");
}

/** @param {string} page @returns {HTMLElement | undefined} */
function cardOf(page) {
  return items(".wb-card[data-page]").find(({ dataset }) => dataset.page === page);
}

/** @param {number} minutes @returns {number} In fives, and never less than it takes, as in sittings.py. */
function fives(minutes) {
  return Math.max(5, Math.ceil(minutes / 5) * 5);
}
