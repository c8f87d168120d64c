/** A package's page on a platform with SCORM 2004. */

import { findApi } from "./find.js";
import { run } from "./frame.js";

/** The standard's limit, in characters. */
const MOST_PLACE = 1000;
const MOST_KEPT = 64000;

run(() => {
  const api = findApi("API_1484_11");
  /** @param {string} name @returns {string} */
  const get = (name) => String(api.GetValue(name) ?? "");
  /** @param {string} name @param {string} value @returns {boolean} */
  const set = (name, value) => String(api.SetValue(name, value)) === "true";
  let isForReading = false;
  let status = "";

  return {
    async open() {
      if (!api || String(api.Initialize("")) !== "true") return null;
      isForReading = get("cmi.mode") !== "normal";
      status = get("cmi.completion_status");
      const place = get("cmi.location");
      return { kept: get("cmi.suspend_data"), place, learner: get("cmi.learner_id") };
    },
    report({ share, isComplete, place, kept }) {
      let isTaken = place.length > MOST_PLACE || set("cmi.location", place);
      isTaken = (kept.length > MOST_KEPT || set("cmi.suspend_data", kept)) && isTaken;
      if (!isForReading) {
        isTaken = set("cmi.progress_measure", share.toFixed(4)) && isTaken;
        if (status !== "completed") {
          status = isComplete ? "completed" : "incomplete";
          isTaken = set("cmi.completion_status", status) && isTaken;
        }
      }
      return String(api.Commit("")) === "true" && isTaken;
    },
    close(seconds) {
      set("cmi.session_time", `PT${seconds}S`);
      set("cmi.exit", "suspend");
      api.Commit("");
      api.Terminate("");
    },
  };
});
