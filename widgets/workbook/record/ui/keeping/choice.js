/** The choice shown when a learner first writes: below the field, without interrupting. */

import { button, details, h, options, replace } from "../../../front/kit.js";
import { own } from "../../../../widget_host/pages/static/common/storage_namespace.js";
import { retention, whyNot } from "./dialog.js";

/** @typedef {import("../../../front/kit.js").Context} Context */

/** What each way is told in: the privacy notice says the same. */
const FACTS = ["where", "lost", "readers"];

/** The choice was postponed for this visit. */
const LATER = "workbook/later";

/**
 * @param {Context} context
 * @param {(field: HTMLElement | null) => void} getCode Starts the steps to a recovery code, and returns to
 *   the field.
 * @returns {{ask: (place: HTMLElement) => void, close: () => void}}
 */
export function choiceInPlace(context, getCode) {
  const { t, say, content, record } = context;
  /** @type {HTMLElement | null} */
  let drawn = null;
  /** @type {string} */
  let chosen = "";
  const told = h("p", { class: "wb-small", role: "status" });

  /** Removes the choice, and returns the focus from it to the field. */
  function close() {
    if (drawn?.contains(document.activeElement)) fieldBeside(drawn)?.focus();
    if (drawn) replace(drawn);
    drawn = null;
  }

  async function go() {
    if (chosen === "code") return getCode(drawn && fieldBeside(drawn));
    if (!chosen) return replace(told, t("keeping.choice.none"));
    try {
      await record.chooseDevice();
      close();
      say(t("keeping.device.done"));
    } catch (error) {
      replace(told, whyNot(t, error));
    }
  }

  function later() {
    try {
      sessionStorage.setItem(own(LATER), "yes");
    } catch {
      // Then it is asked again on the next page.
    }
    close();
    say(t("keeping.choice.later_done"));
  }

  return {
    ask(place) {
      if (drawn === place && place.firstChild) return;
      if (isPutOff() || record.keeping.mode !== "undecided") return;
      close();
      chosen = "";
      replace(told);
      drawn = place;
      replace(place, draw());
      say(t("keeping.choice.appeared"));
    },
    close,
  };

  /** @param {"device" | "code"} way @returns {string[]} Its three lines. */
  function factsOf(way) {
    const kept = way === "code" ? ` ${retention(t, content.retention_months)}` : "";
    return FACTS.map((fact) => t(`keeping.${way}.${fact}`) + (fact === "lost" ? kept : ""));
  }

  /** @param {"device" | "code"} way @returns {HTMLElement} */
  function exactly(way) {
    return h(
      "section",
      { class: "wb-stack-tight" },
      h("p", { class: "wb-label" }, t(`keeping.${way}.title`)),
      h("p", {}, t(`keeping.${way}.honest`)),
    );
  }

  /** @returns {HTMLFieldSetElement} The two ways as cards of three lines each. */
  function cards() {
    const ways = /** @type {const} */ (["device", "code"]);
    const group = options({
      legend: t("keeping.choice.question"),
      options: ways.map((way) => ({
        value: way,
        label: t(`keeping.${way}.title`),
        description: factsOf(way).join(" "),
      })),
      onChange: ([value]) => {
        chosen = value;
        replace(told);
      },
    });
    group.querySelectorAll("small").forEach((place, at) => {
      const lines = factsOf(ways[at]).map((text, line) =>
        h(
          "span",
          { class: "wb-keeping-fact" },
          h("b", {}, t(`keeping.fact.${FACTS[line]}`)),
          " ",
          text,
        ),
      );
      replace(place, ...lines);
    });
    return group;
  }

  function draw() {
    return h(
      "div",
      { class: "wb-keeping-choice wb-panel wb-stack-tight wb-no-print" },
      cards(),
      h("p", { class: "wb-small" }, t("keeping.choice.advice")),
      details(
        t("keeping.choice.exactly"),
        exactly("device"),
        exactly("code"),
        h("p", {}, t("keeping.server.honest")),
      ),
      h("p", { class: "wb-small wb-muted" }, t("keeping.choice.meanwhile")),
      h(
        "div",
        { class: "wb-buttons" },
        button(t("keeping.choice.go"), () => void go(), { primary: true }),
        button(t("keeping.choice.later"), later, { quiet: true }),
      ),
      told,
    );
  }
}

/** @param {HTMLElement} place @returns {HTMLElement | null} The field that the choice stands below. */
function fieldBeside(place) {
  return place.closest(".wb-field")?.querySelector("textarea, input:not([type=radio])") ?? null;
}

function isPutOff() {
  try {
    return sessionStorage.getItem(own(LATER)) !== null;
  } catch {
    return false;
  }
}
