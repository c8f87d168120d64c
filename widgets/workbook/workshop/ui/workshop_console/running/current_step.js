/**
 * The current step: the participants' text, the buttons that open, close and reveal it, the number of
 * answers, the results.
 */

import { badge, button, details, h, paragraphs, replace } from "../../../../front/kit.js";
import { roomAsked, roomCase } from "../../common/forms.js";
import { roomReasons, roomResult } from "../../common/results.js";
import { mainCommand, otherCommands, RESTS_FOR } from "./next.js";
import { notesPart } from "./notes.js";
import { answeredText, trying, wallText, whenChanged } from "../parts.js";
import { sharesPart } from "./shares.js";
import { timerPart } from "./timer.js";
import { resetPart, undoPart } from "./undo.js";

/**
 * @typedef {import("../parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("../room.js").TrainerRoom} TrainerRoom
 * @typedef {import("../room.js").ConsoleState} ConsoleState
 * @typedef {import("./next.js").StepCommand} StepCommand
 */

/** @param {ConsoleContext} context @param {TrainerRoom} room */
export function currentStepPart(context, room) {
  const { t } = context;
  const told = h("p", { class: "wb-workshop_console-told", role: "alert" });
  const title = h("h4", {});
  const about = h("div", { class: "wb-stack-tight" });
  const status = h("p", { class: "wb-workshop_console-status" });
  const answered = h("p", { class: "wb-workshop_console-answered" });
  const results = h("div", {});
  const timer = timerPart(context, room, told);
  const shares = sharesPart(context, room, told);
  const notes = notesPart(context, room);
  const helps = h("div", { class: "wb-stack-tight" });
  const tools = commandsPart(context, room, told);
  const undo = undoPart(context, room, told);
  const reset = resetPart(context, room, told);

  const drawAbout = whenChanged(
    (/** @type {{step: ConsoleState["step"], hasResults: boolean}} */ { step, hasResults }) => {
      if (!step) return replace(about);
      const asked = /** @type {any} */ (step);
      // The results contain the question, except for words and reflections.
      const isSaid = hasResults && !["word", "share"].includes(step.kind);
      replace(
        about,
        ...wallText(t, step),
        ...(step.kind === "talk" ? [] : roomCase(asked, t)),
        ...(step.kind === "talk" || isSaid ? [] : roomAsked(asked, t)),
      );
    },
  );
  const drawStatus = whenChanged(
    (/** @type {{kind: string, status: ConsoleState["status"]}} */ now) => {
      const isTalk = now.kind === "talk";
      const word = t(`workshop_console.status.${isTalk ? "talk" : now.status}`);
      replace(status, badge(isTalk ? "talk" : now.status, word));
    },
  );
  const drawResults = whenChanged((/** @type {ReturnType<typeof resultsFor>} */ shown) =>
    replace(results, shown && resultsView(context, shown)),
  );
  const drawHelps = whenChanged((/** @type {{own: string, facilitator: any}} */ help) =>
    replace(helps, ...facilitatorView(context, help)),
  );

  /** @param {ConsoleState} state */
  function draw(state) {
    const { step, plan, position } = state;
    if (title.textContent !== (step?.title ?? "")) replace(title, step?.title);
    const shown = resultsFor(state);
    drawAbout({ step, hasResults: Boolean(shown && !shown.result.few) });
    drawStatus({ kind: step?.kind ?? "talk", status: state.status });
    tools.draw(state);
    undo.draw();
    reset.draw(state);
    answered.hidden = !step || step.kind === "talk" || state.status === "ready";
    const { answered: given, left, joined } = state;
    const count = answeredText(t, { answered: given, left, joined });
    if (answered.textContent !== count) replace(answered, count);
    timer.draw(state);
    drawResults(shown);
    shares.draw(state);
    notes.draw(state);
    drawHelps({ own: plan.steps[position]?.notes ?? "", facilitator: state.facilitator });
  }

  return {
    draw,
    close() {
      timer.close();
      undo.close();
      notes.close();
    },
    element: h(
      "section",
      { class: "wb-stack", "aria-label": t("workshop_console.at_hand") },
      title,
      h("div", { class: "wb-workshop_console-now" }, status, answered),
      tools.element,
      undo.element,
      told,
      timer.element,
      shares.element,
      results,
      helps,
      about,
      notes.element,
      reset.element,
    ),
  };
}

/**
 * The buttons of the current step, and those to the next and the previous one.
 * @param {ConsoleContext} context
 * @param {TrainerRoom} room
 * @param {HTMLElement} told
 */
function commandsPart(context, room, told) {
  const { t, say } = context;
  const element = h("div", { class: "wb-buttons wb-workshop_console-commands" });
  let isFirst = true;

  /** @param {StepCommand} one @param {boolean} primary */
  const commandButton = ({ word, command, parts }, primary) => {
    const work = trying(context, told, () => room.command(command, parts));
    const press = () => one.getAttribute("aria-disabled") || void work();
    const one = button(t(`workshop_console.do.${word}`), press, { primary });
    one.setAttribute("aria-disabled", "true");
    setTimeout(() => one.removeAttribute("aria-disabled"), RESTS_FOR);
    return one;
  };

  const drawButtons = whenChanged(
    (
      /** @type {{kind: string, status: ConsoleState["status"], main: StepCommand | null, others: StepCommand[]}} */ now,
    ) => {
      const { kind, status, main, others } = now;
      const hadFocus = element.contains(document.activeElement);
      replace(
        element,
        main && commandButton(main, true),
        ...others.map((one) => commandButton(one, false)),
      );
      // The pressed button is gone: the likeliest next one replaces it.
      if (hadFocus) element.querySelector("button")?.focus();
      if (!isFirst && kind !== "talk") say(t(`workshop_console.status.${status}`));
      isFirst = false;
    },
  );

  return {
    element,
    /** @param {ConsoleState} state */
    draw: (state) =>
      drawButtons({
        kind: state.step?.kind ?? "talk",
        status: state.status,
        main: mainCommand(state),
        others: otherCommands(state),
      }),
  };
}

/** @param {ConsoleState} state The step's visible results, or null. */
function resultsFor({ step, status, results, revealed, shares }) {
  if (!step || !results[step.id] || step.kind === "talk" || status === "open") return null;
  const shown = shares.filter((one) => one.step === step.id && one.status === "shown");
  const isRevealed = revealed.includes(step.id);
  const unseen = step.show === "never" ? "never" : "unseen";
  const seen = !isRevealed ? unseen : status === "revealed" ? "shown" : "before";
  return { step, result: results[step.id], seen, shares: shown };
}

/**
 * @param {ConsoleContext} context
 * @param {NonNullable<ReturnType<typeof resultsFor>>} shown
 */
function resultsView({ t }, { step, result, seen, shares }) {
  const asked = /** @type {any} */ (step);
  const reasons = roomReasons(asked, t);
  return h(
    "section",
    { class: "wb-stack-tight wb-workshop_console-results" },
    h("h5", {}, t("workshop_console.results.title")),
    h(
      "div",
      { class: "wb-panel", "data-grade": ["unseen", "never"].includes(seen) ? "caution" : "good" },
      h("p", {}, t(`workshop_console.results.${seen}`)),
    ),
    roomResult({ step: asked, result, t, shares }),
    reasons.length ? details(t("workshop_console.results.reasons"), ...reasons) : null,
  );
}

/**
 * Help for the trainer with the step: the plan's own note, and the facilitator note of its standard.
 * @param {ConsoleContext} context
 * @param {{own: string, facilitator: any}} help
 */
function facilitatorView({ t }, { own, facilitator }) {
  const parts = ["aim", "how_to_run", "comes_up", "avoid"].filter((name) => facilitator?.[name]);
  const text = (/** @type {string} */ name) => paragraphs(String(facilitator[name]));
  return [
    facilitator?.content_note
      ? h(
          "div",
          { class: "wb-panel wb-stack-tight", "data-grade": "caution" },
          h("p", { class: "wb-label" }, t("workshop_console.notes.say_first")),
          ...paragraphs(facilitator.content_note),
          h("p", {}, t("workshop_console.notes.step_out")),
        )
      : null,
    own
      ? h(
          "div",
          { class: "wb-panel wb-stack-tight" },
          h("p", { class: "wb-label" }, t("workshop_console.notes.plan")),
          ...paragraphs(own),
        )
      : null,
    parts.length
      ? details(
          t("workshop_console.notes.facilitator"),
          h("p", { class: "wb-small wb-muted" }, t("workshop_console.notes.yours_alone")),
          ...parts.flatMap((name) => [
            h("h5", {}, t(`workshop_console.notes.${name}`)),
            ...text(name),
          ]),
        )
      : null,
  ];
}
