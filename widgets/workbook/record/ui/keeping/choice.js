/** The choice shown when a learner first writes: below the field, without interrupting. */

import { button, h, options, replace } from "../../../front/kit.js";
import { own } from "../../../../widget_host/pages/static/common/storage_namespace.js";
import { retention, whyNot } from "./dialog.js";

/** @typedef {import("../../../front/kit.js").Context} Context */

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

  function draw() {
    const honest = `${t("keeping.code.honest")} ${retention(t, content.retention_months)}`;
    return h(
      "div",
      { class: "wb-keeping-choice wb-panel wb-stack-tight wb-no-print" },
      options({
        legend: t("keeping.choice.question"),
        options: [
          {
            value: "device",
            label: t("keeping.device.title"),
            description: t("keeping.device.honest"),
          },
          { value: "code", label: t("keeping.code.title"), description: honest },
        ],
        onChange: ([value]) => {
          chosen = value;
          replace(told);
        },
      }),
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
