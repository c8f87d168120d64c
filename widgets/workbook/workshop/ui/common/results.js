/**
 * Shows the results of a workshop, for learners' pages, the wall and the console.
 *
 * Self-ratings arrive in bands, some of them together. Workshops from before there were bands have counts
 * that are null where they may not be shown. Not here: building charts (see bars.js), and deciding what may
 * be shown (the server's `counting`).
 */

import { badge, details, h, paragraphs, table } from "../../../front/kit.js";
import { barTable } from "./bars.js";
import { lettered } from "./forms.js";

/** @typedef {import("./participation.js").RoomStep} RoomStep */
/** @typedef {import("./texts.js").Translate} Translate */
/** @typedef {Record<string, number | null>} Counts */
/** @typedef {{of: string[], count: number, bound: "" | "more" | "fewer"}} Group People, as `bands` tells them. */

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
      ? [
          h(
            "div",
            { class: "wb-panel" },
            h("p", {}, t("workshop.result.few", { count: leastOf(step) })),
          ),
        ]
      : resultParts(settings)),
  );
}

/** @param {ResultSettings} settings @returns {HTMLElement[]} */
function resultParts(settings) {
  const { step, result, t } = settings;
  if (step.kind === "share") return sharedTexts(settings.shares ?? [], t);
  if (step.kind === "word") return roomWords(step, result, t);
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
  if (!first) return [];
  if (!movement) return [h("p", { class: "wb-room-moved" }, t("workshop.moved.masked"))];
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
    keptAndChanged(movement, t("workshop.moved.vote", movement)),
    ...(rows.length ? [table({ caption: t("workshop.moved.flows"), columns, rows })] : []),
  ];
}

/**
 * How many stayed and how many changed, in a sentence and as a strip.
 * @param {{both: number, kept: number, changed: number}} movement @param {string} text
 * @returns {HTMLElement}
 */
function keptAndChanged({ kept, changed }, text) {
  const parts = [
    { of: ["kept"], text: String(kept), count: kept },
    { of: ["changed"], text: String(changed), count: changed },
  ];
  return h("div", { class: "wb-room-moved" }, h("p", {}, text), stripParts(parts));
}

/** @param {ResultSettings} settings @returns {HTMLElement[]} */
function ratingResult({ step, result, t }) {
  /** @type {{id: string, statement: string}[]} */
  const statements = step.activity.statements;
  const rounds = result.first ? [result.first, result] : [result];
  const names = seriesOf(step, t, rounds.length);
  const chart = barTable({
    caption: t("workshop.result.rating"),
    head: t("workshop.result.statement"),
    series: names,
    rows: statements.map(({ id, statement }) => ({
      label: statement,
      bars: rounds.map((one) => meanBar(one.mean?.[id], 5, false, t, one.bound?.[id])),
      more: [
        ...rounds.flatMap((one, at) =>
          one.bands?.[id]
            ? [strip(one.bands[id], "band", names.length > 1 ? names[at] : "", t)]
            : [],
        ),
        ...ratingMoved(result.movement?.[id], t),
      ],
    })),
  });
  /** @type {Group[]} */
  const groups = rounds.flatMap((one) => Object.values(one.bands ?? {}).flat());
  const isJoined = groups.some(({ of, bound }) => of.length > 1 || bound);
  const ends = t("workshop.result.ends", {
    low: t("workshop.scale.1"),
    high: t("workshop.scale.5"),
  });
  const notes = [ends];
  if (isJoined) notes.push(t("workshop.band.why"));
  if (result.first?.bands && !result.movement) notes.push(t("workshop.moved.others"));
  return [
    chart,
    ...notes.map((note) => h("p", { class: "wb-small wb-muted" }, note)),
    ...ratingCounts(statements, rounds, names, t),
  ];
}

/**
 * Counts of each rating, as workshops had them before there were bands.
 * @param {{id: string, statement: string}[]} statements @param {any[]} rounds @param {string[]} names
 * @param {Translate} t @returns {HTMLElement[]}
 */
function ratingCounts(statements, rounds, names, t) {
  if (!rounds.some((one) => one.counts)) return [];
  const spread = details(
    t("workshop.result.spread"),
    ...rounds.flatMap((one, at) =>
      one.counts
        ? [
            table({
              caption: names[at],
              columns: [
                t("workshop.result.statement"),
                ...RATINGS_OF_SCALE.map((n) => `${n} ${t(`workshop.scale.${n}`)}`),
              ],
              rows: statements.map(({ id, statement }) => [
                statement,
                ...RATINGS_OF_SCALE.map((n) => countOrWords(one.counts[id]?.[n], t)),
              ]),
            }),
          ]
        : [],
    ),
  );
  const counts = rounds.flatMap((one) => Object.values(one.counts ?? {}));
  return [spread, ...maskedNote(counts, t)];
}

/**
 * Groups of people as a strip, in proportion, with what it says in words.
 * @param {Group[]} groups @param {"band" | "moved"} names @param {string} series @param {Translate} t
 * @returns {HTMLElement}
 */
function strip(groups, names, series, t) {
  const texts = groups.map(({ of, count, bound }) =>
    t(`workshop.group.${bound || "exact"}`, {
      group: of.map((name) => t(`workshop.${names}.${name}`)).join(` ${t("workshop.group.or")} `),
      count,
    }),
  );
  return h(
    "span",
    { class: "wb-room-strip" },
    stripParts(
      groups.map((group) => ({
        ...group,
        text: { more: `${group.count}+`, fewer: `0–${group.count}`, "": `${group.count}` }[
          group.bound
        ],
      })),
    ),
    h("span", {}, series ? `${series}: ` : "", texts.join("; ")),
  );
}

/**
 * A strip's parts, for the eye alone: what they say is written beside them. A part without people is hidden.
 * @param {{of: string[], count: number, text: string, bound?: string}[]} parts @returns {HTMLElement}
 */
function stripParts(parts) {
  return h(
    "span",
    { class: "wb-room-strip-parts", "aria-hidden": "true" },
    parts.map(({ of, count, text, bound }) => {
      const part = h("span", { "data-of": of.join(" "), "data-bound": bound ?? "" }, ` ${text} `);
      part.style.flexGrow = String(count);
      part.hidden = count === 0;
      return part;
    }),
  );
}

/** @param {any} movement @param {Translate} t @returns {HTMLElement[]} */
function ratingMoved(movement, t) {
  if (!movement) return [];
  if (Array.isArray(movement)) return [strip(movement, "moved", "", t)];
  const [up, same, down] = [movement.up, movement.same, movement.down].map((count) =>
    countOrWords(count, t),
  );
  return [h("span", {}, t("workshop.moved.rating", { up, same, down }))];
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
  const { movement } = result;
  const moved = movement ? [keptAndChanged(movement, t("workshop.moved.order", movement))] : [];
  return [chart, ...moved, ...maskedNote(result.top ? [result.top] : [], t)];
}

/** @param {RoomStep} step @returns {number} How many have to answer before anything is shown. */
function leastOf(step) {
  return step.least ?? 5;
}

/** @param {RoomStep} step @param {any} result @param {Translate} t @returns {HTMLElement[]} */
function roomWords(step, result, t) {
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
            ? h(
                "span",
                { class: "wb-visually-hidden" },
                `, ${t("workshop.result.many", { count: leastOf(step) })}`,
              )
            : null,
        ),
      ),
    ),
    ...(words.some(({ many }) => many)
      ? [
          h(
            "p",
            { class: "wb-small wb-muted" },
            t("workshop.result.many_note", { count: leastOf(step) }),
          ),
        ]
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
 * @param {string} [bound] If it is not exact: "more", "fewer" or "about".
 */
function meanBar(mean, most, turned, t, bound) {
  if (mean === undefined || mean === null) return { part: null, text: t("workshop.masked") };
  const part = (mean - 1) / Math.max(1, most - 1);
  const text = bound ? t(`workshop.mean.${bound}`, { mean: mean.toFixed(1) }) : mean.toFixed(1);
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
