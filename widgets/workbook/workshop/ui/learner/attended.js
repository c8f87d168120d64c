/**
 * A statement that somebody took part in a workshop, which they save themselves: which one, when, how long.
 *
 * It is made from what this browser knows, and goes nowhere: neither the server nor the trainer has a list of
 * names. So it says itself that nobody has confirmed it.
 */

import { button, h, replace, uniqueId } from "../../../front/kit.js";
import { momentHere, saveHere } from "../../../record/ui/kernel.js";
import { language, writtenMoment } from "../../../../widget_host/pages/static/common/language.js";

/** @typedef {import("../common/texts.js").Translate} Translate */
/** @typedef {import("../common/participation.js").Attended} Attended */

const MINUTE = 60_000;
/** Dark on white, in any program that opens it, and on paper. */
const STYLE =
  "body{max-width:40rem;margin:3rem auto;padding:0 1rem;background:#fff;color:#1f2933;" +
  "font:1.1rem/1.5 system-ui,sans-serif}dt{font-weight:700}dd{margin:0 0 1rem}h1{line-height:1.2}";

/** @param {Attended} attended @returns {number} Whole minutes, at least one. */
export function minutesOf({ from, to }) {
  return Math.max(1, Math.round((to - from) / MINUTE));
}

/** @param {Attended} attended @param {Translate} t @returns {HTMLElement} */
export function attendedPart(attended, t) {
  const told = h("p", { class: "wb-small", role: "status" });
  const id = uniqueId();
  const name = h("input", { type: "text", id, maxlength: 100, autocomplete: "name" });
  const save = () => {
    const file = t("workshop.attended.file", {
      date: momentHere(new Date(attended.from)).slice(0, 10),
    });
    const page = statement(attended, name.value.trim(), t);
    saveHere(
      `${file}.html`,
      new DataView(new TextEncoder().encode(page).buffer),
      "text/html;charset=utf-8",
    );
    replace(told, t("workshop.attended.saved", { name: `${file}.html` }));
  };
  return h(
    "div",
    { class: "wb-panel wb-stack-tight" },
    h("h3", {}, t("workshop.attended.title")),
    h("p", {}, t("workshop.attended.why")),
    h("div", { class: "wb-field" }, h("label", { for: id }, t("workshop.attended.name")), name),
    h("div", { class: "wb-buttons" }, button(t("workshop.attended.save"), save)),
    told,
  );
}

/**
 * @param {Attended} attended @param {string} name @param {Translate} t
 * @returns {string} A page of HTML that needs nothing else.
 */
function statement(attended, name, t) {
  const page = document.implementation.createHTMLDocument(t("workshop.attended.head"));
  page.documentElement.lang = language();
  const charset = page.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  const style = page.createElement("style");
  style.textContent = STYLE;
  page.head.prepend(charset);
  page.head.append(style);
  const workbook = document.querySelector(".wb-brand")?.textContent?.trim() ?? "";
  const facts = [
    ["who", name],
    ["what", attended.title],
    ["workbook", workbook],
    ["from", writtenMoment(new Date(attended.from))],
    ["to", writtenMoment(new Date(attended.to))],
    ["long", t("workshop.attended.minutes", { count: minutesOf(attended) })],
  ].filter(([, text]) => text);
  page.body.append(
    h("h1", {}, t("workshop.attended.head")),
    h(
      "dl",
      {},
      facts.flatMap(([label, text]) => [
        h("dt", {}, t(`workshop.attended.${label}`)),
        h("dd", {}, text),
      ]),
    ),
    h("p", {}, t("workshop.attended.unconfirmed")),
  );
  return `<!doctype html>\n${page.documentElement.outerHTML}`;
}
