/**
 * The activities of a workshop: texts to read, questions, and the forms for learners' answers.
 *
 * A form gives a complete answer or says what is missing; the caller shows what then happens to the answer.
 * Not here: results (see results.js).
 */

import { details, h, options, paragraphs, replace } from "../../../front/kit.js";
import { orderForm } from "./order.js";
import { sendRow, shareForm, wordForm } from "./texts.js";

/** @typedef {import("./participation.js").RoomStep} RoomStep */
/** @typedef {import("./texts.js").Translate} Translate */
/** @typedef {import("./texts.js").FormSettings} FormSettings */

const ROOM_SCALE = [1, 2, 3, 4, 5];

/**
 * @param {Translate} t @param {number} at @param {string} text
 * @returns {string} "A. Do this", by its place.
 */
export function lettered(t, at, text) {
  return t("workshop.lettered", { letter: String.fromCharCode(65 + at), text });
}

/**
 * The text to read before answering.
 * @param {RoomStep} step @param {Translate} t
 * @param {{open?: boolean}} [how] Whether the case is expanded.
 * @returns {HTMLElement[]}
 */
export function roomCase({ activity }, t, { open = false } = {}) {
  if (!activity) return [];
  const { scenario, situation = "" } = activity;
  const folded = scenario
    ? details(
        t("workshop.case", { title: scenario.title }),
        ...paragraphs(scenario.facts ?? ""),
        ...paragraphs(scenario.people ?? ""),
      )
    : null;
  if (folded) folded.open = open;
  const note = scenario?.content_note ? [h("p", {}, scenario.content_note)] : [];
  return [...note, ...(folded ? [folded] : []), ...paragraphs(situation)];
}

/**
 * The question, only to be read, as on the wall.
 * @param {RoomStep} step @param {Translate} t
 * @returns {HTMLElement[]}
 */
export function roomAsked(step, t) {
  const { activity, kind } = step;
  if (!activity) return [];
  /** @type {string[]} */
  const lines = (activity.choices ?? activity.statements ?? activity.items ?? []).map(
    (/** @type {any} */ one) => one.choice ?? one.statement ?? one.text,
  );
  const texts = kind === "vote" ? lines.map((line, at) => lettered(t, at, line)) : lines;
  return [
    h("p", { class: "wb-label wb-room-question" }, roomQuestion(step, t)),
    ...(texts.length
      ? [
          h(
            "ul",
            { class: "wb-room-asked" },
            texts.map((text) => h("li", {}, text)),
          ),
        ]
      : []),
  ];
}

/** @param {RoomStep} step @param {Translate} t @returns {string} The question in a line. */
export function roomQuestion({ kind, activity }, t) {
  if (kind === "rating") return t("workshop.rating.question");
  return activity?.question ?? activity?.prompt ?? "";
}

/**
 * The form of an open step.
 * @param {FormSettings} settings
 * @returns {HTMLElement}
 */
export function roomForm(settings) {
  const forms = {
    vote: voteForm,
    rating: ratingForm,
    order: orderForm,
    word: wordForm,
    share: shareForm,
  };
  const { kind } = settings.step;
  const form = kind === "talk" ? null : forms[kind];
  return h("div", { class: `wb-room-form wb-room-${kind} wb-stack` }, ...(form?.(settings) ?? []));
}

/** @param {FormSettings} settings @returns {HTMLElement[]} */
function voteForm({ step, t, answer, give }) {
  /** @type {{id: string, choice: string}[]} */
  const choices = step.activity.choices;
  let picked = answer;
  const { told, send } = sendRow(t("workshop.vote.send"), () =>
    picked ? give(picked) : t("workshop.vote.none"),
  );
  return [
    options({
      legend: step.activity.question,
      options: choices.map(({ id, choice }, at) => ({ value: id, label: lettered(t, at, choice) })),
      chosen: picked ? [picked] : [],
      onChange: ([id]) => {
        picked = id;
        replace(told);
      },
    }),
    told,
    send,
  ];
}

/** @param {FormSettings} settings @returns {HTMLElement[]} */
function ratingForm({ step, t, answer, give }) {
  /** @type {{id: string, statement: string}[]} */
  const statements = step.activity.statements;
  /** @type {Record<string, number>} */
  const ratings = { ...answer };
  const fieldsets = statements.map(({ id, statement }) =>
    ratingScale(t, statement, ratings[id], (number) => {
      ratings[id] = number;
      replace(told);
    }),
  );
  const { told, send } = sendRow(t("workshop.rating.send"), () => {
    const missing = statements.findIndex(({ id }) => !ratings[id]);
    if (missing < 0) return give(ratings);
    fieldsets[missing].querySelector("input")?.focus();
    return t("workshop.rating.missing", { statement: statements[missing].statement });
  });
  return [h("p", {}, t("workshop.rating.question")), ...fieldsets, told, send];
}

/**
 * @param {Translate} t @param {string} statement @param {number | undefined} chosen
 * @param {(number: number) => void} onChange
 * @returns {HTMLFieldSetElement}
 */
function ratingScale(t, statement, chosen, onChange) {
  const fieldset = options({
    legend: statement,
    options: ROOM_SCALE.map((n) => ({
      value: String(n),
      label: String(n),
      note: t(`workshop.scale.${n}`),
    })),
    chosen: chosen ? [String(chosen)] : [],
    row: true,
    onChange: ([value]) => onChange(Number(value)),
  });
  const ends = [1, 5].map((n) => h("span", {}, t(`workshop.scale.${n}`)));
  fieldset.append(h("p", { class: "wb-room-ends wb-small wb-muted", "aria-hidden": "true" }, ends));
  return fieldset;
}
