/** A package's page on a platform with cmi5: it reports to a learning record store by xAPI statements. */

import { run } from "./frame.js";

const XAPI = "1.0.3";
const VERBS = {
  initialized: "http://adlnet.gov/expapi/verbs/initialized",
  progressed: "http://adlnet.gov/expapi/verbs/progressed",
  completed: "http://adlnet.gov/expapi/verbs/completed",
  terminated: "http://adlnet.gov/expapi/verbs/terminated",
};
const CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/cmi5";
const MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon";
const PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress";
const KEPT = "workbook.progress";

/** @typedef {keyof typeof VERBS} Verb */

run(() => {
  const given = new URLSearchParams(location.search);
  const endpoint = (given.get("endpoint") ?? "").replace(/\/?$/, "/");
  const activity = given.get("activityId") ?? "";
  const registration = given.get("registration") ?? "";
  const actor = read(given.get("actor"));
  const began = performance.now();
  let token = "";
  /** @type {any} */
  let launch = {};
  let isForReading = false;
  let isCompleted = false;
  let progress = -1;
  const session = { open, report, close, leave: "" };
  return session;

  async function open() {
    if (!given.get("fetch") || !activity || !registration || !actor) return null;
    const answer = await fetch(given.get("fetch") ?? "", { method: "POST" });
    token = (await answer.json())["auth-token"] ?? "";
    if (!token) return null;
    launch = (await state("LMS.LaunchData")) ?? {};
    isForReading = (launch.launchMode ?? "Normal") !== "Normal";
    if (/^https?:/.test(launch.returnURL ?? "")) session.leave = launch.returnURL;
    await ask(
      `agents/profile?${new URLSearchParams({ agent: JSON.stringify(actor), profileId: "cmi5LearnerPreferences" })}`,
    );
    if (!(await say("initialized", {}))) return null;
    const kept = (await state(KEPT)) ?? {};
    isCompleted = kept.isCompleted === true;
    const { name, account, mbox } = /** @type {any} */ (actor);
    const learner = account?.name ?? mbox ?? name ?? "";
    return { kept: kept.kept ?? "", place: kept.place ?? "", learner };
  }

  /** @param {import("./frame.js").State} told */
  async function report({ share, isComplete, place, kept }) {
    let isTaken = true;
    const now = Math.round(share * 100);
    // "Completed" is sent once for each registration; after it there is no further progress to report.
    if (!isForReading && !isCompleted && now !== progress && !isComplete) {
      isTaken = await say("progressed", { extensions: { [PROGRESS]: now } }, false);
      if (isTaken) progress = now;
    }
    if (!isForReading && isComplete && !isCompleted) {
      isTaken = await say("completed", { completion: true, duration: duration() });
      isCompleted = isTaken;
    }
    const body = JSON.stringify({ kept, place, isCompleted });
    const answer = await ask(stateAt(KEPT), { method: "PUT", body });
    return isTaken && (answer?.ok ?? false);
  }

  /** @param {number} _seconds The visible time: cmi5 wants the time from beginning to end instead. */
  function close(_seconds) {
    void say("terminated", { duration: duration() });
  }

  /** @returns {string} */
  function duration() {
    return `PT${((performance.now() - began) / 1000).toFixed(2)}S`;
  }

  /**
   * @param {Verb} verb
   * @param {any} result
   * @param {boolean} [isDefined] Whether it is one of cmi5's own statements.
   * @returns {Promise<boolean>} Whether the store took it.
   */
  async function say(verb, result, isDefined = true) {
    const { contextActivities = {}, ...template } = launch.contextTemplate ?? {};
    const categories = [CATEGORY, ...(verb === "completed" ? [MOVE_ON] : [])];
    const category = isDefined ? categories.map((id) => ({ id })) : [];
    const statement = {
      id: crypto.randomUUID?.() ?? randomId(),
      timestamp: new Date().toISOString(),
      actor,
      verb: { id: VERBS[verb], display: { en: verb } },
      object: { id: activity, objectType: "Activity" },
      ...(Object.keys(result).length ? { result } : {}),
      context: {
        ...template,
        registration,
        contextActivities: {
          ...contextActivities,
          ...(isDefined ? { category: [...(contextActivities.category ?? []), ...category] } : {}),
        },
      },
    };
    const answer = await ask("statements", { method: "POST", body: JSON.stringify(statement) });
    return answer?.ok ?? false;
  }

  /** @param {string} id @returns {string} */
  function stateAt(id) {
    const agent = JSON.stringify(actor);
    return `activities/state?${new URLSearchParams({ activityId: activity, agent, registration, stateId: id })}`;
  }

  /** @param {string} id @returns {Promise<any>} What is stored under the name, or null. */
  async function state(id) {
    const answer = await ask(stateAt(id));
    return answer?.ok ? answer.json().catch(() => null) : null;
  }

  /** @param {string} path @param {RequestInit} [more] @returns {Promise<Response | null>} */
  async function ask(path, more = {}) {
    const headers = {
      Authorization: `Basic ${token}`,
      "X-Experience-API-Version": XAPI,
      ...(more.body ? { "Content-Type": "application/json" } : {}),
    };
    // `keepalive`: the last statement is sent while the page unloads.
    return fetch(endpoint + path, { ...more, headers, keepalive: true }).catch(() => null);
  }
});

/** @param {string | null} text @returns {object | null} */
function read(text) {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}

/** @returns {string} A UUID of version 4, also for a page without HTTPS. */
function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
