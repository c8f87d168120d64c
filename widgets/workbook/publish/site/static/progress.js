/** Reports the learner's progress to the window; site.js says what it reports. */

import { openRecord } from "../../../record/ui/record.js";
import { progressOf } from "../../../record/ui/progress_messages.js";

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
