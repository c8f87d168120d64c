/** The wall's buttons, hidden until the pointer moves or the focus enters, and the list of its keys. */

import { button, h, replace } from "../../../front/kit.js";
import { mainCommand } from "../workshop_console/running/next.js";
import { doingOf } from "./view.js";

/**
 * @typedef {import("../workshop_console/parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("../workshop_console/room.js").ConsoleState} ConsoleState
 * @typedef {import("./view.js").WallWish} WallWish
 */

/** How long the buttons stay after the pointer was moved, in ms. */
const SEEN_FOR = 4_000;
/** @type {WallWish[]} */
const WISHES = ["previous", "open", "close", "reveal", "next", "join", "blank", "full", "help"];
/** The name of each key, beside its action. */
const KEY_NAMES = ["next", "previous", "open", "close", "reveal", "join", "blank", "full", "help"];

/** @param {ConsoleContext} context @param {(wish: WallWish) => void} wished */
export function wallBar({ t, onLeave }, wished) {
  const letters = h("input", { type: "checkbox", checked: true });
  const help = h(
    "div",
    { class: "wb-workshop_console-keys", role: "group", tabindex: "-1", hidden: true },
    h("h4", {}, t("workshop_console.keys.title")),
    h(
      "dl",
      {},
      KEY_NAMES.map((name) =>
        h(
          "div",
          {},
          h("dt", {}, t(`workshop_console.keys.${name}`)),
          h("dd", {}, t(`workshop_console.wall.do.${name}`)),
        ),
      ),
    ),
    h("label", { class: "wb-option" }, letters, h("span", {}, t("workshop_console.keys.letters"))),
    button(t("common.close"), () => closeHelp()),
  );
  help.setAttribute("aria-label", t("workshop_console.keys.title"));
  const buttons = WISHES.map((wish) => {
    const one = button(t(`workshop_console.wall.do.${wish}`), () => wished(wish));
    return { wish, one };
  });
  const tools = h(
    "div",
    {
      class: "wb-buttons wb-workshop_console-wall-tools",
      role: "group",
      "aria-label": t("workshop_console.wall.tools"),
    },
    buttons.map(({ one }) => one),
  );
  const helper = buttons[buttons.length - 1].one;
  helper.setAttribute("aria-expanded", "false");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;

  function seen() {
    tools.dataset.seen = "";
    clearTimeout(resting);
    resting = setTimeout(() => delete tools.dataset.seen, SEEN_FOR);
  }

  /** @param {boolean} isOpen */
  function setHelp(isOpen) {
    help.hidden = !isOpen;
    helper.setAttribute("aria-expanded", String(isOpen));
    (isOpen ? help : helper).focus();
  }
  function closeHelp() {
    if (!help.hidden) setHelp(false);
  }

  document.addEventListener("pointermove", seen);
  document.addEventListener("pointerdown", seen);
  onLeave(() => {
    clearTimeout(resting);
    document.removeEventListener("pointermove", seen);
    document.removeEventListener("pointerdown", seen);
  });
  seen();
  return {
    element: h("div", { class: "wb-workshop_console-wall-bar" }, help, tools),
    closeHelp,
    toggleHelp: () => setHelp(Boolean(help.hidden)),
    hasLetters: () => letters.checked,
    /** @param {ConsoleState} state */
    draw(state) {
      for (const { wish, one } of buttons) {
        if (doingOf(wish, state)) one.removeAttribute("aria-disabled");
        else one.setAttribute("aria-disabled", "true");
        // The clicker's button says what the next press does.
        const word = wish === "next" && mainCommand(state)?.word;
        const label = t(word ? `workshop_console.do.${word}` : `workshop_console.wall.do.${wish}`);
        if (one.textContent !== label) replace(one, label);
      }
    },
  };
}
