/** The console's home after the sign-in: start a workshop from a plan, continue one, review ended ones. */

import { button, details, h, heading, options, replace } from "../../../front/kit.js";
import { beginsAt, copyOfPlan, emptyPlan } from "./planning/plan.js";
import { asksFirst, consoleField, minutesText, momentText, trying } from "./parts.js";
import { afterwardsPart } from "./report.js";

/**
 * @typedef {import("./parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("./parts.js").ConsoleScreen} ConsoleScreen
 * @typedef {import("./room.js").TrainerRoom} TrainerRoom
 * @typedef {import("./room.js").TrainerWelcome} TrainerWelcome
 * @typedef {import("./room.js").WorkshopPlan} WorkshopPlan
 */

/**
 * @param {ConsoleContext} context
 * @param {TrainerRoom} room
 * @param {(plan: WorkshopPlan) => void} edit Opens a plan for editing.
 * @returns {ConsoleScreen}
 */
export function homeScreen(context, room, edit) {
  const { t } = context;
  const who = h("p", { class: "wb-muted" });
  const start = startPart(context, room, edit);
  const running = h("section", { class: "wb-workshop_console-part wb-stack-tight" });
  const afterwards = afterwardsPart(context, room);
  const isAfterAnEnd = Boolean(room.ended);
  /** @type {TrainerWelcome | null} */
  let shown = null;

  function draw() {
    const { welcome } = room;
    if (!welcome || welcome === shown) return;
    shown = welcome;
    replace(who, t("workshop_console.home.who", { name: welcome.name }));
    start.draw(welcome);
    drawRunning(welcome);
    afterwards.draw(welcome.workshops.filter(({ ended }) => ended));
  }

  /** @param {TrainerWelcome} welcome */
  function drawRunning({ workshops }) {
    const live = workshops.filter(({ ended }) => !ended);
    running.hidden = !live.length;
    replace(
      running,
      h("h4", {}, t("workshop_console.home.running")),
      h(
        "ul",
        { class: "wb-workshop_console-rows" },
        live.map((one) => runningRow(context, room, one)),
      ),
    );
  }

  return {
    element: h(
      "div",
      { class: "wb-stack" },
      h(
        "div",
        { class: "wb-workshop_console-top" },
        heading(t("workshop_console.kicker"), t("workshop_console.home.title")),
        h(
          "div",
          { class: "wb-stack-tight" },
          who,
          button(t("workshop_console.sign_out"), () => void room.signOut(), { quiet: true }),
        ),
      ),
      running,
      start.element,
      afterwards.element,
    ),
    draw,
    focus: () => isAfterAnEnd && afterwards.focus(),
  };
}

/**
 * @param {ConsoleContext} context
 * @param {TrainerRoom} room
 * @param {import("./room.js").WorkshopSummary} workshop
 */
function runningRow(context, room, { workshop, title, code, started }) {
  const { t } = context;
  const told = h("p", { role: "status" });
  const go = trying(context, told, () => room.watch(workshop));
  const id = `wb-running-${workshop}`;
  return h(
    "li",
    {},
    h("p", { class: "wb-label", id }, title),
    h(
      "p",
      { class: "wb-small wb-muted" },
      t("workshop_console.home.since", { code, moment: momentText(started) }),
    ),
    h(
      "div",
      { class: "wb-buttons" },
      button(t("workshop_console.home.go_on"), () => void go(), { describedby: id }),
    ),
    told,
  );
}

/**
 * Choosing a plan, and its actions.
 * @param {ConsoleContext} context
 * @param {TrainerRoom} room
 * @param {(plan: WorkshopPlan) => void} edit
 */
function startPart(context, room, edit) {
  const { t } = context;
  const choice = h("div", {});
  const about = h("div", { class: "wb-stack-tight" });
  const tools = h("div", { class: "wb-buttons" });
  const told = h("p", { class: "wb-workshop_console-told", role: "alert" });
  const title = h("input", { type: "text", maxlength: 120, autocomplete: "off" });
  const least = h("input", { type: "number", min: 5, max: 50, value: "5", inputmode: "numeric" });
  /** @type {WorkshopPlan[]} */
  let plans = [];
  let chosen = "";

  const plan = () => plans.find(({ id }) => id === chosen);
  const start = trying(context, told, async () => {
    const used = plan();
    if (!used) return;
    const asked = {
      type: "create",
      plan: used.id,
      title: title.value.trim() || used.title,
      least: threshold(least),
    };
    const { workshop } = await room.ask(asked);
    await room.watch(workshop);
  });

  /** @param {WorkshopPlan} used */
  function drawTools(used) {
    const copy = () =>
      edit(
        copyOfPlan(used, t("workshop_console.plan.copy_of", { title: used.title }).slice(0, 120)),
      );
    const remove = trying(context, told, async () => {
      await room.ask({ type: "delete-plan", plan: used.id });
      await room.refresh();
    });
    replace(
      tools,
      button(t("workshop_console.home.start"), () => void start(), { primary: true }),
      used.own ? button(t("workshop_console.home.change"), () => edit(used)) : null,
      button(t("workshop_console.home.copy"), copy),
      button(t("workshop_console.home.empty"), () =>
        edit(emptyPlan(t("workshop_console.plan.new_title"))),
      ),
      used.own
        ? asksFirst({
            label: t("workshop_console.home.delete_plan"),
            question: t("workshop_console.home.delete_plan_sure", { title: used.title }),
            yes: t("workshop_console.delete.yes"),
            no: t("workshop_console.delete.no"),
            work: () => void remove(),
          })
        : null,
    );
  }

  function drawPlan() {
    const used = plan();
    if (!used) return;
    replace(about, planPreview(context, used));
    drawTools(used);
  }

  /** @param {TrainerWelcome} welcome */
  function draw(welcome) {
    plans = welcome.plans;
    if (!plan()) chosen = plans[0]?.id ?? "";
    replace(
      choice,
      options({
        legend: t("workshop_console.home.which"),
        options: plans.map((one) => ({
          value: one.id,
          label: `${one.title} (${minutesText(t, one.minutes)})`,
          note: one.own ? t("workshop_console.home.own") : one.aim,
        })),
        chosen: [chosen],
        onChange: ([id]) => {
          chosen = id;
          drawPlan();
        },
      }),
    );
    drawPlan();
  }

  return {
    draw,
    element: h(
      "section",
      { class: "wb-workshop_console-part wb-stack" },
      h("h4", {}, t("workshop_console.home.start_title")),
      choice,
      about,
      consoleField({
        label: t("workshop_console.home.name"),
        input: title,
        hint: t("workshop_console.home.name_hint"),
      }),
      consoleField({
        label: t("workshop_console.home.least"),
        input: least,
        hint: t("workshop_console.home.least_hint"),
      }),
      told,
      tools,
    ),
  };
}

/** @param {HTMLInputElement} input @returns {number} The number of answers, within what is possible. */
function threshold(input) {
  const wanted = Math.min(50, Math.max(5, Math.round(Number(input.value)) || 5));
  input.value = String(wanted);
  return wanted;
}

/** @param {ConsoleContext} context @param {WorkshopPlan} plan */
function planPreview({ t }, plan) {
  return details(
    t("workshop_console.home.preview", { count: plan.steps.length }),
    plan.aim ? h("p", {}, plan.aim) : null,
    plan.prepare
      ? h("p", {}, h("strong", {}, t("workshop_console.home.prepare")), " ", plan.prepare)
      : null,
    h(
      "ol",
      {},
      plan.steps.map((step, at) =>
        h(
          "li",
          {},
          step.title,
          h(
            "span",
            { class: "wb-small wb-muted" },
            ` ${t("workshop_console.step.when", {
              kind: t(`workshop_console.kind.${step.kind}`),
              minutes: minutesText(t, step.minutes),
              from: beginsAt(plan, at),
            })}`,
          ),
        ),
      ),
    ),
  );
}
