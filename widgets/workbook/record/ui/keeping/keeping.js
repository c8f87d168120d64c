/**
 * The exercise Where your answers are kept: one quiet line near the top of a page, the choice at the first
 * writing, and a dialog to change it. It also connects the page's record to the kernel.
 */

import { button, exercise, h, replace } from "../../../front/kit.js";
import { countMinutes } from "../minutes.js";
import { attachKernel } from "../sync.js";
import { OFFLINE } from "../../../../widget_host/pages/static/offline/reach.js";
import { own } from "../../../../widget_host/pages/static/common/storage_namespace.js";
import { againStep } from "./store_again.js";
import { changeSteps } from "./change.js";
import { choiceInPlace } from "./choice.js";
import { leftStep } from "./deleted.js";
import { dropWhenGone, stepFrame } from "./dialog.js";
import { codeSteps } from "./get_code.js";
import { answersAmong, lineOf } from "./status_line.js";
import { resumeStep } from "./resume.js";

/**
 * @typedef {import("../../../front/kit.js").Context} Context
 * @typedef {import("./status_line.js").Tool} Tool
 */

/** How long answers are being sent before the line shows it, in ms: most are sent almost immediately. */
const SENDING_AFTER = 1500;
/** The fragment of an address that asks for the recovery code, such as that of a link on the home page. */
const ASK_FOR_CODE = "#recovery-code";
/** Whether the answers of this browser were here before this visit. */
const VISIT = "workbook/visit";

export default exercise("keeping", (context) => {
  const { root, t, record, model, onLeave } = context;
  onLeave(attachKernel(model, record));
  // Time on a page belongs to a record; as long as nothing was written, there is none.
  onLeave(countMinutes(async (minutes) => (await hasRecord(record)) && record.addTime(minutes)));
  const frame = stepFrame(context);
  // Before the line is notified: its text can be announced only once no dialog is open.
  dropWhenGone(context, frame);
  const code = codeSteps(context, frame);
  const steps = changeSteps(context, frame, {
    getCode: code.why,
    changeCode: code.change,
    resume: (back) => resume(back),
  });
  const choice = choiceInPlace(context, (field) => frame.open(code.get, field));
  const line = drawLine(context, {
    resume: () => frame.open(resume),
    new_code: () => frame.open(resume),
    choose: () => frame.open(steps.menu),
    change: () => frame.open(steps.menu),
    not_you: () => frame.open(steps.notYou),
    device: () => frame.open(steps.device),
    again: () => frame.open(() => againStep(context, frame)),
    get: () => frame.open(() => code.why(frame.close)),
    left: () => frame.open(() => void leftStep(context, frame)),
    understood: () => void record.acknowledgeDeleted().catch(() => undefined),
  });

  /** @param {() => void} [back] */
  function resume(back) {
    void resumeStep(context, frame, { notYou: steps.notYou, back });
  }

  root.setAttribute("aria-label", t("keeping.title"));
  root.append(line.element, frame.dialog);
  if (context.content.codes) onLeave(record.onAskWhere(choice.ask));
  onLeave(
    record.watchKeeping(({ mode }) => {
      if (mode !== "undecided") choice.close();
    }),
  );
  onLeave(choice.close);
  if (context.content.codes && window.location.hash === ASK_FOR_CODE) void askForCode();

  async function askForCode() {
    await record.ready;
    // Not again when the page is loaded again, and not where the record of a code is open.
    window.history.replaceState(window.history.state, "", window.location.pathname);
    if (record.keeping.mode !== "code" && root.isConnected) frame.open(resume);
  }
});

/** @returns {"" | "here" | "pages"} Whether there is no connection, and whether pages opened before still open. */
function away() {
  const { dataset } = document.documentElement;
  if (!("away" in dataset)) return "";
  return "kept" in dataset ? "pages" : "here";
}

/** @param {string} word */
function isAway(word) {
  return word.startsWith("keeping.away.");
}

/** @returns {boolean} A copy without a server makes its files in the browser, and has no workshops. */
function isServed() {
  return document.body.dataset.workshop !== undefined;
}

/** @param {Context["record"]} record */
async function hasRecord(record) {
  return (await record.all()).length > 0;
}

/**
 * @param {Context} context
 * @param {Record<Tool, () => void>} doing What each of its buttons does.
 * @returns {{element: HTMLElement}}
 */
function drawLine(context, doing) {
  const { t, say, record, content, onLeave } = context;
  const text = h("p", { class: "wb-keeping-text" });
  const tools = h("div", { class: "wb-buttons" });
  const visit = ofThisVisit();
  let answers = 0;
  let word = "";
  let offered = "";
  const sending = whileSending(record, draw);

  function draw() {
    const kept = { ...record.keeping, waiting: sending.count(), damaged: record.sync?.damaged };
    const next = lineOf({
      ...kept,
      codes: content.codes,
      answers,
      earlier: visit.isEarlier(),
      away: away(),
    });
    const words = [next.word, ...(isServed() && isAway(next.word) ? ["keeping.away.needs"] : [])]
      .map((each) => t(each, { count: next.count ?? "" }))
      .join(" ");
    if (words !== text.textContent) replace(text, words);
    text.dataset.grade = next.caution ? "caution" : "calm";
    const names = next.tools.join(" ");
    if (names !== offered)
      replace(
        tools,
        ...next.tools.map((tool) =>
          button(t(`keeping.tool.${tool}`), doing[tool], { quiet: true }),
        ),
      );
    offered = names;
    const isTrouble = /** @param {string} one */ (one) =>
      /^keeping\.(trouble|deleted|away)\./.test(one);
    // Problems are announced as they come and go; single saves are not, and a choice is announced where it is
    // made.
    if (word && word !== next.word && (isTrouble(word) || isTrouble(next.word))) say(words);
    word = next.word;
  }

  async function look() {
    await record.ready;
    const all = await record.all().catch(() => null);
    answers = all ? answersAmong(all).length : -1;
    visit.begin(answers > 0);
    draw();
  }

  onLeave(
    record.watch((key) => {
      if (key === null) visit.startAnew();
      // Only whether there are any matters here, so one more of many changes nothing.
      if (key === null || answers < 1 || record.keeping.deleted) void look();
    }),
  );
  document.addEventListener(OFFLINE, draw);
  onLeave(() => document.removeEventListener(OFFLINE, draw));
  onLeave(record.watchKeeping(sending.look));
  onLeave(sending.stop);
  void look();
  return { element: h("div", { class: "wb-keeping-line" }, text, tools) };
}

/**
 * How many answers have been waiting to be sent for a while.
 * @param {Context["record"]} record
 * @param {() => void} draw
 */
function whileSending(record, draw) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isLong = false;
  return {
    count: () => (isLong ? record.keeping.waiting : 0),
    look() {
      if (!record.keeping.waiting) {
        clearTimeout(timer);
        timer = undefined;
        isLong = false;
      } else {
        timer ??= setTimeout(() => {
          isLong = true;
          draw();
        }, SENDING_AFTER);
      }
      draw();
    },
    stop: () => clearTimeout(timer),
  };
}

/** Whether answers were on this device when this visit began: then somebody else may have written them. */
function ofThisVisit() {
  /** @type {string | null} */
  let mark = null;
  /** @param {string} value */
  const put = (value) => {
    mark = value;
    try {
      sessionStorage.setItem(own(VISIT), value);
    } catch {
      // Then each page counts as a separate visit.
    }
  };
  try {
    mark = sessionStorage.getItem(own(VISIT));
  } catch {
    // As above.
  }
  return {
    /** @param {boolean} hasAnswers */
    begin: (hasAnswers) => mark ?? put(hasAnswers ? "earlier" : "new"),
    startAnew: () => put("new"),
    isEarlier: () => mark === "earlier",
  };
}
