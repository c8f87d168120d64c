/** Tells the window how far the learner has come; see site.js for what it tells. */

import { openRecord } from "../../front/record.js";

/** @param {string[]} standards The names of the standards' pages. */
export function tellProgress(standards) {
  const record = openRecord();
  const tell = async () => {
    const detail = await progressOf(record, standards).catch(() => null);
    if (detail) window.dispatchEvent(new CustomEvent("workbook:progress", { detail }));
  };
  record.watch(() => void tell());
  void tell();
}

/** @param {ReturnType<typeof openRecord>} record @param {string[]} names */
async function progressOf(record, names) {
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

/** @param {{key: string, value: any}[]} entries @returns {number} */
function secondsIn(entries) {
  const minutes = entries
    .filter(({ key }) => key.startsWith("time/"))
    .flatMap(({ value }) => Object.values(value ?? {}))
    .filter((one) => Number.isFinite(one) && one > 0);
  return Math.round(minutes.reduce((sum, one) => sum + one, 0)) * 60;
}
