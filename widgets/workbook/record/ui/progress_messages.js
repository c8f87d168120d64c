/**
 * Reports the learner's progress: only figures, and no texts.
 *
 * A framed page answers its parent, which only the publisher's allowed sites can be (see `frame-ancestors` in
 * the page's policy; a copy's pages are framed by their own package). The request is {type: "workbook:ask",
 * standards: [names of pages]}, and the answer {type: "workbook:progress", ...}, sent then and whenever the
 * record changes.
 */

import { openRecord } from "./record.js";

/** Changes that follow each other faster than this, in ms, are reported once. */
const REST = 400;

/** @typedef {{done: number, of: number}} Share Of `of` exercises, `done` have an answer; 0 of 0 until opened. */
/**
 * @typedef {object} Told
 * @property {Record<string, Share>} standards Each page of a standard by its name.
 * @property {number} seconds Time spent on all pages, measured in whole minutes.
 * @property {string} page The name of the open page; "" for the home page.
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

/** Answers the page's parent frame. Without one it does nothing. */
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
  // Requested anew after each page: the parent can't see when another page has loaded.
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
