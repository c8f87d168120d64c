/**
 * The wall's window: opened from the console, moved to the second screen where the browser can, and what to
 * do where it can't.
 *
 * A projector that mirrors the laptop shows the trainer's notes to the room, so that is said before anything
 * else. Not here: what the wall shows (see ../../wall/wall.js).
 */

import { button, details, h, replace } from "../../../../front/kit.js";

/**
 * @typedef {import("../parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("../room.js").TrainerRoom} TrainerRoom
 */

/** @typedef {{availLeft: number, availTop: number, availWidth: number, availHeight: number}} Place */
/** @typedef {{screens: Place[], currentScreen: Place}} Screens */
/** @typedef {Window & {getScreenDetails?: () => Promise<Screens>, screen: Screen & {isExtended?: boolean}}} ManagedWindow */
/** @typedef {"moved" | "extended" | "one" | "unknown"} Found What is known about a second screen. */

/** A window of its own instead of a tab, which could not be moved to the projector. */
const OWN_WINDOW = "popup,width=1280,height=720";

/**
 * Moves a window to a screen other than the present one, if there is one and the trainer allows it.
 * @param {Pick<ManagedWindow, "screen" | "getScreenDetails">} here
 * @param {Pick<Window, "moveTo" | "resizeTo">} wall
 * @returns {Promise<Found>}
 */
export async function toSecondScreen(here, wall) {
  const { isExtended } = here.screen;
  if (isExtended === undefined) return "unknown";
  if (!isExtended) return "one";
  try {
    const found = await here.getScreenDetails?.();
    const other = found?.screens.find((one) => one !== found.currentScreen);
    if (!other) return "extended";
    wall.moveTo(other.availLeft, other.availTop);
    wall.resizeTo(other.availWidth, other.availHeight);
    return "moved";
  } catch {
    // The trainer did not allow it, or the browser moves no windows.
    return "extended";
  }
}

/**
 * @param {ConsoleContext} context
 * @param {TrainerRoom} room
 * @returns {{opens: HTMLElement, element: HTMLElement}} The button, and what is said about screens.
 */
export function wallWindow({ t }, room) {
  const told = h("div", { class: "wb-stack-tight", role: "status" });

  /** @param {Found} found */
  function tell(found) {
    const isRisky = found === "one" || found === "unknown";
    const says = h("p", {}, t(`workshop_console.wall_window.${found}`));
    const panel = h(
      "div",
      { class: "wb-panel wb-stack-tight", "data-grade": isRisky ? "caution" : "good" },
      says,
      found === "moved" ? null : howToExtend(t),
      h(
        "div",
        { class: "wb-buttons" },
        button(t("workshop_console.wall_window.seen"), () => replace(told)),
      ),
    );
    replace(told, panel);
  }

  async function open() {
    const address = `${location.pathname}${location.search}#wall`;
    const wall = window.open(address, "workbook-wall", OWN_WINDOW);
    if (!wall) return replace(told, h("p", {}, t("workshop_console.wall_window.blocked")));
    // An open wall may show an earlier workshop: its window has a copy of the storage from then.
    if (wall.location.hash === "#wall") {
      room.kept.copyTo(wall.sessionStorage);
      wall.location.reload();
    }
    tell(await toSecondScreen(/** @type {ManagedWindow} */ (window), wall));
  }

  return {
    opens: button(t("workshop_console.run.wall"), () => void open(), { primary: true }),
    element: told,
  };
}

/** @param {ConsoleContext["t"]} t */
function howToExtend(t) {
  const systems = ["windows", "mac", "linux"];
  return details(
    t("workshop_console.wall_window.how"),
    h(
      "ul",
      {},
      systems.map((system) => h("li", {}, t(`workshop_console.wall_window.${system}`))),
    ),
  );
}
