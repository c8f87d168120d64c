/** The part of Your record that creates a document: its contents, and its format. */

import { button, details, h, options, replace, uniqueId } from "../../../front/kit.js";
import { mayGoOut } from "../../../front/identifiers/people_check.js";
import { choicePart } from "./choice.js";
import { saveAsFile } from "./file.js";
import { chosenEntries, FORMATS, requestFor } from "./request.js";
import { writtenIn } from "./written.js";

/**
 * @typedef {import("../../../front/kit.js").Context} Context
 * @typedef {import("./entries.js").Entry} Entry
 * @typedef {import("./entries.js").Known} Known
 * @typedef {import("./request.js").Format} Format
 */

/** How long a document may take, in ms. */
const MADE_WITHIN = 60_000;

/** Reasons with their own words; all others share one text. */
const REASONS = ["silent", "big", "busy", "unreadable"];

/**
 * @param {Context} context
 * @param {Known} known
 * @returns {{element: HTMLDetailsElement, draw: (entries: Entry[]) => void}}
 */
export function exportPart(context, known) {
  const { t, record } = context;
  // Without a server, the browser creates the formats that it can.
  /** @type {Format[]} */
  const offered = context.content.formats ?? FORMATS;
  const isHere = Boolean(context.content.formats);
  /** @type {Entry[]} */
  let all = [];
  /** @type {Format} */
  let format = "docx";
  const what = choicePart(context, known);
  const nameId = uniqueId();
  const name = h("input", {
    id: nameId,
    type: "text",
    autocomplete: "name",
    maxlength: 200,
    "aria-describedby": `${nameId}-hint`,
  });
  const formats = options({
    legend: t("your_record.export.format"),
    options: offered.map((value) => ({
      value,
      label: t(`your_record.export.format.${value}`),
      note: t(`your_record.export.note.${value}`),
    })),
    chosen: [format],
    onChange: ([value]) => {
      format = /** @type {Format} */ (value);
      what.element.hidden = format === "certificate";
      nameField.hidden = format === "json";
    },
  });
  const nameField = h(
    "div",
    { class: "wb-field" },
    h("label", { for: nameId }, t("your_record.export.name")),
    h("p", { class: "wb-hint", id: `${nameId}-hint` }, t("your_record.export.name_hint")),
    name,
  );
  const go = button(t("your_record.export.go"), () => void check(), { primary: true });
  const told = h("p", { class: "wb-export-told", role: "status" });
  const form = h(
    "div",
    { class: "wb-stack" },
    formats,
    what.element,
    nameField,
    h(
      "p",
      { class: "wb-small" },
      t(isHere ? "your_record.export.here" : "your_record.export.travels"),
    ),
    h("div", { class: "wb-buttons" }, go),
  );
  const without = h("p", {}, t("your_record.export.without"));
  const element = details(t("your_record.export.title"), without, form, told);
  element.classList.add("wb-no-print");

  async function check() {
    replace(told);
    const entries = chosenEntries(all, format, what.choice);
    if (!entries.length || (format !== "certificate" && !what.choice.parts.length)) {
      replace(told, t("your_record.export.nothing"));
      return;
    }
    // Its entries contain none of the learner's words.
    const written = format === "certificate" ? [] : writtenIn(entries, known, t);
    if (await mayGoOut(context, written, { way: "save", signs: known.signs })) await make(entries);
  }

  /** @param {Entry[]} entries As they were reviewed. */
  async function make(entries) {
    if (go.getAttribute("aria-disabled")) return;
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
    go.removeAttribute("aria-disabled");
  }

  return {
    element,
    draw(entries) {
      all = entries;
      what.draw(entries);
      without.hidden = Boolean(record.rpc);
      form.hidden = !record.rpc;
    },
  };
}
