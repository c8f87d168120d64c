/**
 * A learning plan as entries of the record: the keys of its parts, and assembling the plan from them.
 */

import { isBlank } from "./entries.js";

/** @typedef {import("./merge.js").Entry} Entry */
/**
 * @typedef {"change" | "by" | "know" | "standard" | "difference"} PlanPart What I will change, by when (a day),
 *   how I will know, the linked standard (its id), and what difference it made.
 * @typedef {{number: number, parts: Partial<Record<PlanPart, Entry>>}} Plan One thing to change.
 */

/** @type {PlanPart[]} In the order in which they are asked. */
export const PLAN_PARTS = ["change", "by", "know", "standard", "difference"];

const PLAN_KEY = /^plan\/(\d{1,9})\/(\w+)$/;

/** @param {number} number From 1. @param {PlanPart} part @returns {string} */
export function planKey(number, part) {
  return `plan/${number}/${part}`;
}

/**
 * @param {Entry[]} entries Any; those of no plan are ignored.
 * @returns {Plan[]} Every plan with anything left to read, by number.
 */
export function plansIn(entries) {
  /** @type {Map<number, Plan>} */
  const plans = new Map();
  for (const entry of entries) {
    const [, digits, name] = PLAN_KEY.exec(entry.key) ?? [];
    const part = PLAN_PARTS.find((one) => one === name);
    const blank = [entry, ...(entry.others ?? [])].every(({ value }) => isBlank(value));
    if (!digits || !part || blank) continue;
    const number = Number(digits);
    const plan = plans.get(number) ?? { number, parts: {} };
    plan.parts[part] = entry;
    plans.set(number, plan);
  }
  return [...plans.values()].sort((a, b) => a.number - b.number);
}

/**
 * @param {Entry[]} entries
 * @returns {number} A number that no plan has had yet, so that text removed elsewhere does not reappear in
 *   it.
 */
export function nextPlanNumber(entries) {
  const numbers = entries.map(({ key }) => Number(PLAN_KEY.exec(key)?.[1] ?? 0));
  return Math.max(0, ...numbers) + 1;
}

/**
 * @param {Plan} plan
 * @param {Date} now
 * @returns {boolean} Whether its day has passed and its result is still blank.
 */
export function isDue({ parts }, now) {
  const by = String(parts.by?.value ?? "");
  // A year below 1000 is still being typed. The Swedish format is that of the field.
  const isDay = /^[1-9]\d{3}-\d{2}-\d{2}$/.test(by);
  return isDay && by < now.toLocaleDateString("sv-SE") && isBlank(parts.difference?.value);
}
