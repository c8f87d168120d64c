/**
 * The exercise Scenario: a decision in five fixed steps (facts, people, standard, options, reasons).
 *
 * Any step can be opened at any time, and nobody is ever sent back to the start. On a page's later scenarios the
 * steps fade (`steps` in the content; see steps.js): by then somebody takes them without being led. A choice is answered
 * immediately, from data that the page already has. Only the reason for the judgement waits until the learner
 * has had the chance to give their own (see why.js). Back and Forward lead through steps and scenes (see
 * place.js), and at the end stands the path that was taken (see end.js).
 */

import {
  badge,
  button,
  details,
  exercise,
  h,
  heading,
  options,
  paragraphs,
  replace,
} from "../../front/kit.js";
import { addLink } from "../../front/link_here.js";
import { showTop } from "../../front/moving.js";
import { lawText } from "../../front/law.js";
import { followDone } from "../../front/patterns/done.js";
import { faultAt } from "../../front/patterns/faults.js";
import { positionLine, stepMarks } from "../../front/patterns/paging.js";
import { clock, day, keep } from "../../record/ui/saving.js";
import { endCard } from "./end.js";
import { contentNote } from "./note.js";
import { Place } from "./place.js";
import { faded } from "./steps.js";
import { Walk } from "./walk.js";
import { Why } from "./why.js";

/** @typedef {import("./walk.js").Choice} Choice */
/** @typedef {import("./walk.js").Scenario} Scenario */

const STEPS = ["facts", "people", "standard", "options", "reasons"];
/** The steps that take turns where the five of them have faded: the others stand on the page, or are folded. */
const TURNS = ["options", "reasons"];

export default exercise("scenario", (context) => {
  const { root, t, say, record, onLeave } = context;
  /** @type {Scenario} */
  const scenario = context.content;
  const walk = new Walk(scenario);
  /** @type {Set<string>} The choices whose rationale was shown: once it was, nothing waits any more. */
  const told = new Set();
  const key = `scenario/${scenario.id}`;
  const about = { kind: "scenario", title: scenario.title, standard: scenario.standard };
  const isLed = scenario.steps === "all";
  const isBelow = scenario.steps === "below";
  const why = new Why(context, key, about);
  const panels = new Map(
    STEPS.map((step) => [step, h("section", { class: "wb-step wb-stack", "data-step": step })]),
  );
  /** @type {Set<string>} The steps that were visited. */
  const visited = new Set();
  let shown = walk.scene;
  const place = new Place(root, scenario.id, turn);
  // The device was cleared, say: then it begins where everybody begins.
  const isRedrawn = root.hasAttribute("data-place");
  root.setAttribute("data-place", scenario.id);
  const marks = stepMarks({
    label: t("scenario.steps"),
    names: STEPS.map((step) => t(`scenario.step.${step}`)),
    go: (at) => go(STEPS[at]),
    ticked: t("scenario.seen"),
  });
  const kept = h("p", { class: "wb-small wb-muted" });
  const everything = h("div", { class: "wb-everything" });
  const body = h("div", { class: "wb-stack" });
  const note = scenario.content_note ? contentNote(context, scenario, () => open(true)) : null;

  /** @param {string} step Shows it, and moves nobody. */
  function display(step) {
    draw[step]?.();
    const turns = isLed ? STEPS : TURNS;
    for (const name of turns.includes(step) ? turns : []) {
      const panel = panels.get(name);
      if (panel) panel.hidden = name !== step;
    }
    if (walk.scene !== shown) for (const name of TURNS) visited.delete(name);
    shown = walk.scene;
    visited.add(step);
    tick(step);
    if (!isLed) foldFacts();
  }

  /** @param {string} step Opens it, because somebody asked for it. */
  function go(step) {
    display(step);
    place.move({ step, scene: walk.scene.number });
    moveTo(step);
  }

  /** @param {string} step What the scenario opens with. */
  function start(step) {
    display(step);
    place.start({ step, scene: walk.scene.number });
  }

  /**
   * Takes the focus to a step's heading, and its top into view, with the five steps.
   * @param {string} step @param {{isQuick?: boolean}} [how]
   */
  function moveTo(step, how) {
    const panel = panels.get(step) ?? null;
    showTop(panel?.querySelector("h4"), (isLed && body.querySelector(".wb-steps")) || panel, how);
  }

  /** @param {string} open The step that is open: of the others, those that were visited have a tick. */
  function tick(open) {
    marks.show(STEPS.indexOf(open), (at) =>
      visited.has(STEPS[at]) && STEPS[at] !== open ? "done" : "",
    );
  }

  /** Where the steps have faded, the facts stand above the first scene alone: each later one has them to unfold. */
  function foldFacts() {
    const facts = panels.get("facts");
    facts?.closest(".wb-scenario details")?.toggleAttribute("hidden", isLater());
    facts?.toggleAttribute("hidden", isLater());
  }

  function isLater() {
    return walk.scene !== scenario.scenes[0];
  }

  /** @param {number} number */
  function sceneAt(number) {
    return scenario.scenes.find((scene) => scene.number === number);
  }

  /** @param {import("./place.js").Where} where Opens a scene, if the path or the address leads there. @returns {string} Its step. */
  function openAt({ step, scene }) {
    const wanted = sceneAt(scene);
    const isOpen = wanted && (walk.reaches(wanted) || place.linked === scene);
    walk.open(isOpen ? wanted.id : scenario.scenes[0].id);
    if (!isOpen || !STEPS.includes(step)) return walk.chosen ? "reasons" : "options";
    return step;
  }

  /** @param {import("./place.js").Where} where Somebody pressed Back or Forward, or followed a link on the page. */
  function turn(where) {
    const step = openAt(where);
    display(step);
    // The browser, too, goes to where the page stood: it comes first.
    requestAnimationFrame(() => {
      if (body.hidden) root.scrollIntoView();
      else moveTo(step, { isQuick: true });
    });
  }

  /** Takes the focus to the facts, or to the scene that a link has led to. */
  function begin() {
    const step = isLed && !isLater() ? "facts" : "options";
    display(step);
    place.move({ step, scene: walk.scene.number });
    moveTo(isLater() ? "options" : "facts");
  }

  /** @param {string} step */
  function headingOf(step) {
    const asksOther = step === "standard" && scenario.others.length > 0;
    return t(asksOther ? "scenario.heading.other_standard" : `scenario.heading.${step}`);
  }

  /** @param {string} step @param {...any} children */
  function show(step, ...children) {
    const panel = panels.get(step);
    const heading = h("h4", { tabindex: "-1" }, headingOf(step));
    // Here the facts follow the title, and need no name for those who see that.
    if (step === "facts" && isBelow) heading.className = "wb-visually-hidden";
    if (panel) replace(panel, heading, ...children.flat());
  }

  /** @param {string} step The step that the button leads to: nobody has to be led where the steps have faded. */
  function onwards(step) {
    if (!isLed) return null;
    return h(
      "div",
      { class: "wb-buttons" },
      button(t(`scenario.to.${step}`), () => go(step), { primary: true }),
    );
  }

  /** @param {string} id */
  function standardName(id) {
    const standard = scenario.standards.find((one) => one.id === id);
    return standard
      ? t("scenario.standard_name", { number: standard.number, title: standard.short_title })
      : id;
  }

  function theUnknown() {
    return h(
      "div",
      { class: "wb-panel wb-stack-tight" },
      h("p", { class: "wb-label" }, t("scenario.unknown")),
      paragraphs(scenario.unknown),
    );
  }

  /** @returns {HTMLElement | null} Which of the scenes this is, if there are several. */
  function sceneOf() {
    const { at, of } = walk.place;
    return of > 1 ? positionLine(t("scenario.scene_of", { at, of })) : null;
  }

  function facts() {
    return details(t("scenario.facts_again"), ...paragraphs(scenario.facts), theUnknown());
  }

  /** @type {Record<string, () => void>} */
  const draw = {
    facts: () =>
      show("facts", paragraphs(scenario.facts), isBelow ? null : theUnknown(), onwards("people")),
    people: () => show("people", paragraphs(scenario.people), onwards("standard")),
    standard: () => {
      const answer = h("div", { class: "wb-answer" });
      const tell = () => replace(answer, ...standardAnswer(), onwards("options"));
      const { others } = scenario;
      const offered = scenario.standards.filter(
        ({ id }) => !others.length || id !== scenario.standard,
      );
      if (!offered.some(({ id }) => id === walk.standard)) walk.standard = "";
      show(
        "standard",
        options({
          legend: others.length
            ? t("scenario.which_other", { standard: standardName(scenario.standard) })
            : t("scenario.which_standard"),
          options: offered.map((one) => ({ value: one.id, label: standardName(one.id) })),
          chosen: walk.standard ? [walk.standard] : [],
          onChange: ([id]) => {
            walk.standard = id;
            tell();
            say(answer.querySelector(".wb-panel")?.textContent ?? "");
          },
        }),
        answer,
      );
      if (walk.standard) tell();
      else replace(answer, onwards("options"));
    },
    options: () => {
      let picked = walk.chosen;
      const choice = options({
        legend: walk.scene.question,
        options: walk.scene.choices.map((one) => ({ value: one.id, label: one.choice })),
        chosen: picked ? [picked.id] : [],
        onChange: ([id]) => (picked = walk.scene.choices.find((one) => one.id === id)),
      });
      const fault = faultAt(choice, () => (picked ? "" : t("scenario.pick_one")));
      const take = () => void (fault.isFound() || !picked || choose(picked));
      show(
        "options",
        sceneOf(),
        isLater() ? facts() : null,
        paragraphs(walk.scene.situation),
        choice,
        h(
          "div",
          { class: "wb-buttons" },
          button(t("scenario.choose"), take, { primary: true }),
          walk.before ? button(t("scenario.earlier_scene"), earlierScene) : null,
        ),
      );
    },
    reasons: () => {
      const choice = walk.chosen;
      if (!choice) {
        show("reasons", h("p", {}, t("scenario.not_chosen")), onwards("options"));
        return;
      }
      const isTold = told.has(choice.id);
      show(
        "reasons",
        sceneOf(),
        h("p", { class: "wb-chosen" }, t("scenario.you_chose", { choice: choice.choice })),
        follows(choice),
        why.field(walk.scene),
        isTold ? rationale(choice) : why.asks(() => tell(choice)),
        choice.next_scene ? null : lawHere(),
        isTold && !choice.next_scene ? aloud() : null,
        ways(choice, isTold),
      );
    },
  };

  function standardAnswer() {
    return [
      h(
        "div",
        { class: "wb-panel wb-stack-tight", "data-grade": "defensible" },
        h("p", { class: "wb-label" }, standardTold()),
        " ",
        ...paragraphs(scenario.why_standard),
      ),
    ];
  }

  function standardTold() {
    const { others } = scenario;
    const names = { yours: standardName(walk.standard), standard: standardName(scenario.standard) };
    if (others.length) {
      const said = others.includes(walk.standard) ? "scenario.other_yes" : "scenario.other_no";
      return `${t(said, names)} ${alsoRestOn()}`;
    }
    const same = walk.standard === scenario.standard;
    return t(same ? "scenario.standard_same" : "scenario.standard_other", names);
  }

  function alsoRestOn() {
    return t("scenario.also_rest_on", { standards: scenario.others.map(standardName).join("; ") });
  }

  /** @param {Choice} choice @param {...HTMLElement} more Below what happens next. */
  function follows(choice, ...more) {
    return h(
      "div",
      { class: "wb-panel wb-stack-tight", "data-grade": choice.judgement },
      h("p", {}, badge(choice.judgement, t(`common.grade.${choice.judgement}`))),
      h("p", { class: "wb-label" }, t("scenario.consequence")),
      ...paragraphs(choice.consequence),
      ...more,
    );
  }

  /** @param {Choice} choice @returns {HTMLElement[]} */
  function reasonsFor(choice) {
    return [
      ...paragraphs(choice.rationale),
      h("p", { class: "wb-small wb-muted" }, restsOn(choice)),
    ];
  }

  /** @param {Choice} choice */
  function restsOn(choice) {
    return t("scenario.rests_on", { standards: choice.standards.map(standardName).join("; ") });
  }

  /** @param {Choice} choice The rationale, below what the learner wrote. */
  function rationale(choice) {
    return h(
      "section",
      { class: "wb-panel wb-stack-tight", "data-grade": choice.judgement },
      h("h5", { class: "wb-rationale", tabindex: "-1" }, t("scenario.told")),
      ...reasonsFor(choice),
    );
  }

  /** @param {Choice} choice Shows its rationale, and takes the focus there: the button is gone. */
  function tell(choice) {
    told.add(choice.id);
    draw.reasons();
    /** @type {HTMLElement | null} */ (root.querySelector(".wb-rationale"))?.focus();
    say(`${choice.rationale} ${restsOn(choice)}`);
    showEverything();
  }

  /** @returns {HTMLElement | null} The law that the scenario turns on. */
  function lawHere() {
    if (!scenario.law.length) return null;
    return h(
      "section",
      { class: "wb-panel wb-stack-tight" },
      h("h5", {}, t("scenario.law")),
      h("p", { class: "wb-small" }, t("common.law.no_advice")),
      ...scenario.law.flatMap((one) => [
        h("p", { class: "wb-label" }, one.title),
        ...lawText(t, one),
      ]),
    );
  }

  /** @returns {HTMLElement | null} How two practitioners weigh it: after the learner's own reasons. */
  function aloud() {
    if (!scenario.reasonings.length) return null;
    return h(
      "section",
      { class: "wb-aloud wb-stack-tight" },
      h("h5", {}, t("scenario.aloud")),
      h("p", { class: "wb-small wb-muted" }, t("scenario.aloud_note")),
      ...scenario.reasonings.map(({ who, reasoning }) =>
        h(
          "figure",
          { class: "wb-chosen" },
          h("figcaption", { class: "wb-label" }, who),
          h("blockquote", {}, ...paragraphs(reasoning)),
        ),
      ),
    );
  }

  /** @param {Choice} choice @param {boolean} isTold Where the learner can go from here. */
  function ways(choice, isTold) {
    const another = () => go("options");
    const earlier = walk.before ? button(t("scenario.earlier_scene"), earlierScene) : null;
    if (!choice.next_scene)
      return endCard(context, walk, {
        nameScene: (made) => sceneName(walk.sceneOf(made) ?? walk.scene),
        another,
        begin: again,
        earlier,
        isTold,
      });
    const goOn = () => {
      walk.open(choice.next_scene);
      go("options");
    };
    return h(
      "div",
      { class: "wb-buttons" },
      button(t("scenario.go_on"), goOn, { primary: isTold }),
      button(t("scenario.another"), another),
      earlier,
    );
  }

  function earlierScene() {
    const before = walk.before;
    if (before) walk.open(before.id);
    go("options");
  }

  /** From the first scene; the path that was taken stays until another choice is made. */
  function again() {
    walk.open(scenario.scenes[0].id);
    visited.clear();
    begin();
  }

  /** @param {Choice} choice */
  function choose(choice) {
    walk.choose(choice);
    go("reasons");
    const rest = told.has(choice.id) ? ` ${choice.rationale}` : "";
    say(`${t(`common.grade.${choice.judgement}`)}. ${choice.consequence}${rest}`);
    if (note) expectAnswer();
    const value = {
      path: walk.path.map((made) => made.id),
      ended: walk.ended,
      standard: walk.standard,
    };
    const words = walk.path
      .map((made) => `${made.choice} (${t(`common.grade.${made.judgement}`)})`)
      .join("\n");
    void keep(context, key, value, { ...about, question: scenario.scenes[0].question, words });
  }

  /** One with a content note counts for the page's progress once it is answered: nobody has to open it. */
  function expectAnswer() {
    void record.expect(key, root).catch(() => undefined);
  }

  /** @param {boolean} move Whether the focus goes along. */
  function open(move) {
    body.hidden = false;
    if (move) begin();
  }

  /** @param {import("./walk.js").Scene} scene Numbered only if there are several. */
  function sceneName({ number, question }) {
    return scenario.scenes.length > 1 ? t("scenario.scene", { number, question }) : question;
  }

  /** Every choice with its judgement and reasons: shown once the first rationale was. */
  function showEverything() {
    if (everything.childElementCount) return;
    everything.append(
      details(
        t("scenario.everything"),
        ...scenario.scenes.map((scene) =>
          h(
            "section",
            { class: "wb-stack-tight" },
            h("p", { class: "wb-label" }, sceneName(scene)),
            ...scene.choices.map((choice) =>
              h(
                "div",
                { class: "wb-stack-tight" },
                h("p", {}, choice.choice),
                follows(
                  choice,
                  h("p", { class: "wb-label" }, t("scenario.rationale")),
                  ...reasonsFor(choice),
                ),
              ),
            ),
          ),
        ),
      ),
    );
  }

  async function restore() {
    const entry = await record.read(key).catch(() => undefined);
    if (walk.path.length) return;
    if (entry) answered(entry);
    if (isRedrawn) return;
    const { kept } = place;
    const linked = sceneAt(place.linked);
    if (kept && place.isHome) {
      note?.open();
      open(false);
      const step = openAt(kept);
      display(step);
      place.here = { step, scene: walk.scene.number };
    } else if (linked && place.isHome && linked !== walk.scene && linked.number > 1) {
      walk.open(linked.id);
      start("options");
    }
  }

  /** @param {{value: any, updated: any}} entry What was kept: it opens with what follows from the last choice. */
  function answered({ value, updated }) {
    walk.restore(value);
    for (const choice of walk.path) told.add(choice.id);
    for (const step of STEPS) visited.add(step);
    if (note) expectAnswer();
    note?.open();
    open(false);
    replace(kept, t("scenario.kept", { day: day(updated), time: clock(updated) }));
    showEverything();
    start("reasons");
  }

  const title = heading(t("scenario.kicker", { count: scenario.minutes }), scenario.title);
  addLink(context, title, scenario.title, scenario.id, () =>
    isLater() ? `/${walk.scene.number}` : "",
  );
  onLeave(() => place.leave());
  root.append(title, ...(note ? [note.element] : []), body);
  body.hidden = Boolean(note);
  body.append(
    ...(isLed ? [marks.element] : []),
    kept,
    ...(isLed ? panels.values() : faded(t, scenario.steps, panels, headingOf, theUnknown())),
    everything,
    followDone(context, [key], (value) => Boolean(value?.ended)),
  );
  for (const step of STEPS) draw[step]();
  start(isLed ? "facts" : "options");
  if (!note) expectAnswer();
  void restore();
});
