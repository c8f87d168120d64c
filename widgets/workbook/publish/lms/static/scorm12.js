/** A package's page on a platform with SCORM 1.2. */

import { findApi } from "./find.js";
import { run } from "./frame.js";

/** The standard's limit, in characters. */
const MOST_PLACE = 255;
const MOST_KEPT = 4096;
const DONE = ["completed", "passed"];

run(() => {
  const api = findApi("API");
  /** @param {string} name @returns {string} */
  const get = (name) => String(api.LMSGetValue(name) ?? "");
  /** @param {string} name @param {string | number} value @returns {boolean} */
  const set = (name, value) => isYes(api.LMSSetValue(name, String(value)));
  let isForReading = false;
  let status = "";

  return {
    async open() {
      if (!api || !isYes(api.LMSInitialize(""))) return null;
      isForReading = ["review", "browse"].includes(get("cmi.core.lesson_mode"));
      status = get("cmi.core.lesson_status");
      const place = get("cmi.core.lesson_location");
      return { kept: get("cmi.suspend_data"), place, learner: get("cmi.core.student_id") };
    },
    report({ share, isComplete, place, kept }) {
      let isTaken = place.length > MOST_PLACE || set("cmi.core.lesson_location", place);
      isTaken = (kept.length > MOST_KEPT || set("cmi.suspend_data", kept)) && isTaken;
      if (!isForReading) {
        // SCORM 1.2's only figure for progress; it is a share of the exercises, not a mark.
        const score = [set("cmi.core.score.min", 0), set("cmi.core.score.max", 100)];
        score.push(set("cmi.core.score.raw", Math.round(share * 100)));
        isTaken = score.every(Boolean) && isTaken;
        // What a platform has once accepted as complete stays complete.
        if (!DONE.includes(status)) {
          status = isComplete ? "completed" : "incomplete";
          isTaken = set("cmi.core.lesson_status", status) && isTaken;
        }
      }
      return isYes(api.LMSCommit("")) && isTaken;
    },
    close(seconds) {
      set("cmi.core.session_time", asTime(seconds));
      set("cmi.core.exit", "suspend");
      api.LMSCommit("");
      api.LMSFinish("");
    },
  };
});

/** @param {any} answer @returns {boolean} Some platforms answer with a boolean instead of a word. */
function isYes(answer) {
  return String(answer) === "true";
}

/** @param {number} seconds @returns {string} A duration in SCORM 1.2's format: HHHH:MM:SS. */
function asTime(seconds) {
  const two = (/** @type {number} */ number) => String(Math.floor(number)).padStart(2, "0");
  return `${String(Math.floor(seconds / 3600)).padStart(4, "0")}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}
