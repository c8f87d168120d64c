/** The times of a workshop: the planned and the actual position. Nothing is drawn here. */

import { beginsAt, planMinutes } from "../planning/plan.js";

/** @typedef {import("../room.js").WorkshopPlan} WorkshopPlan */

/** Minutes early or late that count as on time. */
const ON_TIME = 1;

/**
 * @param {WorkshopPlan} plan
 * @param {number} position The current step.
 * @param {number} began When the clock started, in ms.
 * @param {number} now In ms.
 * @returns {{from: number, to: number, minute: number, late: number}} The step's planned minutes, the present
 *   minute, and by how much it is late (below 0: early; 0: on time, or nearly).
 */
export function timeInPlan(plan, position, began, now) {
  const from = beginsAt(plan, position);
  const to = from + (plan.steps[position]?.minutes ?? 0);
  const minute = Math.max(0, Math.floor((now - began) / 60_000));
  if (minute > to + ON_TIME) return { from, to, minute, late: minute - to };
  if (minute < from - ON_TIME) return { from, to, minute, late: minute - from };
  return { from, to, minute, late: 0 };
}

/**
 * @param {WorkshopPlan} plan
 * @param {number} position The current step.
 * @param {number} minute The present minute.
 * @returns {{coming: number, left: number, over: number}} How many minutes the coming steps take by the plan,
 *   how many are left for them before the planned end, and by how many they would run over it.
 */
export function timeForTheRest(plan, position, minute) {
  const over = position + 1 >= plan.steps.length;
  const ends = over ? planMinutes(plan) : beginsAt(plan, position + 1);
  const coming = planMinutes(plan) - ends;
  const left = Math.max(0, plan.minutes - Math.max(minute, ends));
  return { coming, left, over: Math.max(0, coming - left) };
}

/** @param {number} seconds @returns {string} Such as 1:05. */
export function timerText(seconds) {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** @param {string} code Six symbols. @returns {string} In two groups, for reading out. */
export function groupedCode(code) {
  const plain = code.replace(/[^0-9A-Za-z]/g, "").toUpperCase();
  return plain.length > 3 ? `${plain.slice(0, 3)}-${plain.slice(3)}` : plain;
}
