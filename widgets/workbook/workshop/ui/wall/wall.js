/**
 * The wall: the participants' view, in a separate window. It covers the page, in very large type; it shows
 * results only once they are revealed, and never a note for the trainer.
 */

import { openOverlay } from "../../../front/inert_overlay.js";
import { h, replace } from "../../../front/kit.js";
import { own } from "../../../../widget_host/pages/static/common/storage_namespace.js";
import { WALL_CHANNEL } from "../workshop_console/running/join.js";
import { mainCommand, RESTS_FOR } from "../workshop_console/running/next.js";
import { refusalText, whenChanged } from "../workshop_console/parts.js";
import { wallBar } from "./bar.js";
import { wallScenes } from "./scenes.js";
import { doingOf, wallScreen, wishOfKey } from "./view.js";

/**
 * @typedef {import("../workshop_console/parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("../workshop_console/room.js").TrainerRoom} TrainerRoom
 * @typedef {import("../workshop_console/room.js").ConsoleState} ConsoleState
 * @typedef {import("./view.js").WallWish} WallWish
 */

/** @param {ConsoleContext} context @param {TrainerRoom} room */
export function drawWall(context, room) {
  const { root, t, onLeave } = context;
  root.classList.add("wb-workshop_console-wall", "wb-on-wall");
  root.setAttribute("aria-label", t("workshop_console.wall.label"));
  onLeave(() => root.classList.remove("wb-workshop_console-wall", "wb-on-wall"));
  onLeave(openOverlay(root));
  const channel = new BroadcastChannel(own(WALL_CHANNEL));
  onLeave(() => channel.close());
  /** @type {boolean | null} Whether to show how to join; null: depending on the state. */
  let join = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  const place = h("div", { class: "wb-workshop_console-scene", tabindex: "-1" });
  const told = h("p", { class: "wb-workshop_console-wall-told", role: "status" });
  const bar = wallBar(context, (wish) => void wished(wish));
  const scenes = wallScenes(context, room);

  /** @param {WallWish} wish */
  async function wished(wish) {
    const { state } = room;
    const doing = state && doingOf(wish, state);
    if (!doing) return;
    replace(told);
    if ("local" in doing) return local(doing.local);
    if ("blank" in root.dataset) return blank(false);
    if (wish === "next" && "rests" in root.dataset) return;
    if (wish === "next" && join) {
      // First back to the current step.
      join = null;
      return draw();
    }
    join = null;
    try {
      await room.command(doing.command, doing.parts);
    } catch (error) {
      replace(told, refusalText(t, error));
    }
  }

  /** *Next* rests for a moment when it does something new: a clicker's second press may be a slip. */
  const restWhenNew = whenChanged(() => {
    root.dataset.rests = "";
    clearTimeout(resting);
    resting = setTimeout(() => delete root.dataset.rests, RESTS_FOR);
  });

  /** Makes the wall dark, or shows it again. @param {boolean} isDark */
  function blank(isDark) {
    if (isDark) root.dataset.blank = "";
    else delete root.dataset.blank;
    place.inert = isDark;
    context.say(t(`workshop_console.wall.${isDark ? "dark" : "light"}`));
  }

  /** @param {"join" | "full" | "help" | "blank"} what */
  function local(what) {
    if (what === "blank") blank(!("blank" in root.dataset));
    else if (what === "help") bar.toggleHelp();
    else if (what === "full") toggleFullScreen();
    else if (room.state) {
      join = wallScreen(room.state, join) !== "join";
      draw();
    }
  }

  const drawScene = whenChanged((/** @type {any} */ shown) => {
    replace(place, ...scenes.draw(shown));
    fit(place);
  });

  function draw() {
    const { state, stage, lost } = room;
    const words = lost ? t("workshop_console.lost.wall") : "";
    if (lost || told.dataset.lost) replace(told, words);
    told.dataset.lost = lost ? "yes" : "";
    if (!state) {
      const word = stage === "opening" ? "opening" : "closed";
      drawScene({ screen: word });
      return;
    }
    bar.draw(state);
    restWhenNew([mainCommand(state), join]);
    const screen = wallScreen(state, join);
    drawScene(scenes.of(screen, state));
    scenes.count(state, screen);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const wish = wishOfKey(event, bar.hasLetters());
    if (event.key === "Escape") return bar.closeHelp();
    if (!wish) return;
    event.preventDefault();
    // Holding a key down goes only one step.
    if (!event.repeat) void wished(wish);
  }

  channel.onmessage = ({ data }) => {
    if (data.workshop !== room.state?.workshop) return;
    if (typeof data.join === "boolean") join = data.join;
    if (data.address) room.kept.put("address", data.address);
    draw();
  };
  // The space changes with the window, and with the height of the header.
  const sizes = new ResizeObserver(() => fit(place));
  sizes.observe(place);
  document.addEventListener("keydown", onKey, true);
  const ticking = setInterval(() => room.state && scenes.tick(), 250);
  onLeave(() => {
    document.removeEventListener("keydown", onKey, true);
    sizes.disconnect();
    clearInterval(ticking);
    clearTimeout(resting);
  });
  root.append(scenes.head, place, told, bar.element);
  room.open(draw);
  draw();
}

/** The whole page goes full screen: the wall covers it. */
function toggleFullScreen() {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen?.().catch(() => {});
}

/** How small the wall's type may get before it scrolls, and in which steps. */
const SMALLEST = 0.55;
const SMALLER_BY = 0.05;

/**
 * Makes the type as large as the window allows.
 * @param {HTMLElement} place
 */
function fit(place) {
  let scale = 1;
  do {
    place.style.setProperty("--wb-wall-scale", scale.toFixed(2));
    scale -= SMALLER_BY;
  } while (scale >= SMALLEST && isTooLong(place));
  // Longer content can be scrolled, by keys as well.
  place.tabIndex = isTooLong(place) ? 0 : -1;
}

/** @param {HTMLElement} place @returns {boolean} */
function isTooLong(place) {
  return place.scrollHeight > place.clientHeight + 1;
}
