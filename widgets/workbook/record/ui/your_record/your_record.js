/**
 * The exercise Your record: everything that is kept for the learner, on one page, in the order in which it is
 * needed: how much it is, to hand it in, what was written, ratings and time, and reading a saved record back in.
 * Its part "clear" stands apart, at the foot of the page: clearing this device.
 */

import { button, details, exercise, h, heading, printsAlone, replace } from "../../../front/kit.js";
import { emptyPart, gapsPart, printedPlan, writtenPart } from "./answers.js";
import { clearing } from "./clear.js";
import { dayAndTime, inSections, isAnswer, ratingsOf, saysSomething } from "./entries.js";
import { exportPart } from "./export.js";
import { minutesPart } from "./minutes.js";
import { ratingsPart } from "./ratings.js";
import { takeInPart } from "./take_in.js";
import { timeSpent } from "./time.js";

/**
 * @typedef {import("../../../front/kit.js").Context} Context
 * @typedef {import("./entries.js").Known} Known
 * @typedef {import("./entries.js").Entry} Entry
 */

export default exercise("your_record", (context) => {
  const { root, t, content } = context;
  root.dataset.part = content.part || "whole";
  if (content.part !== "clear") recordPart(context);
  if (content.part === "clear") root.append(h("h3", {}, t("your_record.clear")));
  if (content.part !== "record") root.append(clearPart(context));
});

/** The fragment of an address that leads to handing in, such as that of a link on the home page. */
const HAND_IN = "#hand-in";

/** @param {Context} context */
function recordPart(context) {
  const { root, t, record, onLeave } = context;
  /** @type {Known} */
  const known = context.content;
  const place = h(
    "div",
    { class: "wb-stack" },
    h("p", { class: "wb-muted" }, t("your_record.loading")),
  );
  const much = h("p", { class: "wb-much" });
  const gaps = h("div", {});
  const readersText = h("p", {});
  const readers = details(t("your_record.readers_title"), readersText);
  readers.classList.add("wb-no-print");
  const ratings = h("div", {});
  const plan = h("div", {});
  const minutes = minutesPart(context, known);
  const documents = exportPart(context, known);
  const takeIn = takeInPart(context);
  const showHandIn = once(() => goTo(documents.element));
  let isAnything = false;
  // What may not be needed would push down what follows, only to go again when the record has been read.
  documents.element.hidden = true;

  async function draw() {
    /** @type {Entry[]} */
    let all;
    try {
      all = await record.all();
    } catch {
      isAnything = false;
      for (const part of [documents, takeIn, minutes]) part.element.hidden = true;
      replace(
        place,
        h("p", { class: "wb-panel", "data-grade": "caution" }, t("your_record.blocked")),
      );
      return;
    }
    const answers = all.filter(isAnswer);
    isAnything = all.some((entry) => saysSomething(entry) && entry.kind !== "time");
    replace(much, ...howMuch(answers));
    // Nothing to hand in yet: then the first step comes first.
    documents.element.hidden = !isAnything;
    minutes.draw(isAnything ? all : []);
    documents.draw(all);
    takeIn.draw();
    replace(gaps, isAnything ? gapsPart(context, known, answers) : null);
    replace(plan, isAnything ? printedPlan(context, all) : null);
    keepingPlace(() => {
      const rated = isAnything ? ratingsOf(all, known, t) : [];
      replace(ratings, rated.length ? ratingsPart(context, rated) : null);
      if (!isAnything) return replace(place, emptyPart(context, known));
      const sections = inSections(all, known, t);
      const written = writtenPart(context, known, sections, timeSpent(all, known));
      replace(place, sections.length ? written : null);
    });
    if (isAnything) showHandIn();
  }

  /** @param {Entry[]} answers @returns {string[]} How many there are, and when the last one was saved. */
  function howMuch(answers) {
    if (!answers.length) return [];
    const last = answers.map(({ updated }) => updated).reduce((a, b) => (a > b ? a : b));
    return [
      t("your_record.count", { count: answers.length }),
      ". ",
      t("your_record.last", { when: dayAndTime(last, t) }),
    ];
  }

  /**
   * Draws without taking the focus away, or folding up what is unfolded.
   * @param {() => void} work
   */
  function keepingPlace(work) {
    const folds = new Map(foldsIn(root).map((one) => [one.dataset.fold, one.open]));
    const focused = place.contains(document.activeElement)
      ? document.activeElement?.closest("[data-entry]")?.getAttribute("data-entry")
      : undefined;
    work();
    for (const one of foldsIn(root))
      one.open = "apart" in one.dataset || (folds.get(one.dataset.fold) ?? one.open);
    if (focused)
      /** @type {HTMLElement | null} */ (
        place.querySelector(`[data-entry="${CSS.escape(focused)}"]`)
      )?.focus();
  }

  /** Who can read it depends on where it is kept. */
  function tellReaders() {
    const isSealed = record.keeping.mode === "code";
    replace(readersText, t(isSealed ? "your_record.readers_code" : "your_record.readers"));
    takeIn.draw();
  }

  onLeave(record.watch(() => void draw()));
  onLeave(record.watchKeeping(tellReaders));
  onLeave(printsAlone(root, () => isAnything));
  // The exercise that gives the page a line to the workbook may be drawn after this one.
  takeIn.element.addEventListener("toggle", takeIn.draw);
  root.append(
    heading(t("your_record.kicker"), t("your_record.title")),
    much,
    readers,
    h("p", { class: "wb-print-only" }, t("your_record.print_line")),
    documents.element,
    place,
    gaps,
    ratings,
    minutes.element,
    plan,
    takeIn.element,
  );
  tellReaders();
  void draw();
}

/** @param {() => void} work @returns {() => void} */
function once(work) {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}

/** @param {HTMLElement} handIn What an address with its fragment leads to, unless the learner has moved on already. */
function goTo(handIn) {
  if (window.location.hash !== HAND_IN || window.scrollY > 0) return;
  handIn.scrollIntoView();
  handIn.querySelector("h4")?.focus({ preventScroll: true });
}

/** @param {HTMLElement} root @returns {HTMLDetailsElement[]} What is redrawn with the record. */
function foldsIn(root) {
  return [...root.querySelectorAll("details[data-fold]")].filter(
    (one) => one instanceof HTMLDetailsElement,
  );
}

/** @param {Context} context @returns {HTMLElement} The button with its dialog, apart from the rest. */
function clearPart(context) {
  const { t, record, onLeave } = context;
  // It saves a copy before, which goes through the same check as every other.
  const { saveText } = exportPart(context, context.content);
  /** @returns {Promise<Entry[]>} Every entry that the learner made; none where the browser keeps nothing. */
  const entries = async () => {
    const all = await record.all().catch(() => []);
    return all.filter((entry) => saysSomething(entry) && entry.kind !== "time");
  };
  const clear = clearing(context, {
    count: async () => (await entries()).length,
    saveCopy: saveText,
  });
  onLeave(() => clear.dialog.remove());
  return h(
    "div",
    { class: "wb-clear-part wb-stack-tight wb-no-print" },
    h("p", { class: "wb-small wb-muted" }, t("your_record.clear.about")),
    h(
      "div",
      { class: "wb-buttons" },
      button(t("your_record.clear"), () => void clear.open()),
    ),
    clear.dialog,
  );
}
