/** The console's sign-in: name and passphrase, and what to do if no trainer is set up. */

import { button, h, heading, replace } from "../../../front/kit.js";
import { consoleField, refusalText } from "./parts.js";

/**
 * @typedef {import("./parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("./parts.js").ConsoleScreen} ConsoleScreen
 * @typedef {import("./room.js").TrainerRoom} TrainerRoom
 * @typedef {import("./room.js").TrainerRefusal} TrainerRefusal
 */

/** The publisher's command, as in its own help. */
const COMMAND = "workbook trainer add NAME";

/** @param {ConsoleContext} context @param {TrainerRoom} room @returns {ConsoleScreen} */
export function signInScreen(context, room) {
  const { t } = context;
  const name = h("input", {
    type: "text",
    autocomplete: "username",
    autocapitalize: "none",
    spellcheck: "false",
    maxlength: 100,
    required: true,
  });
  const passphrase = h("input", {
    type: "password",
    autocomplete: "current-password",
    maxlength: 1000,
    required: true,
  });
  const told = h("div", { class: "wb-workshop_console-told", role: "alert" });
  const go = button(t("workshop_console.sign_in.go"), () => {}, { primary: true });
  go.type = "submit";
  const patience = countdown(told, go, (seconds) =>
    t("workshop_console.sign_in.wait", { seconds }),
  );
  let isBusy = false;

  async function signIn() {
    if (isBusy || patience.isWaiting()) return;
    const empty = [name, passphrase].find((field) => !field.value.trim());
    if (empty) {
      replace(told, t("workshop_console.sign_in.both"));
      empty.focus();
      return;
    }
    isBusy = true;
    replace(told, t("workshop_console.sign_in.looking"));
    try {
      await room.signIn(name.value.trim(), passphrase.value);
    } catch (error) {
      refused(/** @type {TrainerRefusal} */ (error));
    }
    isBusy = false;
  }

  /** @param {TrainerRefusal} error */
  function refused(error) {
    if (error.reason === "wait") patience.start(error.wait || 1);
    else if (error.reason === "passphrase_none") replace(told, noTrainer(context));
    else replace(told, refusalText(t, error));
    if (error.reason === "password") passphrase.select();
  }

  const form = h(
    "form",
    {
      class: "wb-stack",
      novalidate: true,
      on: {
        submit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void signIn();
        },
      },
    },
    consoleField({ label: t("workshop_console.sign_in.name"), input: name }),
    consoleField({
      label: t("workshop_console.sign_in.passphrase"),
      input: passphrase,
      hint: t("workshop_console.sign_in.hint"),
    }),
    told,
    h("div", { class: "wb-buttons" }, go),
  );
  return {
    element: h(
      "div",
      { class: "wb-stack" },
      heading(t("workshop_console.kicker"), t("workshop_console.sign_in.title")),
      h("p", {}, t("workshop_console.sign_in.why")),
      h(
        "p",
        {},
        t("workshop_console.sign_in.join"),
        " ",
        h(
          "a",
          { href: `${document.body.dataset.homeUrl ?? room.baseUrl}#workshop` },
          t("workshop_console.sign_in.join_link"),
        ),
      ),
      form,
    ),
    draw: () => {},
    close: patience.stop,
  };
}

/** @param {ConsoleContext} context @returns {HTMLElement} What the publisher has to do first. */
function noTrainer({ t }) {
  const [before = "", after = ""] = t("workshop_console.sign_in.none").split("{command}");
  return h(
    "div",
    { class: "wb-panel", "data-grade": "caution" },
    h("p", {}, before, h("code", {}, COMMAND), after),
  );
}

/**
 * Counts down the seconds until the next attempt.
 * @param {HTMLElement} told
 * @param {HTMLElement} go
 * @param {(seconds: number) => string} words
 */
function countdown(told, go, words) {
  let until = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  const left = () => Math.ceil((until - performance.now()) / 1000);
  const stop = () => clearInterval(timer);
  const tick = () => {
    if (left() > 0) return void replace(told, h("p", { role: "timer" }, words(left())));
    stop();
    go.removeAttribute("aria-disabled");
    replace(told);
  };
  return {
    stop,
    isWaiting: () => left() > 0,
    /** @param {number} seconds */
    start(seconds) {
      until = performance.now() + 1000 * seconds;
      stop();
      timer = setInterval(tick, 1000);
      go.setAttribute("aria-disabled", "true");
      tick();
    },
  };
}
