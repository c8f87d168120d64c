/**
 * Tells how far the learner has come: figures alone, nothing that anybody wrote.
 *
 * A page in a frame answers whoever frames it, which only those can do whom the publisher lets (see
 * `frame-ancestors` in the page's policy; a copy's pages are framed by their own package). It is asked with
 * {type: "workbook:ask", standards: [names of pages]}, and answers with {type: "workbook:progress", ...} then
 * and whenever the record changes.
 */

import { openRecord } from "./record.js";

/** Changes that follow each other faster than this, in ms, are told once. */
const REST = 400;

/** @typedef {{done: number, of: number}} Share Of `of` exercises, `done` have an answer; 0 of 0 until opened. */
/**
 * @typedef {object} Told
 * @property {Record<string, Share>} standards Each page of a standard by its name.
 * @property {number} seconds Time spent with all pages, in whole minutes, as it was measured.
 * @property {string} page The name of the page that is open; "" for the home page.
 * @property {boolean} finished Whether every exercise of every standard has an answer.
 */

/** @param {ReturnType<typeof openRecord>} record @param {string[]} names @returns {Promise<Told>} */
export async function progressOf(record, names) {
  const [pages, entries] = await Promise.all([record.progress(), record.all()]);
  const standards = Object.fromEntries(
    names.map((name) => {
      const { done, total } = pages.get(name) ?? { done: 0, total: 0 };
      return [name, { done, of: total }];
    }),
  );
  const all = Object.values(standards);
  return {
    standards,
    seconds: secondsIn(entries),
    page: document.body.dataset.page ?? "",
    finished: all.length > 0 && all.every(({ done, of }) => of > 0 && done === of),
  };
}

/** Answers whoever frames this page. On a page of its own it does nothing. */
export function answerParent() {
  const { parent } = window;
  if (parent === window) return;
  /** @type {string[]} */
  let names = [];
  let origin = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const record = openRecord();

  async function tell() {
    const told = await progressOf(record, names).catch(() => null);
    const address = `${location.href.split(/[?#]/)[0]}`;
    if (told) parent.postMessage({ type: "workbook:progress", ...told, address }, origin);
  }

  window.addEventListener("message", (event) => {
    const { type, standards } = event.data ?? {};
    if (event.source !== parent || type !== "workbook:ask" || !isListOfNames(standards)) return;
    if (!origin)
      record.watch(() => {
        clearTimeout(timer);
        timer = setTimeout(() => void tell(), REST);
      });
    names = standards;
    origin = event.origin === "null" ? "*" : event.origin;
    void tell();
  });
  // Asked again after each page: whoever frames it can't see when another one has come.
  parent.postMessage({ type: "workbook:here" }, "*");
}

/** @param {any} value @returns {value is string[]} */
function isListOfNames(value) {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

/** @param {{key: string, value: any}[]} entries @returns {number} */
function secondsIn(entries) {
  const minutes = entries
    .filter(({ key }) => key.startsWith("time/"))
    .flatMap(({ value }) => Object.values(value ?? {}))
    .filter((one) => Number.isFinite(one) && one > 0);
  return Math.round(minutes.reduce((sum, one) => sum + one, 0)) * 60;
}
