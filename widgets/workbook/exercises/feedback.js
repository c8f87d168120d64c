/**
 * The exercise Feedback: the one form whose words are sent. It says Sent only when the workbook has answered
 * that they are kept; until then they stay in the boxes, and a draft of them stays on this device.
 */

import { button, exercise, h, heading, options, replace, uniqueId } from "../front/kit.js";
import { clock } from "../front/saving.js";
import { isBlank } from "../front/entries.js";

/** @typedef {{useful: string, helped: string, ideas: string}} Said */
/** @typedef {{type: string, client: string, seq: number, at?: string, reason?: string}} Answer */

const FEEDBACK_DRAFT = "feedback";
/** How long to wait for an answer, in ms. */
const ANSWER_WITHIN = 10_000;
/** From how many characters before the limit on a box says what is left. */
const NEAR_LIMIT = 500;

export default exercise("feedback", (context) => {
  const { root, content, t, say, record, model, onLeave } = context;
  /** @type {number} */
  const limit = content.limit;
  // A name of its own, so that what is sent can't be matched with what is on the device.
  const client = Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join(
    "",
  );
  /** @type {Map<number, string>} What was sent and is not answered yet, by its number. */
  const sent = new Map();
  let seq = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const useful = options({
    legend: t("feedback.useful"),
    options: ["very", "some", "little"].map((value) => ({
      value,
      label: t(`feedback.useful.${value}`),
    })),
    row: true,
    onChange: changed,
  });
  const helped = box(t("feedback.helped"));
  const ideas = box(t("feedback.ideas"));
  const send = button(t("feedback.send"), submit, { primary: true });
  const problem = h("p", { class: "wb-problem", "data-grade": "caution", hidden: true });
  const form = h(
    "div",
    { class: "wb-stack" },
    useful,
    helped.field,
    ideas.field,
    problem,
    h("div", { class: "wb-buttons" }, send),
  );
  const done = h("div", { class: "wb-panel wb-stack-tight", "data-grade": "good", hidden: true });

  /** @param {string} label */
  function box(label) {
    const id = uniqueId();
    const hint = h(
      "p",
      { class: "wb-hint", id: `${id}-hint` },
      t("feedback.limit", { limit: limit.toLocaleString("en-GB") }),
    );
    const area = h("textarea", {
      id,
      rows: 4,
      maxlength: limit,
      autocomplete: "off",
      "aria-describedby": `${id}-hint`,
      on: {
        input: () => {
          const left = limit - area.value.length;
          const near = t("feedback.near_limit", { left });
          if (left <= NEAR_LIMIT) replace(hint, near);
          else replace(hint, t("feedback.limit", { limit: limit.toLocaleString("en-GB") }));
          if (left === 0) say(near);
          changed();
        },
      },
    });
    return {
      area,
      field: h("div", { class: "wb-field" }, h("label", { for: id }, label), hint, area),
    };
  }

  /** @returns {Said} */
  function said() {
    const chosen = useful.querySelector("input:checked");
    return {
      useful: chosen instanceof HTMLInputElement ? chosen.value : "",
      helped: helped.area.value,
      ideas: ideas.area.value,
    };
  }

  /** @param {Said} words */
  function fillIn(words) {
    for (const input of useful.querySelectorAll("input"))
      input.checked = input.value === words.useful;
    helped.area.value = words.helped;
    ideas.area.value = words.ideas;
  }

  function changed() {
    record.draft(FEEDBACK_DRAFT, said());
    if (isBlank(said())) record.settle(FEEDBACK_DRAFT, said());
  }

  function submit() {
    if (waiting !== undefined) return;
    const words = said();
    if (isBlank(words)) return trouble("empty");
    const text = JSON.stringify(words);
    // The same words keep their number, so that a second try is no second message.
    if (sent.get(seq) !== text) seq += 1;
    sent.set(seq, text);
    busy(true);
    waiting = setTimeout(() => trouble("silent"), ANSWER_WITHIN);
    try {
      model.send({ type: "feedback", client, seq, ...words });
    } catch {
      trouble("silent");
    }
  }

  /** @param {boolean} yes While it is on its way, the boxes hold still. */
  function busy(yes) {
    clearTimeout(waiting);
    waiting = undefined;
    helped.area.readOnly = ideas.area.readOnly = yes;
    useful.disabled = yes;
    send.setAttribute("aria-disabled", String(yes));
    replace(send, t(yes ? "feedback.sending" : "feedback.send"));
    if (yes) {
      problem.hidden = true;
      say(t("feedback.sending"));
    }
  }

  /** @param {string} reason */
  function trouble(reason) {
    busy(false);
    tell(t(`feedback.refused.${reason}`, { limit: limit.toLocaleString("en-GB") }));
  }

  /** @param {string} text */
  function tell(text) {
    replace(problem, text);
    problem.hidden = false;
    say(text);
  }

  /** @param {Answer} answer */
  function receive(answer) {
    if (answer?.client !== client || !sent.has(answer.seq)) return;
    if (answer.type === "refused") return trouble(answer.reason ?? "closed");
    if (answer.type !== "kept") return;
    const time = clock(answer.at ?? new Date().toISOString());
    const words = sent.get(answer.seq);
    sent.delete(answer.seq);
    const unchanged = JSON.stringify(said()) === words;
    if (answer.seq === seq) busy(false);
    if (unchanged) finish(time);
    else tell(t("feedback.late", { time }));
  }

  /** @param {string} time */
  function finish(time) {
    record.settle(FEEDBACK_DRAFT, said());
    fillIn({ useful: "", helped: "", ideas: "" });
    problem.hidden = true;
    form.hidden = true;
    const title = h("h4", { tabindex: "-1" }, t("feedback.sent", { time }));
    replace(
      done,
      title,
      h("p", {}, t("feedback.thanks")),
      h("div", { class: "wb-buttons" }, button(t("feedback.more"), again)),
    );
    done.hidden = false;
    title.focus();
    say(`${t("feedback.sent", { time })}. ${t("feedback.thanks")}`);
  }

  function again() {
    done.hidden = true;
    form.hidden = false;
    helped.area.focus();
  }

  model.on("msg:custom", receive);
  onLeave(() => {
    model.off("msg:custom", receive);
    clearTimeout(waiting);
  });
  root.append(
    heading(t("feedback.kicker"), t("feedback.title")),
    h("p", { class: "wb-label" }, t("feedback.readers")),
    h("p", { class: "wb-small wb-muted" }, t("feedback.nothing_else")),
    form,
    done,
  );
  const draft = record.draftOf(FEEDBACK_DRAFT);
  if (draft) fillIn({ useful: "", helped: "", ideas: "", ...draft.value });
});
