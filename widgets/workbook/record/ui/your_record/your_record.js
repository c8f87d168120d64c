/**
 * The exercise Your record: everything that is kept for the learner, on one page: to read, to settle, to
 * print, to take along, to read back in and to delete.
 */

import { button, exercise, h, heading, printAlone, replace } from "../../../front/kit.js";
import { mayGoOut } from "../../../front/identifiers/people_check.js";
import { answersPart, emptyPart, gapsPart, printedPlan } from "./answers.js";
import { clearing } from "./clear.js";
import { copyOf } from "./copy.js";
import { inSections, isAnswer, ratingsOf, saysSomething } from "./entries.js";
import { exportPart } from "./export.js";
import { saveAsFile } from "./file.js";
import { minutesPart } from "./minutes.js";
import { ratingsPart } from "./ratings.js";
import { takeInPart } from "./take_in.js";
import { timeSpent } from "./time.js";
import { writtenIn } from "./written.js";

/**
 * @typedef {import("./entries.js").Known} Known
 * @typedef {import("./entries.js").Entry} Entry
 */

export default exercise("your_record", (context) => {
  const { root, t, record, onLeave } = context;
  /** @type {Known} */
  const known = context.content;
  const place = h(
    "div",
    { class: "wb-stack" },
    h("p", { class: "wb-muted" }, t("your_record.loading")),
  );
  const gaps = h("div", {});
  const told = h("p", { class: "wb-small", role: "status" });
  const clear = clearing(context, {
    count: async () => (await entriesOf()).length,
    saveCopy,
  });
  const readersText = h("p", {});
  const readers = h(
    "div",
    { class: "wb-panel wb-stack-tight" },
    h("p", { class: "wb-label" }, t("your_record.readers_title")),
    readersText,
  );
  const check = h("p", {}, t("your_record.check"));
  const copies = [
    button(t("your_record.print"), async () => (await mayGo("print")) && printAlone(root)),
    button(t("your_record.save"), async () => replace(told, await saveCopy())),
  ];
  const tools = h(
    "div",
    { class: "wb-buttons" },
    copies,
    button(t("your_record.clear"), () => void clear.open()),
  );
  const minutes = minutesPart(context, known);
  const documents = exportPart(context, known);
  const takeIn = takeInPart(context);
  const files = h(
    "div",
    { class: "wb-stack-tight wb-no-print" },
    documents.element,
    takeIn.element,
  );

  /** @returns {Promise<Entry[]>} Every entry that the learner made; none where the browser keeps nothing. */
  async function entriesOf() {
    const all = await record.all().catch(() => []);
    return all.filter((entry) => saysSomething(entry) && entry.kind !== "time");
  }

  /** @param {"save" | "print"} way @returns {Promise<boolean>} Whether all that is kept may go out. */
  async function mayGo(way) {
    const written = writtenIn(await record.all().catch(() => []), known, t);
    return mayGoOut(context, written, { way, signs: known.signs });
  }

  /** @returns {Promise<string>} What to tell the learner; nothing where they went back. */
  async function saveCopy() {
    if (!(await mayGo("save"))) return "";
    const now = new Date();
    // Sweden writes the day as files like it: 2026-11-22.
    const name = t("your_record.copy.file", { date: now.toLocaleDateString("sv-SE") });
    const text = copyOf(await record.all().catch(() => []), known, t, now);
    saveAsFile(name, text, "text/plain;charset=utf-8");
    return t("your_record.saved", { name });
  }

  /** @param {boolean} there Whether there is anything to copy. */
  function offerCopies(there) {
    for (const part of [check, ...copies, documents.element]) part.hidden = !there;
  }

  async function draw() {
    /** @type {Entry[]} */
    let all;
    try {
      all = await record.all();
    } catch {
      offerCopies(false);
      files.hidden = minutes.element.hidden = true;
      replace(
        place,
        h("p", { class: "wb-panel", "data-grade": "caution" }, t("your_record.blocked")),
      );
      return;
    }
    const answers = all.filter(isAnswer);
    const isAnything = all.some((entry) => saysSomething(entry) && entry.kind !== "time");
    // Nothing to copy yet: then the first step comes first.
    offerCopies(isAnything);
    // What moves loses the focus, so it moves only when it has to.
    if (isAnything && told.nextSibling !== files) told.after(files, place, minutes.element, gaps);
    else if (!isAnything) readers.before(place);
    minutes.draw(isAnything ? all : []);
    documents.draw(all);
    takeIn.draw();
    replace(gaps, isAnything ? gapsPart(context, known, answers) : null);
    const spent = timeSpent(all, known);
    keepingPlace(() => {
      const ratings = ratingsOf(all, known, t);
      if (!isAnything) return replace(place, emptyPart(context, known));
      replace(
        place,
        h("p", { class: "wb-muted" }, t("your_record.count", { count: answers.length })),
        ...inSections(all, known, t).map((section) =>
          answersPart(
            context,
            known,
            section,
            spent.find(({ page }) => page === section.id),
          ),
        ),
        ratings.length ? ratingsPart(context, ratings) : null,
        printedPlan(context, all),
      );
    });
  }

  /**
   * Draws without taking the focus away, or folding up what is unfolded.
   * @param {() => void} work
   */
  function keepingPlace(work) {
    const isOpen = place.querySelector("details")?.open ?? false;
    const focused = place.contains(document.activeElement)
      ? document.activeElement?.closest("[data-entry]")?.getAttribute("data-entry")
      : undefined;
    work();
    const folded = place.querySelector("details");
    if (folded) folded.open = isOpen;
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
    void record.all().then(documents.draw, () => undefined);
  }

  onLeave(
    record.watch((key) => {
      if (key === null) replace(told);
      void draw();
    }),
  );
  onLeave(record.watchKeeping(tellReaders));
  // The exercise that gives the page a line to the workbook may be drawn after this one.
  for (const part of [documents.element, takeIn.element])
    part.addEventListener("toggle", tellReaders);
  root.append(
    heading(t("your_record.kicker"), t("your_record.title")),
    readers,
    check,
    h("p", { class: "wb-print-only" }, t("your_record.print_line")),
    tools,
    told,
    files,
    place,
    minutes.element,
    gaps,
    clear.dialog,
  );
  tellReaders();
  void draw();
});
