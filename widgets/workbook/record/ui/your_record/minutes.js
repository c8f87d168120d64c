/** The part of Your record that shows the time spent with each page, and lets the learner correct it. */

import { details, h, replace, uniqueId } from "../../../front/kit.js";
import { locales } from "../../../../widget_host/pages/static/common/language.js";
import { day, keptLine } from "../saving.js";
import { isMinutes, minutesOf, MOST_MINUTES, timeSpent } from "./time.js";

/**
 * @typedef {import("../../../front/kit.js").Context} Context
 * @typedef {import("./entries.js").Entry} Entry
 * @typedef {import("./entries.js").Known} Known
 * @typedef {import("./time.js").Spent} Spent
 */

/**
 * @param {Context} context
 * @param {Known} known
 * @returns {{element: HTMLElement, draw: (entries: Entry[]) => void}} Rows are kept when it is redrawn, so
 *   that a minute measured meanwhile does not replace a field in use.
 */
export function minutesPart(context, known) {
  const { t } = context;
  /** @type {Map<string, {element: HTMLElement, follow: (spent: Spent) => void}>} */
  const rows = new Map();
  const total = h("p", { class: "wb-label" });
  const list = h("ul", { class: "wb-minutes" });
  const how = h("p", { class: "wb-small wb-muted" }, t("your_record.time.how"));
  const pages = details(t("your_record.time.pages"), how, list);
  const element = h(
    "section",
    { class: "wb-your_record-section wb-stack", hidden: true },
    h("h4", {}, t("your_record.time.title")),
    total,
    pages,
  );

  /** @param {string} page */
  function rowOf(page) {
    const row = minutesRow(context, page);
    rows.set(page, row);
    return row;
  }

  return {
    element,
    draw(entries) {
      const spent = timeSpent(entries, known);
      element.hidden = !spent.length;
      const sum = spent.reduce((minutes, one) => minutes + minutesOf(one), 0);
      const name = spent.every((one) => one.given !== undefined) ? "total_given" : "total";
      replace(total, sum ? t(`your_record.time.${name}`, { time: inHours(sum, t) }) : null);
      const wanted = spent.map((one) => {
        const row = rows.get(one.page) ?? rowOf(one.page);
        row.follow(one);
        return row.element;
      });
      const same = wanted.length === list.childElementCount;
      if (!same || wanted.some((one, at) => one !== list.children[at]))
        list.replaceChildren(...wanted);
    },
  };
}

/** @param {Context} context @param {string} page */
function minutesRow(context, page) {
  const { t } = context;
  const id = uniqueId();
  const kept = keptLine(context);
  const name = h("p", { class: "wb-minutes-page" });
  const said = h("p", { class: "wb-small" });
  const label = h("label", { for: id }, t("your_record.time.label"));
  const field = h("input", {
    id,
    type: "number",
    min: 0,
    max: MOST_MINUTES,
    step: 1,
    inputmode: "numeric",
    autocomplete: "off",
    "aria-describedby": `${id}-hint ${id}-fault`,
    on: { change: () => void correct() },
  });
  const fault = h("p", { class: "wb-fault", id: `${id}-fault`, role: "status" });
  let title = page;

  async function correct() {
    const text = field.value.trim();
    const value = text === "" ? "" : Number(text);
    const isFault = field.validity.badInput || (value !== "" && !isMinutes(value));
    field.setAttribute("aria-invalid", String(isFault));
    replace(
      fault,
      isFault
        ? t("your_record.time.fault", { most: MOST_MINUTES.toLocaleString(locales()) })
        : null,
    );
    if (!isFault) await kept.keep(`minutes/${page}`, value, { kind: "minutes", title });
  }

  const which = h("span", { class: "wb-visually-hidden" });
  const correction = details(
    t("your_record.time.correct"),
    h(
      "div",
      { class: "wb-field" },
      label,
      h("p", { class: "wb-hint", id: `${id}-hint` }, t("your_record.time.hint")),
      field,
      fault,
      kept.line,
    ),
  );
  correction.querySelector("summary")?.append(which);

  return {
    element: h("li", {}, name, said, correction),
    /** @param {Spent} spent */
    follow(spent) {
      title = spent.title || t("your_record.time.gone", { page });
      replace(name, spent.path ? h("a", { href: spent.path }, title) : title);
      replace(which, `: ${title}`);
      replace(label, t("your_record.time.label", { page: title }));
      replace(said, timeSaid(spent, t));
      if (document.activeElement !== field) field.value = String(spent.given ?? "");
    },
  };
}

/** @param {Spent} spent @param {Context["t"]} t @returns {string} How long, the source, and when. */
export function timeSaid({ given, measured, days }, t) {
  const minutes =
    given !== undefined
      ? t("your_record.time.given", { count: given })
      : measured
        ? t("your_record.time.measured", { count: measured })
        : t("your_record.time.none");
  if (!days.length) return minutes;
  const [first, last] = [day(days[0]), day(days[days.length - 1])];
  const when =
    first === last
      ? t("your_record.time.on", { day: first })
      : t("your_record.time.between", { first, last, count: days.length });
  return `${minutes} ${when}`;
}

/** @param {number} minutes @param {Context["t"]} t @returns {string} */
function inHours(minutes, t) {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (!hours) return t("your_record.time.minutes", { count: minutes });
  return t("your_record.time.hours", { hours, minutes: rest });
}
