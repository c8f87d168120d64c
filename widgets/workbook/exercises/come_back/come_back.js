/**
 * The exercise Come back: five questions some days after the learner first finished something, and the days for a
 * calendar. Each answer is explained at once. None is counted as right or wrong, here or in the record.
 */

import {
  button,
  details,
  exercise,
  h,
  heading,
  options,
  paragraphs,
  replace,
  sentences,
} from "../../front/kit.js";
import { namespace } from "../../../widget_host/pages/static/common/storage_namespace.js";
import {
  dayOf,
  daysAfter,
  drawn,
  firstFinished,
  QUESTIONS,
  roundKey,
  ROUNDS,
  roundsAt,
} from "../../record/ui/come_back.js";
import { doneLine } from "../../front/patterns/done.js";
import { faultAt } from "../../front/patterns/faults.js";
import { day, keptLine } from "../../record/ui/saving.js";
import { saveAsFile } from "../../record/ui/your_record/file.js";
import { calendar } from "./calendar.js";

/**
 * @typedef {import("../../record/ui/come_back.js").Kept} Kept
 * @typedef {import("../../record/ui/come_back.js").Round} Round
 * @typedef {{id: string, answer: string, is_sound: boolean, why: string}} Answer
 * @typedef {{id: string, standard: string, kind: string, question: string, answers: Answer[]}} Question
 * @typedef {{id: string, number: number, short_title: string, page: string}} Standard
 * @typedef {{questions: Question[], standards: Standard[]}} ComeBack
 */

const DAY_MS = 24 * 60 * 60 * 1000;

export default exercise("come_back", (context) => {
  const { root, t, say, record, onLeave } = context;
  /** @type {ComeBack} */
  const { questions, standards } = context.content;
  const known = new Map(questions.map((one) => [one.id, one]));
  const due = h("section", { class: "wb-stack-tight" });
  const round = h("section", { class: "wb-stack" });
  const kept = keptLine(context);
  const again = h("section", { class: "wb-stack-tight" });
  const days = h("section", { class: "wb-stack-tight wb-no-print" });
  /** The number of the round on the page, until the learner has left it; 0 for none. */
  let open = 0;

  async function refresh() {
    const entries = await record.all().catch(() => []);
    const rounds = roundsAt(entries, new Date());
    show(rounds);
    if (open) return;
    const ready = rounds.find(({ state }) => state === "ready");
    if (!ready) return;
    // A question that the workbook no longer has is left out.
    const begun = (ready.kept?.asked ?? []).filter((id) => known.has(id));
    const asked = begun.length ? begun : drawn(questions, entries, Math.random).map(({ id }) => id);
    begin(ready, firstFinished(entries), asked);
  }

  /** @param {Round[]} rounds Shows everything but the round that is open. */
  function show(rounds) {
    replace(due, ...(rounds.length ? dueDays(rounds) : nothingYet()));
    const done = rounds.filter(({ state, number }) => state === "done" && number !== open);
    replace(again, ...done.map(readAgain));
    if (rounds.every(({ state }) => state === "done")) replace(days);
    else if (!days.childElementCount) replace(days, ...forCalendar());
  }

  /** @param {Round[]} rounds */
  function dueDays(rounds) {
    return [
      h("h4", {}, t("come_back.days")),
      h(
        "ul",
        { class: "wb-come_back-days" },
        rounds.map((one) =>
          h(
            "li",
            { "data-state": one.state },
            h("span", { class: "wb-label" }, t(`come_back.round.${one.number}`)),
            " ",
            h("span", {}, stateOf(one)),
          ),
        ),
      ),
    ];
  }

  /** @param {Round} round @returns {string} */
  function stateOf({ state, kept: stored, due: on }) {
    if (state === "done") return t("come_back.done", { day: day(stored?.done ?? on) });
    if (state === "ready") return t("come_back.ready");
    const count = Math.round((Date.parse(on) - Date.parse(dayOf(new Date()))) / DAY_MS);
    if (count < 1) return t("come_back.after_that");
    return t("come_back.waiting", { count, day: day(on) });
  }

  function nothingYet() {
    const first = standards[0];
    return [
      h(
        "div",
        { class: "wb-panel wb-stack-tight", "data-grade": "defensible" },
        h("h4", {}, t("come_back.empty_title")),
        h("p", {}, t("come_back.empty")),
        first
          ? h(
              "a",
              { class: "wb-button", href: first.page },
              t("come_back.empty_link", { standard: titleOf(first.id) }),
            )
          : null,
      ),
    ];
  }

  /** @param {Round} ready @param {string} from @param {string[]} asked */
  function begin(ready, from, asked) {
    if (!asked.length) return;
    open = ready.number;
    /** @type {Kept} */
    const stored = { from, asked, answers: { ...ready.kept?.answers } };
    const line = doneLine(context);
    const showDone = (isQuiet = false) =>
      line.show(
        asked.map((id) => Boolean(stored.answers[id])),
        { isQuiet },
      );
    showDone(true);
    const next = asked.findIndex((id) => !stored.answers[id]);
    if (next >= 0) ask(next, false);
    else end(false);

    /** @param {number} at @param {boolean} [move] Whether the focus goes along: not when the page opens. */
    function ask(at, move = true) {
      const question = /** @type {Question} */ (known.get(asked[at]));
      /** @type {Answer | undefined} */
      let picked;
      const choice = options({
        legend: question.question,
        options: question.answers.map(({ id, answer }) => ({ value: id, label: answer })),
        onChange: ([id]) => (picked = question.answers.find((one) => one.id === id)),
      });
      const fault = faultAt(choice, () => (picked ? "" : t("come_back.pick_one")));
      const give = () => void (fault.isFound() || !picked || answer(at, picked));
      replace(
        round,
        headOf(at),
        whichStandard(question),
        choice,
        h("div", { class: "wb-buttons" }, button(t("come_back.answer"), give, { primary: true })),
        line.element,
      );
      if (move) focusHead();
    }

    /** @param {number} at @param {Answer} chosen */
    function answer(at, chosen) {
      const question = /** @type {Question} */ (known.get(asked[at]));
      const isLast = at === asked.length - 1;
      const reasons = reasonsOf(question, chosen.id);
      replace(
        round,
        headOf(at),
        h("p", { class: "wb-question" }, question.question),
        ...reasons,
        others(question, chosen.id),
        h(
          "div",
          { class: "wb-buttons" },
          button(
            t(isLast ? "come_back.finish" : "come_back.next"),
            isLast ? () => end() : () => ask(at + 1),
            {
              primary: true,
            },
          ),
        ),
        line.element,
      );
      focusHead();
      say(sentences(...reasons.map((part) => spokenOf(part))));
      stored.answers[question.id] = chosen.id;
      showDone();
      if (asked.every((id) => stored.answers[id])) stored.done = dayOf(new Date());
      void kept.keep(roundKey(ready.number), stored, {
        kind: "come_back",
        title: t("come_back.title"),
        question: t(`come_back.round.${ready.number}`),
        words: wordsOf(stored),
      });
    }

    /** @param {number} at */
    function headOf(at) {
      return h(
        "h4",
        { tabindex: "-1" },
        t("come_back.question", { number: at + 1, count: asked.length }),
      );
    }

    /** @param {boolean} [move] */
    async function end(move = true) {
      open = 0;
      const rounds = roundsAt(await record.all().catch(() => []), new Date());
      show(rounds);
      const later = rounds.find(({ state }) => state !== "done");
      replace(
        round,
        h(
          "div",
          { class: "wb-panel wb-stack-tight", "data-grade": "defensible" },
          h("h4", { tabindex: "-1" }, t("come_back.end", { count: asked.length })),
          h(
            "p",
            {},
            later ? t("come_back.end_next", { day: day(later.due) }) : t("come_back.end_last"),
          ),
        ),
      );
      if (move) focusHead();
    }

    function focusHead() {
      round.querySelector("h4")?.focus();
    }
  }

  /** @param {Question} question */
  function whichStandard({ standard }) {
    const title = titleOf(standard);
    return title ? h("p", { class: "wb-small wb-muted" }, title) : null;
  }

  /**
   * @param {Question} question
   * @param {string} chosen
   * @returns {HTMLElement[]} The answer given and the sound one, each with its reason.
   */
  function reasonsOf({ answers }, chosen) {
    const mine = answers.find(({ id }) => id === chosen);
    const sound = answers.find(({ is_sound }) => is_sound);
    return [
      mine
        ? reason(
            mine,
            mine.is_sound ? "best" : "caution",
            t("come_back.yours"),
            mine.is_sound ? "sound" : "other",
          )
        : null,
      sound && sound !== mine ? reason(sound, "best", t("come_back.sound_one"), "") : null,
    ].filter((part) => part !== null);
  }

  /** @param {Answer} answer @param {string} grade @param {string} label @param {string} verdict */
  function reason({ answer, why }, grade, label, verdict) {
    return h(
      "div",
      { class: "wb-panel wb-stack-tight", "data-grade": grade },
      h("p", { class: "wb-label" }, label),
      h("p", { class: "wb-chosen" }, answer),
      verdict ? h("p", { class: "wb-label" }, t(`come_back.verdict.${verdict}`)) : null,
      paragraphs(why),
    );
  }

  /** @param {HTMLElement} part @returns {string} What it says, sentence by sentence. */
  function spokenOf(part) {
    return sentences(...[...part.children].map((one) => one.textContent ?? ""));
  }

  /** @param {Question} question @param {string} chosen */
  function others({ answers }, chosen) {
    const left = answers.filter(({ id, is_sound }) => !is_sound && id !== chosen);
    if (!left.length) return null;
    return details(
      t("come_back.others", { count: left.length }),
      ...left.map(({ answer, why }) =>
        h(
          "div",
          { class: "wb-stack-tight" },
          h("p", { class: "wb-label" }, answer),
          paragraphs(why),
        ),
      ),
    );
  }

  /** @param {Round} round The questions of a round that is over, with the reasons. */
  function readAgain({ number, kept: stored }) {
    const asked = (stored?.asked ?? []).flatMap((id) => known.get(id) ?? []);
    return details(
      t("come_back.again", { round: t(`come_back.round.${number}`) }),
      ...asked.map((question) =>
        h(
          "section",
          { class: "wb-stack-tight" },
          h("h5", {}, question.question),
          ...reasonsOf(question, stored?.answers[question.id] ?? ""),
        ),
      ),
    );
  }

  /** @param {Kept} stored @returns {string} The questions and the answers given, to read in the record. */
  function wordsOf({ asked, answers }) {
    return asked
      .flatMap((id) => {
        const question = known.get(id);
        const given = question?.answers.find((one) => one.id === answers[id]);
        return question && given ? [sentences(question.question, given.answer)] : [];
      })
      .join("\n");
  }

  /** The days counted from today, and the file for a calendar. */
  function forCalendar() {
    const today = dayOf(new Date());
    const dates = ROUNDS.map((count) => daysAfter(today, count));
    const address = pageAddress();
    return [
      h("h4", {}, t("come_back.calendar.title")),
      h("p", {}, t("come_back.calendar.text")),
      h(
        "ul",
        {},
        dates.map((one) => h("li", {}, day(one))),
      ),
      h(
        "p",
        { class: "wb-small wb-muted" },
        t(address ? "come_back.calendar.holds" : "come_back.calendar.holds_title"),
      ),
      h(
        "div",
        { class: "wb-buttons" },
        button(t("come_back.calendar.save"), () => {
          const events = dates.map((one) => ({
            // The same on the same day, so that a file that is opened twice adds nothing twice.
            uid: `${one}@come-back.${[namespace(), window.location.hostname].filter(Boolean).join(".")}`,
            day: one,
            title: t("come_back.calendar.event"),
          }));
          saveAsFile("come-back.ics", calendar(events, address, new Date()), "text/calendar");
          say(t("come_back.calendar.saved"));
        }),
      ),
    ];
  }

  /** @param {string} id @returns {string} */
  function titleOf(id) {
    const found = standards.find((one) => one.id === id);
    return found ? t("come_back.standard", { number: found.number, title: found.short_title }) : "";
  }

  const look = () => void (document.visibilityState === "visible" && refresh());
  document.addEventListener("visibilitychange", look);
  onLeave(() => document.removeEventListener("visibilitychange", look));
  onLeave(record.watch((key) => void (key !== null && refresh())));
  root.append(
    heading(t("come_back.kicker"), t("come_back.title")),
    h("p", {}, t("come_back.intro", { count: Math.min(QUESTIONS, questions.length) })),
    due,
    round,
    kept.line,
    again,
    days,
  );
  void refresh();
});

/**
 * @returns {string} This page's address for a calendar, or "" where the browser's address bar has another one (in a
 *   learning platform's frame) or none that opens elsewhere (a file).
 */
function pageAddress() {
  const { origin, pathname, protocol } = window.location;
  return window.top === window && protocol.startsWith("http") ? `${origin}${pathname}` : "";
}
