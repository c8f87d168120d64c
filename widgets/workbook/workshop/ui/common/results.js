/**
 * Shows the results of a workshop, for learners' pages, the wall and the console.
 *
 * Counts arrive masked: those that may not be shown are null, and replaced by words. Not here: building
 * charts (see bars.js), and deciding what may be shown (the server's `counting`).
 */

import { badge, details, h, paragraphs, table } from "../../../front/kit.js";
import { barTable } from "./bars.js";
import { lettered } from "./forms.js";

/** @typedef {import("./participation.js").RoomStep} RoomStep */
/** @typedef {import("./texts.js").Translate} Translate */
/** @typedef {Record<string, number | null>} Counts */

/**
 * @typedef {object} ResultSettings
 * @property {RoomStep} step
 * @property {any} result As the server froze it; see the kinds of results in `counting`.
 * @property {Translate} t
 * @property {any} [answer] The learner's own, on their own page.
 * @property {{id: string, text: string}[]} [shares] The shared texts that are shown.
 */

const RATINGS_OF_SCALE = [1, 2, 3, 4, 5];

/** @param {ResultSettings} settings @returns {HTMLElement} */
export function roomResult(settings) {
  const { step, result, t } = settings;
  return h(
    "div",
    { class: `wb-room-result wb-room-result-${step.kind} wb-stack` },
    ...(result.few && step.kind !== "share"
      ? [h("div", { class: "wb-panel" }, h("p", {}, t("workshop.result.few")))]
      : resultParts(settings)),
  );
}

/** @param {ResultSettings} settings @returns {HTMLElement[]} */
function resultParts(settings) {
  const { step, result, t } = settings;
  if (step.kind === "share") return sharedTexts(settings.shares ?? [], t);
  if (step.kind === "word") return roomWords(result, t);
  const draw = { vote: voteResult, rating: ratingResult, order: orderResult, talk: () => [] }[
    step.kind
  ];
  return [
    h("p", { class: "wb-room-count" }, t("workshop.result.n", { count: result.n })),
    ...draw(settings),
  ];
}

/**
 * The judgement, consequence and reasons of each choice, if they may be shown.
 * @param {RoomStep} step @param {Translate} t @param {{answer?: any, open?: boolean}} [how]
 * @returns {HTMLElement[]}
 */
export function roomReasons({ activity }, t, { answer, open = false } = {}) {
  if (!activity?.reasons) return [];
  /** @type {{id: string, choice: string}[]} */
  const choices = activity.choices;
  return choices.flatMap(({ id, choice }, at) => {
    const reasons = activity.reasons[id];
    if (!reasons) return [];
    const own = id === answer ? ` (${t("workshop.result.own_vote")})` : "";
    const one = details(
      `${lettered(t, at, choice)}${own}`,
      h("p", {}, badge(reasons.judgement, t(`workshop.grade.${reasons.judgement}`))),
      h("p", { class: "wb-label" }, t("workshop.reasons.consequence")),
      ...paragraphs(reasons.consequence),
      h("p", { class: "wb-label" }, t("workshop.reasons.rationale")),
      ...paragraphs(reasons.rationale),
    );
    one.open = open || id === answer;
    return [one];
  });
}

/** @param {ResultSettings} settings @returns {HTMLElement[]} */
function voteResult({ step, result, t, answer }) {
  /** @type {{id: string, choice: string}[]} */
  const choices = step.activity.choices;
  /** @type {Counts[]} */
  const rounds = result.first ? [result.first, result.counts] : [result.counts];
  const totals =
    rounds.length > 1 ? [result.first_n ?? sumOfCounts(rounds[0]), result.n] : [result.n];
  const chart = barTable({
    caption: t("workshop.result.vote"),
    head: t("workshop.result.choice"),
    series: seriesOf(step, t, rounds.length),
    rows: choices.map(({ id, choice }, at) => ({
      label: lettered(t, at, choice),
      note: id === answer ? t("workshop.result.own_vote") : "",
      bars: rounds.map((counts, round) => countBar(counts[id], totals[round], t)),
    })),
  });
  return [chart, ...maskedNote(rounds, t), ...voteMovement({ step, result, t })];
}

/** @param {ResultSettings} settings @returns {HTMLElement[]} */
function voteMovement({ step, result, t }) {
  const { movement, flows, first } = result;
  const text = movement ? t("workshop.moved.vote", movement) : t("workshop.moved.masked");
  if (!first) return [];
  /** @type {{id: string}[]} */
  const choices = step.activity.choices;
  /** @param {string} id */
  const letter = (id) => String.fromCharCode(65 + choices.findIndex((one) => one.id === id));
  const rows = Object.entries(flows ?? {})
    .flatMap(([from, to]) => Object.entries(to).map(([id, count]) => ({ from, id, count })))
    .filter(({ from, id, count }) => from !== id && count > 0)
    .sort((one, other) => other.count - one.count)
    .map(({ from, id, count }) => [letter(from), letter(id), count]);
  const columns = ["from", "to", "people"].map((name) => t(`workshop.moved.${name}`));
  return [
    h("p", { class: "wb-room-moved" }, text),
    ...(rows.length ? [table({ caption: t("workshop.moved.flows"), columns, rows })] : []),
  ];
}

/** @param {ResultSettings} settings @returns {HTMLElement[]} */
function ratingResult({ step, result, t }) {
  /** @type {{id: string, statement: string}[]} */
  const statements = step.activity.statements;
  const rounds = result.first ? [result.first, result] : [result];
  const chart = barTable({
    caption: t("workshop.result.rating"),
    head: t("workshop.result.statement"),
    series: seriesOf(step, t, rounds.length),
    rows: statements.map(({ id, statement }) => ({
      label: statement,
      bars: rounds.map((one) => meanBar(one.mean?.[id], 5, false, t)),
      more: ratingMoved(result.movement?.[id], t),
    })),
  });
  const spread = details(
    t("workshop.result.spread"),
    ...rounds.map((one, at) =>
      table({
        caption: seriesOf(step, t, rounds.length)[at],
        columns: [
          t("workshop.result.statement"),
          ...RATINGS_OF_SCALE.map((n) => `${n} ${t(`workshop.scale.${n}`)}`),
        ],
        rows: statements.map(({ id, statement }) => [
          statement,
          ...RATINGS_OF_SCALE.map((n) => countOrWords(one.counts?.[id]?.[n], t)),
        ]),
      }),
    ),
  );
  const counts = rounds.flatMap((one) => Object.values(one.counts ?? {}));
  const ends = t("workshop.result.ends", {
    low: t("workshop.scale.1"),
    high: t("workshop.scale.5"),
  });
  return [chart, h("p", { class: "wb-small wb-muted" }, ends), spread, ...maskedNote(counts, t)];
}

/** @param {any} movement @param {Translate} t @returns {string} */
function ratingMoved(movement, t) {
  if (!movement) return "";
  const [up, same, down] = [movement.up, movement.same, movement.down].map((count) =>
    countOrWords(count, t),
  );
  return t("workshop.moved.rating", { up, same, down });
}

/** @param {ResultSettings} settings @returns {HTMLElement[]} */
function orderResult({ step, result, t }) {
  /** @type {{id: string, text: string}[]} */
  const items = step.activity.items;
  const rounds = result.first ? [result.first, result] : [result];
  const sorted = [...items].sort((one, other) => result.mean[one.id] - result.mean[other.id]);
  const chart = barTable({
    caption: t("workshop.result.order"),
    head: t("workshop.result.item"),
    series: seriesOf(step, t, rounds.length),
    rows: sorted.map(({ id, text }) => ({
      label: text,
      bars: rounds.map((one) => meanBar(one.mean?.[id], items.length, true, t)),
      more: result.top
        ? t("workshop.result.top", { count: countOrWords(result.top[id], t) })
        : undefined,
    })),
  });
  return [chart, ...maskedNote(result.top ? [result.top] : [], t)];
}

/** @param {any} result @param {Translate} t @returns {HTMLElement[]} */
function roomWords(result, t) {
  /** @type {{word: string, many: boolean}[]} */
  const words = result.words ?? [];
  if (!words.length) return [h("p", {}, t("workshop.result.no_words"))];
  return [
    h(
      "ul",
      { class: "wb-room-words" },
      words.map(({ word, many }) =>
        h(
          "li",
          many ? { "data-many": "" } : {},
          word,
          many
            ? h("span", { class: "wb-visually-hidden" }, `, ${t("workshop.result.many")}`)
            : null,
        ),
      ),
    ),
    ...(words.some(({ many }) => many)
      ? [h("p", { class: "wb-small wb-muted" }, t("workshop.result.many_note"))]
      : []),
  ];
}

/**
 * The shared texts that the trainer has allowed.
 * @param {{id: string, text: string}[]} shares @param {Translate} t
 * @returns {HTMLElement[]}
 */
export function sharedTexts(shares, t) {
  if (!shares.length) return [h("p", {}, t("workshop.result.no_shares"))];
  return [
    h(
      "ul",
      { class: "wb-room-shares" },
      shares.map(({ text }) => h("li", {}, h("blockquote", {}, ...paragraphs(text)))),
    ),
  ];
}

/** @param {RoomStep} step @param {Translate} t @param {number} rounds @returns {string[]} */
function seriesOf({ kind, round }, t, rounds) {
  const names = [1, 2].map((n) =>
    t(`workshop.series.${kind === "rating" ? "rating" : "vote"}.${n}`),
  );
  return rounds === 2 ? names : [names[round - 1]];
}

/** @param {number | null | undefined} count @param {number} total @param {Translate} t */
function countBar(count, total, t) {
  if (count === null || count === undefined) return { part: null, text: t("workshop.masked") };
  const part = total ? count / total : 0;
  return { part, text: t("workshop.result.count", { count, percent: Math.round(100 * part) }) };
}

/**
 * A mean from 1 to `most`; inverted if 1 should have the longest bar.
 * @param {number | undefined} mean @param {number} most @param {boolean} turned @param {Translate} t
 */
function meanBar(mean, most, turned, t) {
  if (mean === undefined || mean === null) return { part: null, text: t("workshop.masked") };
  const part = (mean - 1) / Math.max(1, most - 1);
  const text = mean.toFixed(1);
  return {
    part: turned ? 1 - part : part,
    text: turned ? t("workshop.result.place", { place: text }) : text,
  };
}

/** @param {number | null | undefined} count @param {Translate} t @returns {string | number} */
function countOrWords(count, t) {
  return count ?? t("workshop.masked");
}

/** Explains missing numbers, if there are any. @param {Counts[]} all @param {Translate} t */
function maskedNote(all, t) {
  const masked = all.some((counts) => Object.values(counts).includes(null));
  return masked ? [h("p", { class: "wb-small wb-muted" }, t("workshop.masked.why"))] : [];
}

/** @param {Counts} counts @returns {number} The sum of the known counts. */
function sumOfCounts(counts) {
  return Object.values(counts).reduce((/** @type {number} */ all, one) => all + (one ?? 0), 0);
}
