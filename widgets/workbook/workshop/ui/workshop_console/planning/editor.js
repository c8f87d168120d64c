/**
 * The editor of the trainer's own plan: its steps in order, with buttons to move, add and remove them, their
 * minutes, and faults shown at the step. Every change is kept in this tab until the plan is saved or left.
 */

import { button, h, heading, replace } from "../../../../front/kit.js";
import { addStepPart } from "./add.js";
import { asksFirst, consoleField, minutesText, refusalText } from "../parts.js";
import {
  askedAgain,
  beginsAt,
  isPaired,
  movedStep,
  planFaults,
  planForSaving,
  settled,
} from "./plan.js";
import { stepCard } from "./step_card.js";

/**
 * @typedef {import("../parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("../parts.js").ConsoleScreen} ConsoleScreen
 * @typedef {import("../room.js").TrainerRoom} TrainerRoom
 * @typedef {import("../room.js").WorkshopPlan} WorkshopPlan
 * @typedef {import("../room.js").PlanStep} PlanStep
 * @typedef {ReturnType<typeof stepCard>} StepCard
 */

/**
 * @param {ConsoleContext} context
 * @param {TrainerRoom} room
 * @param {WorkshopPlan} first
 * @param {() => void} leave
 * @returns {ConsoleScreen}
 */
export function editorScreen(context, room, first, leave) {
  const { t, say } = context;
  const subjects = room.welcome?.subjects ?? {};
  let plan = settled(first);
  let isTold = false;
  /** @type {Map<string, StepCard>} */
  const cards = new Map();
  const list = h("ol", { class: "wb-workshop_console-cards" });
  const sum = h("p", { class: "wb-label", role: "status" });
  const told = h("div", { class: "wb-workshop_console-told", role: "alert" });
  const undo = h("div", { class: "wb-buttons" });
  const title = h("input", {
    type: "text",
    maxlength: 120,
    on: { input: () => change({ ...plan, title: title.value }) },
  });
  title.value = plan.title;

  /** @param {WorkshopPlan} next */
  function change(next) {
    plan = settled(next);
    room.kept.putData("plan", plan);
    drawSteps();
  }

  /** @param {string} id @param {Partial<PlanStep>} parts */
  const changeStep = (id, parts) =>
    change({
      ...plan,
      steps: plan.steps.map((step) => (step.id === id ? { ...step, ...parts } : step)),
    });

  /** @param {string} id @param {-1 | 1} way */
  function move(id, way) {
    const from = plan.steps.findIndex((step) => step.id === id);
    const to = from + way;
    if (to < 0 || to >= plan.steps.length) return;
    change(movedStep(plan, from, to));
    cards.get(id)?.focusMove(way);
    say(t("workshop_console.plan.moved", { title: plan.steps[to].title, place: to + 1 }));
  }

  /** @param {string} id */
  function remove(id) {
    const at = plan.steps.findIndex((step) => step.id === id);
    const [step] = plan.steps.slice(at, at + 1);
    change({ ...plan, steps: plan.steps.filter((one) => one !== step) });
    const back = button(t("workshop_console.plan.put_back", { title: step.title }), () => {
      replace(undo);
      insert(step, at);
    });
    replace(undo, back);
    back.focus();
    say(t("workshop_console.plan.removed", { title: step.title }));
  }

  /** @param {PlanStep} step @param {number} at */
  function insert(step, at) {
    change({ ...plan, steps: [...plan.steps.slice(0, at), step, ...plan.steps.slice(at)] });
    cards.get(step.id)?.focus();
    say(t("workshop_console.plan.added", { title: step.title, place: at + 1 }));
  }

  /** @param {PlanStep} step */
  function again(step) {
    const at = plan.steps.indexOf(step);
    const title = t("workshop_console.plan.again_title", { title: step.title });
    // The second time shows both: until then the first one waits.
    if (step.show === "now") changeStep(step.id, { show: "later" });
    insert({ ...askedAgain(step), title: title.slice(0, 120) }, at + 1);
  }

  function drawSteps() {
    const faults = isTold ? planFaults(plan, subjects) : [];
    const order = plan.steps.map((step) => {
      const card =
        cards.get(step.id) ??
        stepCard(context, step, subjects, { changeStep, move, remove, again });
      cards.set(step.id, card);
      return card;
    });
    order.forEach((card, at) => {
      const fault = faults.find((one) => one.at === at)?.fault ?? null;
      const step = plan.steps[at];
      card.draw(step, {
        at,
        of: plan.steps.length,
        from: beginsAt(plan, at),
        fault,
        canAgain: isPaired(step) && !isAskedTwice(step),
      });
    });
    const elements = order.map(({ element }) => element);
    // Re-inserted elements lose the focus, so this is done only for a new order.
    if (
      elements.some((element, at) => list.children[at] !== element) ||
      list.childElementCount !== elements.length
    )
      list.replaceChildren(...elements);
    const text = t("workshop_console.plan.sum", {
      minutes: minutesText(t, plan.minutes),
      count: plan.steps.length,
    });
    if (sum.textContent !== text) replace(sum, text);
    const whole = faults
      .filter(({ at }) => at < 0)
      .map(({ fault }) => h("p", {}, t(`workshop_console.fault.${fault}`)));
    if (isTold) replace(told, ...whole);
  }

  /** @param {PlanStep} step */
  const isAskedTwice = ({ kind, subject }) =>
    plan.steps.filter((one) => one.kind === kind && one.subject === subject).length > 1;

  async function save() {
    isTold = true;
    drawSteps();
    const [fault] = planFaults(plan, subjects);
    if (fault) {
      if (fault.at < 0)
        (fault.fault === "plan_title" ? title : add.element.querySelector("select"))?.focus();
      else cards.get(plan.steps[fault.at].id)?.focusFault(fault.fault);
      return;
    }
    try {
      await room.ask({ type: "save-plan", plan: planForSaving(plan) });
      await room.refresh();
      room.kept.putData("plan", null);
      leave();
    } catch (error) {
      replace(told, h("p", {}, refusalText(t, error)));
    }
  }

  const add = addStepPart(context, subjects, (step) => insert(step, plan.steps.length));
  const drop = () => {
    room.kept.putData("plan", null);
    leave();
  };
  room.kept.putData("plan", plan);
  return {
    element: h(
      "div",
      { class: "wb-stack" },
      heading(t("workshop_console.kicker"), t("workshop_console.plan.title")),
      h("p", {}, t("workshop_console.plan.how")),
      consoleField({ label: t("workshop_console.plan.name"), input: title }),
      h("h4", {}, t("workshop_console.plan.steps")),
      sum,
      list,
      undo,
      add.element,
      told,
      h(
        "div",
        { class: "wb-buttons" },
        button(t("workshop_console.plan.save"), () => void save(), { primary: true }),
        asksFirst({
          label: t("workshop_console.plan.leave"),
          question: t("workshop_console.plan.leave_sure"),
          yes: t("workshop_console.plan.leave_yes"),
          no: t("workshop_console.plan.leave_no"),
          work: drop,
        }),
      ),
    ),
    draw: drawSteps,
  };
}
