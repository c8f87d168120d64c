/**
 * Hand it in: what goes out of Your record, in three steps: the format, the check for people, and saving.
 *
 * Whatever goes out is checked, by whatever way. A print and a plain text are made on this device; the server,
 * or a copy without one, makes the others.
 */

import { button, details, h, options, printAlone, replace, uniqueId } from "../../../front/kit.js";
import { mayGoOut } from "../../../front/identifiers/people_check.js";
import { choicePart } from "./choice.js";
import { copyOf } from "./copy.js";
import { saveAsFile } from "./file.js";
import { chosenEntries, FORMATS, requestFor } from "./request.js";
import { writtenIn } from "./written.js";
import { whenReachable } from "../../../../widget_host/pages/static/offline/reach.js";

/**
 * @typedef {import("../../../front/kit.js").Context} Context
 * @typedef {import("./entries.js").Entry} Entry
 * @typedef {import("./entries.js").Known} Known
 * @typedef {import("./request.js").Format} Format
 * @typedef {import("./request.js").WayOut} WayOut
 */

/** How long a document may take, in ms. */
const MADE_WITHIN = 60_000;

/** Reasons with their own words; all others share one text. */
const REASONS = ["silent", "big", "busy", "unreadable"];

/** How many ways are shown at first: the others are folded. */
const SHOWN = 2;

/** @type {WayOut[]} What a browser makes by itself, without any answer from the workbook. */
const ALONE = ["print", "txt"];

/**
 * @param {Context} context
 * @param {Known} known
 * @returns {{element: HTMLElement, draw: (entries: Entry[]) => void, saveText: () => Promise<string>}}
 *   `saveText` saves all as plain text after the check, and returns what to tell: nothing if it was left.
 */
export function exportPart(context, known) {
  const { t, record, root } = context;
  // Without a server, the browser creates the formats that it can.
  /** @type {Format[]} */
  const made = context.content.formats ?? FORMATS;
  const isHere = Boolean(context.content.formats);
  /** @type {WayOut[]} */
  const offered = [...made.slice(0, SHOWN), ...ALONE, ...made.slice(SHOWN)];
  /** @type {Entry[]} */
  let all = [];
  let isOut = false;
  /** How often a document was asked for: the last one counts, if several wait for the network. */
  let asked = 0;
  const what = choicePart(context, known);
  const nameId = uniqueId();
  const name = h("input", {
    id: nameId,
    type: "text",
    autocomplete: "name",
    maxlength: 200,
    "aria-describedby": `${nameId}-hint`,
  });
  const nameField = h(
    "div",
    { class: "wb-field" },
    h("label", { for: nameId }, t("your_record.export.name")),
    h("p", { class: "wb-hint", id: `${nameId}-hint` }, t("your_record.export.name_hint")),
    name,
  );
  const formats = options({
    legend: t("your_record.export.format"),
    options: offered.map((value) => ({
      value,
      label: t(`your_record.export.format.${value}`),
      note: t(`your_record.export.note.${value}`),
    })),
    chosen: [offered[0]],
    onChange: drawFormat,
  });
  // The step's heading asks the same.
  formats.querySelector("legend")?.classList.add("wb-visually-hidden");
  const cards = [...formats.querySelectorAll("label")];
  formats.append(details(t("your_record.export.others"), cards.slice(SHOWN)));
  const contents = details(t("your_record.export.contents"), what.element);
  const go = button("", () => void check(), { primary: true });
  const where = h("p", { class: "wb-small" });
  const without = h("p", { hidden: true }, t("your_record.export.without"));
  const told = h("p", { class: "wb-export-told", role: "status" });
  const element = h(
    "section",
    { class: "wb-your_record-section wb-stack wb-hand-in wb-no-print" },
    h("h4", { tabindex: "-1" }, t("your_record.export.title")),
    h(
      "ol",
      { class: "wb-hand-steps" },
      step("format", formats, without, nameField, contents),
      step("check", h("p", {}, t("your_record.export.check"))),
      step("save", where, h("div", { class: "wb-buttons" }, go), told),
    ),
  );

  /** @param {string} name @param {...HTMLElement} children */
  function step(name, ...children) {
    return h(
      "li",
      { class: "wb-stack-tight" },
      h("h5", {}, t(`your_record.export.step.${name}`)),
      children,
    );
  }

  /** @returns {WayOut} */
  function chosen() {
    const input = formats.querySelector("input:checked");
    return /** @type {WayOut} */ (input instanceof HTMLInputElement ? input.value : offered[0]);
  }

  function drawFormat() {
    const way = chosen();
    const isAlone = ALONE.includes(way);
    contents.hidden = isAlone || way === "certificate";
    nameField.hidden = isAlone || way === "json";
    replace(go, t(`your_record.export.go${way === "print" ? ".print" : ""}`));
    const travels = way === "certificate" ? "travels_dates" : "travels";
    replace(where, t(`your_record.export.${isAlone || isHere ? "here" : travels}`));
  }

  // The exercise that gives the page a line to the workbook may be drawn after this one.
  element.addEventListener("focusin", () => (without.hidden = Boolean(record.rpc)));

  async function check() {
    const way = chosen();
    replace(told);
    if (way === "print") return void (await print());
    if (way === "txt") return replace(told, await saveText());
    const entries = chosenEntries(all, way, what.choice);
    if (!entries.length || (way !== "certificate" && !what.choice.parts.length)) {
      replace(told, t("your_record.export.nothing"));
      return;
    }
    // Its entries contain none of the learner's words.
    const written = way === "certificate" ? [] : writtenIn(entries, known, t);
    if (await mayGoOut(context, written, { way: "save", signs: known.signs }))
      await make(entries, way);
  }

  /** @returns {Promise<Entry[]>} All that is kept; nothing where the browser keeps nothing. */
  async function kept() {
    return record.all().catch(() => []);
  }

  async function print() {
    const written = writtenIn(await kept(), known, t);
    if (await mayGoOut(context, written, { way: "print", signs: known.signs })) printAlone(root);
  }

  /** @returns {Promise<string>} */
  async function saveText() {
    const entries = await kept();
    const written = writtenIn(entries, known, t);
    if (!(await mayGoOut(context, written, { way: "save", signs: known.signs }))) return "";
    const now = new Date();
    // Sweden writes the day as files like it: 2026-11-22.
    const file = t("your_record.copy.file", { date: now.toLocaleDateString("sv-SE") });
    saveAsFile(file, copyOf(entries, known, t, now), "text/plain;charset=utf-8");
    return t("your_record.saved", { name: file });
  }

  /** @param {Entry[]} entries As they were reviewed. @param {Format} format */
  async function make(entries, format) {
    asked += 1;
    const mine = asked;
    const tell = () => replace(told, t("common.away"), " ", t("your_record.export.away"));
    if (!(await whenReachable({ tell, isLeft: () => mine !== asked })) || isOut) return;
    isOut = true;
    go.setAttribute("aria-disabled", "true");
    replace(told, t("your_record.export.making"));
    try {
      const { rpc } = record;
      if (!rpc) throw { reason: "silent" };
      const request = requestFor({
        entries,
        format,
        parts: what.choice.parts,
        name: format === "json" ? "" : name.value,
        known,
        progress: await record.progress(),
        now: new Date(),
      });
      const reply = await rpc.ask({ ask: "export", format, request }, MADE_WITHIN);
      saveAsFile(reply.name, reply.buffers[0], reply.media);
      replace(told, t("your_record.saved", { name: reply.name }));
    } catch (error) {
      const { reason = "" } = /** @type {{reason?: string}} */ (error);
      replace(told, t(`your_record.export.trouble.${REASONS.includes(reason) ? reason : "other"}`));
    }
    isOut = false;
    go.removeAttribute("aria-disabled");
  }

  drawFormat();
  return {
    element,
    saveText,
    draw(entries) {
      all = entries;
      what.draw(entries);
    },
  };
}
