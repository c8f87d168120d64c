/** A running workshop: its steps with the present position, how to join, the current step, and ending it. */

import { button, details, h, heading, replace } from "../../../../front/kit.js";
import { own } from "../../../../../widget_host/pages/static/common/storage_namespace.js";
import { bendPart } from "./bend.js";
import { currentStepPart } from "./current_step.js";
import { groupedCode, timeInPlan } from "./clock.js";
import { joinPart, WALL_CHANNEL } from "./join.js";
import { asksFirst, minutesText, trying, whenChanged } from "../parts.js";
import { notesPart } from "./notes.js";
import { wallWindow } from "./wall_window.js";
import { beginsAt, isTaken } from "../planning/plan.js";

/**
 * @typedef {import("../parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("../parts.js").ConsoleScreen} ConsoleScreen
 * @typedef {import("../room.js").TrainerRoom} TrainerRoom
 * @typedef {import("../room.js").ConsoleState} ConsoleState
 */

/** How often the clock is updated, in ms. */
const LOOK_AT_CLOCK = 5_000;

/** @param {ConsoleContext} context @param {TrainerRoom} room @returns {ConsoleScreen} */
export function runScreen(context, room) {
  const { t } = context;
  const channel = new BroadcastChannel(own(WALL_CHANNEL));
  /** @param {Record<string, any>} told */
  const tellWall = (told) => channel.postMessage({ workshop: room.state?.workshop, ...told });
  const title = h("div", {});
  const joined = h("p", { class: "wb-label" });
  const told = h("p", { class: "wb-workshop_console-told", role: "alert" });
  const join = joinPart(context, room, tellWall);
  const wall = wallWindow(context, room);
  const wallHint = h("p", { class: "wb-small wb-muted" }, t("workshop_console.run.wall_hint"));
  const joinFold = details(t("workshop_console.run.join"), join.element);
  joinFold.open = true;
  const steps = stepsPart(context, room, told);
  const clock = clockPart(context, room);
  const bend = bendPart(context, room, clock.minute);
  const currentStep = currentStepPart(context, room);
  const end = trying(context, told, () => room.command("end"));
  const whole = notesPart(context, room, { whole: true });
  let wasBeginning = true;

  const drawTitle = whenChanged((/** @type {{title: string, code: string}} */ about) => {
    const code = t("workshop_console.run.code", { code: groupedCode(about.code) });
    replace(title, heading(code, about.title));
  });

  function draw() {
    const { state } = room;
    if (!state) return;
    drawTitle({ title: state.title, code: state.code });
    const count = t("workshop_console.run.joined", { count: state.joined });
    if (joined.textContent !== count) replace(joined, count);
    const isBeginning = state.position === 0 && state.status === "ready";
    // "How to join" collapses once, when the first step starts; after that the trainer decides.
    if (!isBeginning && wasBeginning) joinFold.open = false;
    wasBeginning = isBeginning;
    wallHint.hidden = !isBeginning;
    join.draw(state);
    steps.draw(state);
    clock.draw();
    bend.draw(state);
    currentStep.draw(state);
    whole.draw(state);
  }

  const timer = setInterval(() => {
    clock.draw();
    if (room.state) bend.draw(room.state);
  }, LOOK_AT_CLOCK);

  return {
    draw,
    close() {
      clearInterval(timer);
      channel.close();
      currentStep.close();
      whole.close();
    },
    element: h(
      "div",
      { class: "wb-stack" },
      h(
        "div",
        { class: "wb-workshop_console-top" },
        title,
        joined,
        h(
          "div",
          { class: "wb-buttons" },
          wall.opens,
          button(t("workshop_console.run.wall_join"), () => tellWall({ join: true })),
          button(t("workshop_console.run.wall_step"), () => tellWall({ join: false })),
        ),
      ),
      wallHint,
      wall.element,
      joinFold,
      told,
      h(
        "div",
        { class: "wb-workshop_console-two" },
        currentStep.element,
        h(
          "section",
          { class: "wb-stack-tight" },
          h("h4", {}, t("workshop_console.run.plan")),
          clock.element,
          steps.element,
        ),
      ),
      bend.element,
      details(t("workshop_console.notes.whole"), whole.element),
      h(
        "div",
        { class: "wb-workshop_console-foot" },
        button(t("workshop_console.run.leave"), () => void room.leave(), { quiet: true }),
        asksFirst({
          label: t("workshop_console.end.go"),
          question: t("workshop_console.end.sure"),
          yes: t("workshop_console.end.yes"),
          no: t("workshop_console.end.no"),
          work: () => void end(),
        }),
      ),
    ),
  };
}

/**
 * The plan as a list: each step a button that goes there.
 * @param {ConsoleContext} context
 * @param {TrainerRoom} room
 * @param {HTMLElement} told
 */
function stepsPart(context, room, told) {
  const { t } = context;
  const element = h("ol", { class: "wb-workshop_console-steps" });
  /** @type {HTMLButtonElement[]} */
  let buttons = [];

  const drawList = whenChanged((/** @type {ConsoleState["plan"]} */ plan) => {
    buttons = plan.steps.map((step, at) => {
      const go = trying(context, told, () => room.command("go", { step: at }));
      const when = t("workshop_console.step.when", {
        kind: t(`workshop_console.kind.${step.kind}`),
        minutes: minutesText(t, step.minutes),
        from: beginsAt(plan, at),
      });
      return h(
        "button",
        { type: "button", class: "wb-option", on: { click: () => void go() } },
        h("span", {}, step.title, h("small", {}, when), h("small", { "data-done": "" })),
      );
    });
    replace(element, ...buttons.map((one) => h("li", {}, one)));
  });

  return {
    element,
    /** @param {ConsoleState} state */
    draw({ plan, position, results, revealed }) {
      drawList(plan);
      buttons.forEach((one, at) => {
        const { id } = plan.steps[at];
        if (at === position) one.setAttribute("aria-current", "step");
        else one.removeAttribute("aria-current");
        const isOut = !isTaken(plan, plan.steps[at]);
        const done = revealed.includes(id)
          ? "revealed"
          : results[id]
            ? "closed"
            : isOut
              ? "out"
              : "";
        const text = done ? t(`workshop_console.done.${done}`) : "";
        const place = one.querySelector("[data-done]");
        if (!place) return;
        place.setAttribute("data-done", done);
        if (place.textContent !== text) place.textContent = text;
      });
    },
  };
}

/**
 * The planned and the actual position of the workshop.
 * @param {ConsoleContext} context
 * @param {TrainerRoom} room
 */
function clockPart({ t }, room) {
  const text = h("p", {});
  /** @returns {number} When the clock started, in ms: at the start, unless the trainer restarted it. */
  const began = () => {
    const kept = room.kept.data("clock");
    const { workshop = "", started = "" } = room.state ?? {};
    return kept?.workshop === workshop ? kept.began : Date.parse(started);
  };

  function draw() {
    const { state } = room;
    if (!state) return;
    const { from, to, minute, late } = timeInPlan(state.plan, state.position, began(), Date.now());
    const word = late > 0 ? "late" : late < 0 ? "early" : "fine";
    const words = t(`workshop_console.clock.${word}`, { minutes: minutesText(t, Math.abs(late)) });
    const now = `${t("workshop_console.clock.now", { from, to, minute })} ${words}`;
    if (text.textContent !== now) replace(text, now);
  }

  const again = button(
    t("workshop_console.clock.again"),
    () => {
      room.kept.putData("clock", { workshop: room.state?.workshop, began: Date.now() });
      draw();
    },
    { quiet: true },
  );
  return {
    draw,
    minute: () => Math.max(0, Math.floor((Date.now() - began()) / 60_000)),
    element: h("div", { class: "wb-workshop_console-clock" }, text, again),
  };
}
