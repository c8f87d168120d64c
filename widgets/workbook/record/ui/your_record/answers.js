/** The part of Your record that shows the answers, by  standard, and the standards without any. */

import { details, h } from "../../../front/kit.js";
import { PLAN_PARTS, plansIn } from "../plan.js";
import { versions } from "../versions.js";
import { dayAndTime, questionOf, standardTitle, wordsOf } from "./entries.js";
import { timeSaid } from "./minutes.js";
import { minutesOf } from "./time.js";
import { unjudged } from "./verdicts.js";

/**
 * @typedef {import("../../../front/kit.js").Context} Context
 * @typedef {import("./entries.js").Entry} Entry
 * @typedef {import("./entries.js").Known} Known
 * @typedef {import("./entries.js").Section} Section
 * @typedef {import("./time.js").Spent} Spent
 */

/** Up to how many answers, and letters in all, are shown as the page opens: with more, each standard is folded. */
const SHOWN_AT_ONCE = { answers: 6, letters: 1200 };

/**
 * What was written, standard by standard.
 * @param {Context} context
 * @param {Known} known
 * @param {Section[]} sections
 * @param {Spent[]} spent
 * @returns {HTMLElement}
 */
export function writtenPart(context, known, sections, spent) {
  const { t } = context;
  const isShort = isShownAtOnce(sections.flatMap(answersOf));
  return h(
    "section",
    { class: "wb-your_record-section wb-stack" },
    h("h4", {}, t("your_record.written")),
    sections.map((section) => {
      const mine = answersOf(section);
      const part = details(
        t("your_record.section", { title: section.title, count: mine.length }),
        answersPart(
          context,
          known,
          section,
          spent.find(({ page }) => page === section.id),
        ),
      );
      part.dataset.fold = section.id || "rest";
      // Two texts wait for a choice: nobody should have to look for them.
      const isApart = mine.some(({ others }) => others?.length);
      part.open = isShort || isApart;
      if (isApart) part.dataset.apart = "";
      return part;
    }),
  );
}

/** @param {Entry[]} answers */
function isShownAtOnce(answers) {
  const letters = answers.flatMap(wordsOf).join("").length;
  return answers.length <= SHOWN_AT_ONCE.answers && letters <= SHOWN_AT_ONCE.letters;
}

/** @param {Section} section */
function answersOf({ groups }) {
  return groups.flatMap(({ entries }) => entries);
}

/**
 * @param {Context} context
 * @param {Known} known
 * @param {Section} section
 * @param {Spent} [spent] The time spent with the standard's page.
 * @returns {HTMLElement}
 */
function answersPart(context, known, { groups }, spent) {
  return h(
    "div",
    { class: "wb-stack" },
    spent && minutesOf(spent)
      ? h("p", { class: "wb-small wb-muted" }, timeSaid(spent, context.t))
      : null,
    groups.map((group) =>
      h(
        "section",
        { class: "wb-your_record-group" },
        h("h5", {}, group.title),
        group.entries.map((entry) => answerOf(context, known, entry)),
      ),
    ),
  );
}

/** @param {Context} context @param {Known} known @param {Entry} entry */
function answerOf(context, known, entry) {
  const { t } = context;
  const { asked, now, gone } = questionOf(entry, known);
  const isApart = Boolean(entry.others?.length);
  return h(
    "div",
    { class: "wb-your_record-entry", tabindex: "-1", "data-entry": entry.key },
    now ? h("p", { class: "wb-small wb-muted" }, t("your_record.answered")) : null,
    asked ? h("p", { class: "wb-question" }, asked) : null,
    isApart
      ? versions(context, entry, (one) => wordsOf(unjudged(one, entry.kind, known)).join("\n"))
      : saidOf(context, unjudged(entry, entry.kind, known)),
    isApart ? null : h("p", { class: "wb-small wb-muted" }, dayAndTime(entry.updated, t)),
    now
      ? h("p", { class: "wb-small wb-muted" }, t("your_record.asked_now", { question: now }))
      : null,
    gone ? h("p", { class: "wb-small wb-muted" }, t("your_record.gone")) : null,
  );
}

/** @param {Context} context @param {Entry} entry */
function saidOf({ t }, entry) {
  const lines = wordsOf(entry);
  return lines.length
    ? lines.map((line) => h("p", { class: "wb-said" }, line))
    : h("p", { class: "wb-muted" }, t("your_record.no_words"));
}

/**
 * @param {Context} context
 * @param {Known} known
 * @param {Entry[]} answers
 * @returns {HTMLElement | null} The standards without any answers.
 */
export function gapsPart({ t }, known, answers) {
  const missing = known.standards.filter(({ id }) => !answers.some((one) => one.standard === id));
  if (!missing.length) return null;
  return h(
    "section",
    { class: "wb-your_record-section wb-stack-tight wb-no-print" },
    h("h4", {}, t("your_record.gaps")),
    h("p", {}, t("your_record.gaps_text")),
    h(
      "ul",
      { class: "wb-gaps" },
      missing.map((one) => h("li", {}, h("a", { href: one.page }, standardTitle(one, t)))),
    ),
  );
}

/**
 * The learning plan, only for printing: on screen it is a separate exercise.
 * @param {Context} context
 * @param {Entry[]} entries
 * @returns {HTMLElement | null}
 */
export function printedPlan({ t }, entries) {
  const plans = plansIn(entries);
  if (!plans.length) return null;
  return h(
    "section",
    { class: "wb-your_record-section wb-stack wb-printed-plan" },
    h("h4", {}, t("learning_plan.title")),
    plans.map(({ parts }, at) =>
      h(
        "section",
        { class: "wb-your_record-entry" },
        h("h5", {}, t("learning_plan.item", { number: at + 1 })),
        PLAN_PARTS.flatMap((part) => parts[part] ?? [])
          .map((entry) => [
            h("p", { class: "wb-question" }, entry.question ?? ""),
            ...[entry, ...(entry.others ?? [])]
              .flatMap(wordsOf)
              .map((line) => h("p", { class: "wb-said" }, line)),
          ])
          .flat(),
      ),
    ),
  );
}

/** @param {Context} context @param {Known} known @returns {HTMLElement} The content before the first answer. */
export function emptyPart({ t }, known) {
  const first = known.standards[0];
  return h(
    "section",
    { class: "wb-panel wb-stack-tight", "data-grade": "defensible" },
    h("h4", {}, t("your_record.empty_title")),
    h("p", {}, t("your_record.empty", { minutes: known.scenario_minutes })),
    first
      ? h(
          "a",
          { class: "wb-button", href: first.page },
          t("your_record.empty_link", { standard: standardTitle(first, t) }),
        )
      : null,
  );
}
