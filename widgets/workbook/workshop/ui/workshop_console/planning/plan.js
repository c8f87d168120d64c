/** A workshop's plan as data: copies, steps, minutes, and faults. Nothing is drawn here. */

/**
 * @typedef {import("../room.js").WorkshopPlan} WorkshopPlan
 * @typedef {import("../room.js").PlanStep} PlanStep
 * @typedef {import("../room.js").PlanSubjects} PlanSubjects
 */

export const STEP_KINDS = ["talk", "vote", "rating", "order", "word", "share"];
/** Kinds that can be asked a second time, to show changes. */
const PAIRED = ["vote", "rating", "order"];
/** Kinds that need a subject from the workbook. */
const NEEDS_SUBJECT = PAIRED;

const LONGEST_TITLE = 120;
const LONGEST_STEP = 240;
const LONGEST_PLAN = 600;
const MOST_STEPS = 60;

/** When the result of a step is shown. */
export const STEP_SHOWS = /** @type {const} */ (["now", "later", "never"]);

/** @typedef {"plan_title" | "plan_empty" | "plan_long" | "plan_minutes" | "title" | "minutes" | "subject" | "subject_gone" | "again" | "show"} PlanFault */

/** @param {PlanStep} step @returns {boolean} */
export function isPaired({ kind }) {
  return PAIRED.includes(kind);
}

/** @param {WorkshopPlan} plan @param {PlanStep} step @returns {boolean} Whether it is not left out. */
export function isTaken({ left_out: out = [] }, { id }) {
  return !out.includes(id);
}

/** @param {WorkshopPlan} plan @returns {number} Without the steps that are left out. */
export function planMinutes(plan) {
  return plan.steps
    .filter((step) => isTaken(plan, step))
    .reduce((sum, { minutes }) => sum + (Number.isFinite(minutes) ? minutes : 0), 0);
}

/** @param {WorkshopPlan} plan @param {number} at @returns {number} The minute at which a step begins. */
export function beginsAt(plan, at) {
  return planMinutes({ ...plan, steps: plan.steps.slice(0, at) });
}

/** @param {string} start @returns {string} A unique name. */
export function freshName(start) {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return `${start}-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** @param {WorkshopPlan} plan @param {string} title @returns {WorkshopPlan} A plan of the trainer's own with the same steps. */
export function copyOfPlan(plan, title) {
  const steps = plan.steps.map((step) => ({ ...step }));
  return { ...plan, id: freshName("plan"), title, own: true, steps };
}

/** @param {string} title @returns {WorkshopPlan} */
export function emptyPlan(title) {
  return { id: freshName("plan"), title, minutes: 0, aim: "", prepare: "", steps: [], own: true };
}

/** @param {string} kind @param {string} subject @param {string} title @param {number} minutes @returns {PlanStep} */
export function newStep(kind, subject, title, minutes) {
  return {
    id: freshName("step"),
    kind,
    title,
    minutes,
    subject,
    round: 1,
    wall: "",
    notes: "",
    show: "now",
  };
}

/** @param {PlanStep} step @returns {PlanStep} The same question once more. */
export function askedAgain(step) {
  const show = step.show === "never" ? "never" : "now";
  return { ...step, id: freshName("step"), round: 2, notes: "", show };
}

/**
 * A step at another place.
 * @param {WorkshopPlan} plan @param {number} from @param {number} to
 * @returns {WorkshopPlan}
 */
export function movedStep(plan, from, to) {
  const steps = [...plan.steps];
  const [step] = steps.splice(from, 1);
  if (step) steps.splice(Math.max(0, Math.min(to, steps.length)), 0, step);
  return settled({ ...plan, steps });
}

/**
 * A plan with its sum of minutes, and corrected rounds: the first step with a question is round 1.
 * @param {WorkshopPlan} plan
 * @returns {WorkshopPlan}
 */
export function settled(plan) {
  /** @type {Map<string, number>} */
  const asked = new Map();
  const steps = plan.steps.map((step) => {
    if (!isPaired(step) || !step.subject) return { ...step, round: 1 };
    const question = `${step.kind}/${step.subject}`;
    const times = (asked.get(question) ?? 0) + 1;
    asked.set(question, times);
    return { ...step, round: times };
  });
  return { ...plan, steps, minutes: planMinutes(plan) };
}

/**
 * The faults to fix before a plan can be saved, the first of each step.
 * @param {WorkshopPlan} plan As `settled` gives it.
 * @param {PlanSubjects} subjects
 * @returns {{at: number, fault: PlanFault}[]} `at` is the step's place, or -1 for the plan as a whole.
 */
export function planFaults(plan, subjects) {
  /** @type {{at: number, fault: PlanFault}[]} */
  const faults = [];
  const title = plan.title.trim();
  if (!title || title.length > LONGEST_TITLE) faults.push({ at: -1, fault: "plan_title" });
  if (!plan.steps.length) faults.push({ at: -1, fault: "plan_empty" });
  if (plan.steps.length > MOST_STEPS) faults.push({ at: -1, fault: "plan_long" });
  if (planMinutes(plan) > LONGEST_PLAN) faults.push({ at: -1, fault: "plan_minutes" });
  plan.steps.forEach((step, at) => {
    const fault = faultOfStep(step, subjects) ?? faultOfShow(step, plan.steps);
    if (fault) faults.push({ at, fault });
  });
  return faults;
}

/** @param {PlanStep} step @param {PlanSubjects} subjects @returns {PlanFault | null} */
function faultOfStep(step, subjects) {
  const { kind, title, minutes, subject, round } = step;
  if (!title.trim() || title.trim().length > LONGEST_TITLE) return "title";
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > LONGEST_STEP) return "minutes";
  if (NEEDS_SUBJECT.includes(kind)) {
    if (!subject) return "subject";
    if (!(subjects[kind] ?? []).some(({ id }) => id === subject)) return "subject_gone";
  }
  return round > 2 ? "again" : null;
}

/**
 * A second round shows the first one beside it.
 * @param {PlanStep} step @param {PlanStep[]} steps @returns {PlanFault | null}
 */
function faultOfShow({ kind, subject, round, show }, steps) {
  const isShown = round === 2 && show !== "never";
  const first = steps.find((one) => one.kind === kind && one.subject === subject);
  return isShown && first?.show === "never" ? "show" : null;
}

/** @param {WorkshopPlan} plan @returns {Record<string, any>} In the server's format. */
export function planForSaving({ id, title, minutes, aim, prepare, steps }) {
  const kept = steps.map((step) => ({
    id: step.id,
    kind: step.kind,
    title: step.title.trim(),
    minutes: step.minutes,
    subject: step.subject,
    round: step.round,
    wall: step.wall.trim(),
    notes: step.notes.trim(),
    show: step.show ?? "now",
  }));
  return { id, title: title.trim(), minutes, aim, prepare, steps: kept };
}
