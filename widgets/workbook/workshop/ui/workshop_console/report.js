/** Ended workshops: a report of each, comparisons, and deletion. */

import { askKernel, momentHere, saveHere } from "../../../record/ui/kernel.js";
import { button, h, options, replace } from "../../../front/kit.js";
import { language } from "../../../../widget_host/pages/static/common/language.js";
import { comparisonView } from "./comparison.js";
import { asksFirst, momentText, trying } from "./parts.js";

/**
 * @typedef {import("./parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("./room.js").TrainerRoom} TrainerRoom
 * @typedef {import("./room.js").WorkshopSummary} WorkshopSummary
 */

const REPORT_FORMATS = ["docx", "pdf", "csv", "xlsx"];
/** Reasons with their own words; all others share one text. */
const REPORT_REASONS = ["silent", "signed_out", "not_yours", "unknown", "busy", "big", "down"];

/** @param {ConsoleContext} context @param {TrainerRoom} room */
export function afterwardsPart(context, room) {
  const { t, model, content } = context;
  const choice = h("div", {});
  const told = h("p", { class: "wb-workshop_console-told", role: "status" });
  const compared = h("div", {});
  const notes = h("input", { type: "checkbox", checked: true });
  const deleting = h("div", {});
  const title = h("h4", { tabindex: "-1" }, t("workshop_console.report.title"));
  let format = "docx";
  /** @type {WorkshopSummary[]} */
  let workshops = [];
  /** @type {string[]} */
  let ticked = [];
  let isBusy = false;

  /** @param {Record<string, any>} message */
  async function ask(message) {
    const asked = {
      type: "workshop",
      token: room.kept.get("token"),
      workshops: workshops.map(({ workshop }) => workshop).filter((id) => ticked.includes(id)),
      labels: content.labels,
      made: momentHere(new Date()),
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      language: language(),
      ...message,
    };
    return askKernel(model, asked, () => replace(told, t("common.away")));
  }

  /** @param {number} least How many have to be selected. @param {() => Promise<void>} work */
  async function make(least, work) {
    if (isBusy) return;
    replace(compared);
    if (ticked.length < least)
      return replace(told, t(`workshop_console.report.${least > 1 ? "tick_two" : "tick_one"}`));
    isBusy = true;
    replace(told, t("workshop_console.report.making"));
    try {
      await work();
    } catch (error) {
      const { reason = "" } = /** @type {{reason?: string}} */ (error);
      const known = REPORT_REASONS.includes(reason) ? reason : "other";
      replace(told, t(`workshop_console.report.trouble.${known}`));
    }
    isBusy = false;
  }

  const report = () =>
    make(1, async () => {
      const { file, buffers } = await ask({ ask: "report", format, notes: notes.checked });
      saveHere(file.name, buffers[0], file.media);
      replace(told, t("workshop_console.report.saved", { name: file.name }));
    });

  const compare = () =>
    make(2, async () => {
      const reply = await ask({ ask: "compare", notes: false });
      replace(compared, comparisonView(context, reply.table));
      replace(told);
      // Its heading says that it is there.
      compared.querySelector("h5")?.focus();
    });

  const remove = trying(context, told, async () => {
    for (const id of [...ticked]) await room.ask({ type: "command", workshop: id, do: "delete" });
    ticked = [];
    await room.refresh();
    replace(told, t("workshop_console.delete.done"));
  });

  /** @returns {string} */
  function sureText() {
    return t("workshop_console.delete.sure", { count: ticked.length });
  }

  function drawDeleting() {
    replace(
      deleting,
      ticked.length
        ? asksFirst({
            label: t("workshop_console.delete.go"),
            question: sureText(),
            yes: t("workshop_console.delete.yes"),
            no: t("workshop_console.delete.no"),
            work: () => void remove(),
          })
        : null,
    );
  }

  /** @param {WorkshopSummary[]} ended */
  function draw(ended) {
    workshops = ended;
    if (room.ended && ended.some(({ workshop }) => workshop === room.ended)) {
      ticked = [room.ended];
      room.ended = "";
    }
    ticked = ticked.filter((id) => ended.some(({ workshop }) => workshop === id));
    element.hidden = !ended.length;
    replace(
      choice,
      options({
        legend: t("workshop_console.report.which"),
        many: true,
        options: ended.map(({ workshop, title, started, joined }) => ({
          value: workshop,
          label: title,
          note: t("workshop_console.report.about", { moment: momentText(started), joined }),
        })),
        chosen: ticked,
        onChange: (chosen) => {
          ticked = chosen;
          drawDeleting();
        },
      }),
    );
    drawDeleting();
  }

  const element = h(
    "section",
    { class: "wb-workshop_console-part wb-stack" },
    title,
    h("p", {}, t("workshop_console.report.what")),
    choice,
    options({
      legend: t("workshop_console.report.format"),
      options: REPORT_FORMATS.map((value) => ({
        value,
        label: t(`workshop_console.report.format.${value}`),
      })),
      chosen: [format],
      row: true,
      onChange: ([value]) => (format = value),
    }),
    h("label", { class: "wb-option" }, notes, h("span", {}, t("workshop_console.report.notes"))),
    h(
      "div",
      { class: "wb-buttons" },
      button(t("workshop_console.report.go"), () => void report(), { primary: true }),
      button(t("workshop_console.report.compare"), () => void compare()),
    ),
    told,
    compared,
    deleting,
  );
  return {
    element,
    draw,
    /** Takes the focus to the reports. @returns {boolean} Whether there are any. */
    focus() {
      title.focus();
      return !element.hidden;
    },
  };
}
