/**
 * The exercise Feedback: the one form whose words are sent. It says Sent only when the workbook has answered
 * that they are kept; until then they stay in the boxes, and a draft of them stays on this device.
 */

import { button, exercise, h, heading, options, replace, uniqueId } from "../../../front/kit.js";
import { locales } from "../../../../widget_host/pages/static/common/language.js";
import { mayGoOut } from "../../../front/identifiers/people_check.js";
import { clock } from "../../../record/ui/saving.js";
import { whenReachable } from "../../../../widget_host/pages/static/offline/reach.js";

/** @typedef {{kind: string, page: string, useful: string, text: string}} Said */
/** @typedef {{type: string, message: string, reason?: string}} Answer */

const FEEDBACK_DRAFT = "feedback";
/** How long to wait for an answer, in ms. */
const ANSWER_WITHIN = 10_000;
/** From how many characters before the limit on a box says what is left. */
const NEAR_LIMIT = 500;
/** @type {Record<string, string>} What the box asks for, by what is sent. */
const ASKS = { comment: "feedback.helped", idea: "feedback.ideas", mistake: "feedback.wrong" };
/** @type {Said} */
const NOTHING = { kind: "comment", page: "", useful: "", text: "" };

export default exercise("feedback", (context) => {
  const { root, content, t, say, record, model, onLeave } = context;
  /** @type {number} */
  const limit = content.limit;
  /** @type {{id: string, title: string}[]} */
  const pages = content.pages;
  /** @type {Map<string, string>} What was sent and is not answered yet, by its number. */
  const sent = new Map();
  let message = "";
  /** What was looked through: to try again is not a new way out. */
  let checked = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const kind = options({
    legend: t("feedback.kind"),
    options: Object.keys(ASKS).map((value) => ({ value, label: t(`feedback.kind.${value}`) })),
    chosen: [NOTHING.kind],
    row: true,
    onChange: changed,
  });
  const pageId = uniqueId();
  const page = h(
    "select",
    { id: pageId, autocomplete: "off", on: { change: changed } },
    h("option", { value: "" }, t("feedback.page.all")),
    pages.map(({ id, title }) => h("option", { value: id }, title)),
  );
  const boxId = uniqueId();
  const asks = h("label", { for: boxId });
  const hint = h("p", { class: "wb-hint", id: `${boxId}-hint` });
  const area = h("textarea", {
    id: boxId,
    rows: 5,
    maxlength: limit,
    autocomplete: "off",
    "aria-describedby": `${boxId}-hint`,
    on: {
      input: () => {
        changed();
        if (area.value.length === limit) say(t("feedback.near_limit", { count: 0 }));
      },
    },
  });
  const useful = options({
    legend: t("feedback.useful"),
    options: ["very", "some", "little"].map((value) => ({
      value,
      label: t(`feedback.useful.${value}`),
    })),
    row: true,
    onChange: changed,
  });
  const send = button(t("feedback.send"), () => void submit(), { primary: true });
  const problem = h("p", { class: "wb-problem", "data-grade": "caution", hidden: true });
  const form = h(
    "div",
    { class: "wb-stack" },
    kind,
    h("div", { class: "wb-field" }, h("label", { for: pageId }, t("feedback.page")), page),
    h("div", { class: "wb-field" }, asks, hint, area),
    useful,
    problem,
    h("div", { class: "wb-buttons" }, send),
  );
  const done = h("div", { class: "wb-panel wb-stack-tight", "data-grade": "good", hidden: true });

  /** @returns {Said} */
  function said() {
    return { kind: chosen(kind), page: page.value, useful: chosen(useful), text: area.value };
  }

  /** @param {Said} words */
  function fillIn(words) {
    choose(kind, words.kind);
    choose(useful, words.useful);
    // A page that was taken out of the workbook leaves the choice at all of it.
    page.value = pages.some(({ id }) => id === words.page) ? words.page : "";
    area.value = words.text;
    draw();
  }

  function changed() {
    draw();
    record.draft(FEEDBACK_DRAFT, said());
    if (saysNothing(said())) record.settle(FEEDBACK_DRAFT, said());
  }

  /** Has the box ask for what was chosen, and say how much room there is. */
  function draw() {
    const asked = t(ASKS[chosen(kind)] ?? ASKS.comment);
    if (asks.textContent !== asked) replace(asks, asked);
    const left = limit - area.value.length;
    replace(
      hint,
      left <= NEAR_LIMIT
        ? t("feedback.near_limit", { count: left })
        : t("feedback.limit", { limit: limit.toLocaleString(locales()) }),
    );
  }

  async function submit() {
    if (area.readOnly) return;
    const words = said();
    if (saysNothing(words)) return trouble("empty");
    const written = { title: t("feedback.title"), question: t(ASKS[words.kind]), path: "" };
    const isNew = words.text !== checked;
    if (isNew && !(await mayGoOut(context, [{ ...written, texts: [words.text] }], { way: "send" })))
      return area.focus();
    checked = words.text;
    const text = JSON.stringify(words);
    // The same words keep their number, so that a second try is not a second message. Others get one of their
    // own, so that nobody can tell that two messages came from one person.
    if (sent.get(message) !== text) message = newNumber();
    sent.set(message, text);
    busy(true);
    await whenReachable({ tell: () => tell(t("common.away")) });
    problem.hidden = true;
    waiting = setTimeout(() => trouble("silent"), ANSWER_WITHIN);
    try {
      model.send({ type: "feedback", message, ...words });
    } catch {
      trouble("silent");
    }
  }

  /** @param {boolean} yes While it is on its way, the boxes hold still. */
  function busy(yes) {
    clearTimeout(waiting);
    waiting = undefined;
    area.readOnly = yes;
    kind.disabled = page.disabled = useful.disabled = yes;
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
    tell(t(`feedback.refused.${reason}`, { limit: limit.toLocaleString(locales()) }));
  }

  /** @param {string} text */
  function tell(text) {
    replace(problem, text);
    problem.hidden = false;
    say(text);
  }

  /** @param {Answer} answer */
  function receive(answer) {
    const words = sent.get(answer?.message);
    if (words === undefined) return;
    if (answer.type === "refused") return trouble(answer.reason ?? "closed");
    if (answer.type !== "kept") return;
    const time = clock(new Date().toISOString());
    sent.delete(answer.message);
    const unchanged = JSON.stringify(said()) === words;
    if (answer.message === message) busy(false);
    if (unchanged) finish(time);
    else tell(t("feedback.late", { time }));
  }

  /** @param {string} time */
  function finish(time) {
    record.settle(FEEDBACK_DRAFT, said());
    fillIn(NOTHING);
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
    area.focus();
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
  fillIn({ ...NOTHING, ...draft?.value });
});

/** @param {HTMLFieldSetElement} group @returns {string} */
function chosen(group) {
  const input = group.querySelector("input:checked");
  return input instanceof HTMLInputElement ? input.value : "";
}

/** @param {HTMLFieldSetElement} group @param {string} value */
function choose(group, value) {
  for (const input of group.querySelectorAll("input")) input.checked = input.value === value;
}

/** @param {Said} words */
function saysNothing({ useful, text }) {
  return !useful && !text.trim();
}

/** @returns {string} A number of 16 bytes that nobody had before. */
function newNumber() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
