/**
 * Coming back to what was learned: after how many days questions come up, which ones, and what is kept of them.
 *
 * Pure functions over the entries of the record; the caller passes the day and the source of chance. A round is
 * one entry, with the questions asked and the answers given. It has no score, and none is made from it.
 */

import { versionsOf } from "./merge.js";
import { isBlank } from "./entries.js";

/** @typedef {import("./merge.js").Entry} Entry */
/** @typedef {import("./merge.js").Version} Version */
/**
 * @typedef {{from: string, asked: string[], answers: Record<string, string>, done?: string}} Kept What is stored of
 *   a round: the day from which its time was counted, the questions' ids in their order, the id of the answer to
 *   each, and the day on which the last one was given.
 * @typedef {"done" | "ready" | "waiting"} State
 * @typedef {{number: number, days: number, due: string, state: State, kept: Kept | undefined}} Round Days are like
 *   2026-11-22.
 * @typedef {{id: string, standard: string, kind: string}} Question
 */

/** After how many days each round comes up. */
export const ROUNDS = [2, 14, 42];

/** How many questions a round has. */
export const QUESTIONS = 5;

/** The fewest days between the end of a round and the next one. */
const APART = 2;

/** Kinds of entries that say nothing about having finished something. */
const NOT_FINISHED = ["time", "minutes", "plan", "come_back"];

/** @param {number} number From 1. @returns {string} */
export function roundKey(number) {
  return `come_back/${number}`;
}

/** @param {Date} date @returns {string} The day on the learner's own calendar, like 2026-11-22. */
export function dayOf(date) {
  // The Swedish format is that of the record.
  return date.toLocaleDateString("sv-SE");
}

/** @param {string} day @param {number} days @returns {string} The day so many days later. */
export function daysAfter(day, days) {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/**
 * @param {Entry[]} entries
 * @returns {string} The day on which the learner first finished something, or "".
 */
export function firstFinished(entries) {
  const kept = ROUNDS.flatMap((_, at) => keptIn(entries, at + 1)?.from ?? []);
  const finished = entries.flatMap((entry) =>
    versionsOf(entry)
      .filter((version) => isFinished(entry.key, version))
      .map(({ updated }) => dayOf(new Date(updated))),
  );
  return [...kept, ...finished].filter(isDay).sort()[0] ?? "";
}

/**
 * @param {Entry[]} entries
 * @param {Date} now
 * @returns {Round[]} Every round, or none where nothing was finished yet.
 */
export function roundsAt(entries, now) {
  const from = firstFinished(entries);
  const today = dayOf(now);
  let earliest = "";
  let isBefore = false;
  if (!from) return [];
  return ROUNDS.map((days, at) => {
    const kept = keptIn(entries, at + 1);
    const due = [daysAfter(from, days), earliest].sort().at(-1) ?? "";
    /** @type {State} */
    const state = kept?.done ? "done" : isBefore || due > today ? "waiting" : "ready";
    // One round at a time: the next one waits for it, and then for another two days.
    if (state !== "done") isBefore = true;
    earliest = daysAfter(kept?.done ?? due, APART);
    return { number: at + 1, days, due, state, kept };
  });
}

/**
 * @param {Entry[]} entries
 * @param {Date} now
 * @returns {number} How many questions of the round that is ready have no answer yet; 0 if none is ready.
 */
export function waitingAt(entries, now) {
  const ready = roundsAt(entries, now).find(({ state }) => state === "ready");
  if (!ready) return 0;
  const { kept } = ready;
  return kept ? kept.asked.filter((id) => !kept.answers[id]).length : QUESTIONS;
}

/**
 * @param {Entry[]} entries
 * @param {number} number
 * @returns {Kept | undefined} What is stored of a round: of versions from several devices the newest, with the
 *   answers that only others have.
 */
export function keptIn(entries, number) {
  const entry = entries.find(({ key }) => key === roundKey(number));
  const all = (entry ? versionsOf(entry) : []).map(({ value }) => asKept(value)).filter(Boolean);
  const [newest] = all;
  if (!newest) return undefined;
  const answers = Object.assign({}, ...all.map((one) => one?.answers).reverse());
  const done = all.flatMap((one) => one?.done ?? []).sort()[0];
  return { ...newest, answers, ...(done ? { done } : {}) };
}

/**
 * Draws the questions of a round: first those that were never asked, of standards that the learner has worked on,
 * as many standards and as many of either kind as there are.
 * @template {Question} Q
 * @param {Q[]} questions
 * @param {Entry[]} entries
 * @param {() => number} random From 0 up to but not including 1.
 * @returns {Q[]}
 */
export function drawn(questions, entries, random) {
  const asked = new Set(
    ROUNDS.flatMap((_, at) =>
      entries
        .filter(({ key }) => key === roundKey(at + 1))
        .flatMap(versionsOf)
        .flatMap(({ value }) => asKept(value)?.asked ?? []),
    ),
  );
  const worked = workedOn(entries);
  /** @type {Q[]} */
  const picked = [];
  for (const isAsked of [false, true])
    for (const isWorked of [true, false]) {
      const these = questions.filter(
        ({ id, standard }) => asked.has(id) === isAsked && worked.has(standard) === isWorked,
      );
      pick(shuffled(these, random), picked, random);
    }
  return picked;
}

/**
 * @param {Entry[]} entries
 * @returns {Set<string>} The standards that the learner has worked on: with an answer that belongs to one, or
 *   with time spent on its page, which has its name.
 */
export function workedOn(entries) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const entry of entries) {
    const [kind, page] = entry.key.split("/");
    const isAnswer = !NOT_FINISHED.includes(kind) && !isBlank(entry.value);
    if (isAnswer && entry.standard) found.add(entry.standard);
    if (kind === "time" && Object.values(entry.value ?? {}).some((one) => one > 0)) found.add(page);
  }
  return found;
}

/**
 * Adds questions to those that are picked, until there are enough: one of each standard in turn, and of the kind
 * that was picked less often where there is one.
 * @template {Question} Q
 * @param {Q[]} from
 * @param {Q[]} picked
 * @param {() => number} random
 */
function pick(from, picked, random) {
  /** @type {Map<string, Q[]>} */
  const groups = new Map();
  for (const one of from) groups.set(one.standard, [...(groups.get(one.standard) ?? []), one]);
  let turns = shuffled([...groups.keys()], random);
  while (turns.length && picked.length < QUESTIONS) {
    for (const standard of turns) {
      if (picked.length >= QUESTIONS) return;
      const group = groups.get(standard) ?? [];
      const kinds = group.map(({ kind }) => picked.filter((one) => one.kind === kind).length);
      picked.push(...group.splice(kinds.indexOf(Math.min(...kinds)), 1));
    }
    turns = turns.filter((standard) => groups.get(standard)?.length);
  }
}

/**
 * @template T
 * @param {T[]} all
 * @param {() => number} random
 * @returns {T[]}
 */
function shuffled(all, random) {
  const mixed = [...all];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [mixed[at], mixed[other]] = [mixed[other], mixed[at]];
  }
  return mixed;
}

/**
 * @param {string} key
 * @param {Version} version
 * @returns {boolean} Whether an answer finishes something: a scenario at its end, a rating after a standard, a
 *   text. Time, the plan and a rating before a standard finish nothing.
 */
function isFinished(key, { value }) {
  const [kind] = key.split("/");
  if (NOT_FINISHED.includes(kind) || isBlank(value)) return false;
  if (kind === "scenario") return value.ended === true;
  return kind !== "confidence" || key.endsWith("/after");
}

/** @param {any} value @returns {Kept | undefined} Stored data that a round can be read from. */
function asKept(value) {
  if (!Array.isArray(value?.asked) || !value.asked.length) return undefined;
  const { from, asked, answers, done } = value;
  return {
    from: isDay(from) ? from : "",
    asked: asked.map(String),
    answers: answers && typeof answers === "object" ? answers : {},
    ...(isDay(done) ? { done } : {}),
  };
}

/** @param {unknown} day @returns {boolean} */
function isDay(day) {
  return typeof day === "string" && /^[1-9]\d{3}-\d{2}-\d{2}$/.test(day);
}
