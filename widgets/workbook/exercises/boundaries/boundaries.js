/**
 * The exercise Boundaries: requests arrive in an inbox, and each answer affects the relationship.
 *
 * Any request can be opened at any time, and answered again.
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
  table,
  uniqueId,
} from "../../front/kit.js";
import { followDone } from "../../front/patterns/done.js";
import { faultAt } from "../../front/patterns/faults.js";
import { followKept, keptLine } from "../../record/ui/saving.js";
import { strands } from "./strands.js";

/**
 * @typedef {"keeps" | "strains" | "crosses"} Effect
 * @typedef {{id: string, answer: string, effect: Effect, what_happens: string, rationale: string}} Answer
 * @typedef {{id: string, kind: string, sender: string, time: string, text: string, standard: string,
 *   answers: Answer[]}} Request
 */

/** @type {Record<Effect, string>} The kit's grade for each effect. */
const GRADES = { keeps: "good", strains: "caution", crosses: "risk" };

export default exercise("boundaries", (context) => {
  const { root, t, say } = context;
  /** @type {Request[]} */
  const requests = context.content.requests;
  /** @type {Map<string, Answer>} What was answered, by the request's id. */
  const answered = new Map();
  const items = requests.map(item);
  const summary = h("div", { class: "wb-summary wb-stack" });

  /** @param {Request} request One message of the inbox: a button that unfolds it, and what is inside. */
  function item(request) {
    const name = nameOf(request);
    const body = h("div", { class: "wb-message wb-stack", id: uniqueId(), hidden: true });
    const state = h("span", { class: "wb-state" });
    const opener = h(
      "button",
      {
        type: "button",
        class: "wb-opener",
        "aria-expanded": "false",
        "aria-controls": body.id,
        on: { click: () => open(request, Boolean(body.hidden)) },
      },
      h(
        "span",
        { class: "wb-envelope" },
        h("span", { class: "wb-kind" }, t(`boundaries.kind.${request.kind}`)),
        h("span", { class: "wb-time" }, request.time),
      ),
      h("span", {}, h("span", { class: "wb-sender" }, name), request.sender.slice(name.length)),
      state,
    );
    const element = h("li", { class: "wb-request" }, h("h4", {}, opener), body);
    return { request, element, opener, body, state };
  }

  /** @param {Request} request Who sends it, without what follows about them. */
  function nameOf({ sender }) {
    return sender.split(/[,.]/)[0];
  }

  /** @param {Request} request */
  const itemOf = (request) => items[requests.indexOf(request)];

  /** @param {Request} request @param {boolean} unfold Opens one message and closes the others. */
  function open(request, unfold) {
    for (const { request: other, body, opener } of items) {
      const isOpen = unfold && other === request;
      if (isOpen && !body.childElementCount) fill(other);
      body.hidden = !isOpen;
      opener.setAttribute("aria-expanded", String(isOpen));
    }
  }

  /** @param {Request} request Draws a message with its answers, and the consequence of the chosen one. */
  function fill(request) {
    const { body } = itemOf(request);
    let picked = answered.get(request.id);
    const result = h("div", { class: "wb-stack" });
    const kept = keptLine(context);
    const choice = options({
      legend: t("boundaries.question"),
      options: request.answers.map(({ id, answer }) => ({ value: id, label: answer })),
      chosen: picked ? [picked.id] : [],
      onChange: ([id]) => (picked = request.answers.find((answer) => answer.id === id)),
    });
    const fault = faultAt(choice, () => (picked ? "" : t("boundaries.pick_one")));
    const send = () => {
      if (fault.isFound() || !picked) return;
      settle(request, picked);
      replace(result, ...outcome(request, picked));
      say(`${t(`boundaries.effect.${picked.effect}`)}. ${picked.what_happens} ${picked.rationale}`);
      void kept.keep(keyOf(request), { answer: picked.id }, aboutOf(request, picked));
    };
    replace(
      body,
      h("blockquote", { class: "wb-bubble" }, paragraphs(request.text)),
      choice,
      h("div", { class: "wb-buttons" }, button(t("boundaries.send"), send, { primary: true })),
      kept.line,
      result,
    );
    if (picked) replace(result, ...outcome(request, picked));
  }

  /** @param {Request} request @param {Answer} answer */
  function outcome(request, answer) {
    const next = nextUnanswered(request);
    return [
      h("div", { "data-grade": GRADES[answer.effect], class: "wb-panel" }, told(answer)),
      details(
        t("boundaries.all_answers"),
        ...request.answers.map((one) =>
          h(
            "div",
            { class: "wb-other wb-stack-tight" },
            h("p", { class: "wb-label" }, one.answer),
            told(one),
          ),
        ),
      ),
      next
        ? h(
            "div",
            { class: "wb-buttons" },
            button(t("boundaries.next"), () => goTo(next)),
          )
        : null,
    ];
  }

  /** @param {Answer} answer */
  function told(answer) {
    return h(
      "div",
      { class: "wb-stack-tight" },
      h("p", {}, effectBadge(answer.effect)),
      h("p", { class: "wb-label" }, t("boundaries.what_happens")),
      paragraphs(answer.what_happens),
      h("p", { class: "wb-label" }, t("boundaries.why")),
      paragraphs(answer.rationale),
    );
  }

  /** @param {Effect} effect */
  function effectBadge(effect) {
    return badge(GRADES[effect], t(`boundaries.effect.${effect}`));
  }

  /** @param {Request} after @returns {Request | undefined} The next unanswered one, wrapping at the end. */
  function nextUnanswered(after) {
    const from = requests.indexOf(after) + 1;
    return [...requests.slice(from), ...requests.slice(0, from)].find(
      ({ id }) => !answered.has(id),
    );
  }

  /** @param {Request} request */
  function goTo(request) {
    open(request, true);
    const { opener, element } = itemOf(request);
    opener.focus({ preventScroll: true });
    element.scrollIntoView({ block: "start" });
  }

  /** @param {Request} request @param {Answer} answer Adds an answer to the inbox and the summary. */
  function settle(request, answer) {
    answered.set(request.id, answer);
    draw();
  }

  function draw() {
    for (const { request, state, element } of items) {
      const answer = answered.get(request.id);
      element.classList.toggle("wb-unread", !answer);
      replace(state, answer ? effectBadge(answer.effect) : t("boundaries.new"));
    }
    summary.hidden = !answered.size;
    if (answered.size) replace(summary, ...summed(summary.querySelector("details")?.open ?? false));
  }

  /** @param {boolean} isOpen Whether the table is unfolded. */
  function summed(isOpen) {
    const rows = requests.map((request, at) => {
      const answer = answered.get(request.id);
      const effect = answer ? t(`boundaries.effect.${answer.effect}`) : t("boundaries.unanswered");
      return { number: at + 1, request, answer, effect };
    });
    const tally = /** @type {Effect[]} */ (["keeps", "strains", "crosses"]).map((effect) => ({
      effect,
      count: [...answered.values()].filter((answer) => answer.effect === effect).length,
    }));
    const each = details(
      t("boundaries.table"),
      table({
        caption: t("boundaries.table"),
        columns: [t("boundaries.column.request"), t("boundaries.column.effect")],
        rows: rows.map(({ number, request, answer, effect }) => [
          h(
            "span",
            {},
            `${number}. ${nameOf(request)}: ${t(`boundaries.kind.${request.kind}`)}`,
            answer ? h("small", {}, answer.answer) : null,
          ),
          effect,
        ]),
      }),
    );
    each.open = isOpen;
    return [
      h("h4", {}, t("boundaries.summary")),
      h(
        "p",
        {},
        t(answered.size === requests.length ? "boundaries.summary_all" : "boundaries.summary_some"),
      ),
      strands(
        rows.map(({ answer }) => answer?.effect),
        {
          name: t(
            "boundaries.picture",
            Object.fromEntries(tally.map(({ effect, count }) => [effect, count])),
          ),
          you: t("boundaries.you"),
          them: t("boundaries.them"),
        },
      ),
      h(
        "ul",
        { class: "wb-tally" },
        tally.map(({ effect, count }) => h("li", {}, effectBadge(effect), h("strong", {}, count))),
      ),
      each,
    ];
  }

  /** @param {Request} request */
  function keyOf(request) {
    return `boundaries/${request.id}`;
  }

  /** @param {Request} request @param {Answer} answer */
  function aboutOf(request, answer) {
    return {
      kind: "boundaries",
      title: t("boundaries.title"),
      standard: request.standard,
      question: `${request.sender} ${request.text}`,
      words: `${answer.answer} (${t(`boundaries.effect.${answer.effect}`)})`,
    };
  }

  root.append(
    heading(t("boundaries.kicker"), t("boundaries.title")),
    h("p", {}, t("boundaries.intro")),
    h(
      "ol",
      { class: "wb-inbox", "aria-label": t("boundaries.inbox") },
      items.map(({ element }) => element),
    ),
    summary,
    followDone(context, requests.map(keyOf)),
  );
  draw();
  followKept(context, requests.map(keyOf), (key, { value }) => {
    const request = requests.find((one) => keyOf(one) === key);
    const answer = request?.answers.find(({ id }) => id === value?.answer);
    if (!request || !answer || answered.get(request.id) === answer) return;
    settle(request, answer);
    if (itemOf(request).body.childElementCount) fill(request);
  });
});
