/**
 * The exercise Workshop console: where a trainer signs in, plans, runs and reviews workshops. With `#wall` in
 * the address the same page is the wall for participants.
 */

import { exercise, h, heading, replace } from "../../../front/kit.js";
import { editorScreen } from "./planning/editor.js";
import { endedScreen } from "./running/ended.js";
import { homeScreen } from "./home.js";
import { TrainerRoom } from "./room.js";
import { runScreen } from "./running/run.js";
import { signInScreen } from "./sign_in.js";
import { drawWall } from "../wall/wall.js";

/**
 * @typedef {import("./parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("./parts.js").ConsoleScreen} ConsoleScreen
 * @typedef {import("./room.js").WorkshopPlan} WorkshopPlan
 */

/** The end of the address if the page is the wall. */
const WALL = "#wall";
/** How long the connection has to be down before this is shown, in ms: most interruptions are shorter. */
const TOLD_AFTER = 1_500;

export default exercise("workshop_console", (context) => {
  const { onLeave } = context;
  const { baseUrl } = document.body.dataset;
  if (baseUrl === undefined) return drawElsewhere(context);
  const room = new TrainerRoom(baseUrl);
  onLeave(() => room.close());
  const isWall = location.hash === WALL;
  const turn = () => (location.hash === WALL) !== isWall && location.reload();
  window.addEventListener("hashchange", turn);
  onLeave(() => window.removeEventListener("hashchange", turn));
  if (isWall) drawWall(context, room);
  else drawConsole(context, room);
});

/** Shows what to do instead without a workbook server. @param {ConsoleContext} context */
function drawElsewhere({ root, t }) {
  const [before = "", after = ""] = t("workshop_console.elsewhere").split("{command}");
  root.append(
    heading(t("workshop_console.kicker"), t("workshop_console.home.title")),
    h("p", {}, before, h("code", {}, "make serve"), after),
  );
}

/** @param {ConsoleContext} context @param {TrainerRoom} room */
function drawConsole(context, room) {
  const { root, t, onLeave } = context;
  root.setAttribute("aria-label", t("workshop_console.home.title"));
  const lost = h("div", { class: "wb-workshop_console-lost", role: "status" });
  const place = h("div", {});
  /** @type {ConsoleScreen | null} */
  let screen = null;
  let shown = "";
  /** @type {WorkshopPlan | null} A plan being edited, possibly from before a reload. */
  let edited = room.kept.data("plan");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience;

  /** @type {Record<string, () => ConsoleScreen>} */
  const screens = {
    opening: () => ({
      element: h("p", { class: "wb-muted" }, t("workshop_console.opening")),
      draw: () => {},
    }),
    sign_in: () => signInScreen(context, room),
    home: () => homeScreen(context, room, (plan) => edit(plan)),
    edit: () => editorScreen(context, room, /** @type {WorkshopPlan} */ (edited), () => edit(null)),
    run: () => runScreen(context, room),
    ended: () => endedScreen(context, room),
  };

  /** @param {WorkshopPlan | null} plan */
  function edit(plan) {
    edited = plan;
    draw();
  }

  /** @returns {string} */
  function wanted() {
    if (room.stage === "signed_out") return "sign_in";
    if (room.stage === "opening") return "opening";
    if (room.state) return room.state.ended ? "ended" : "run";
    if (room.kept.get("workshop")) return "opening";
    return edited ? "edit" : "home";
  }

  function draw() {
    const name = wanted();
    // The site's menu and the record's line are away while a workshop runs.
    document.body.toggleAttribute("data-workshop-runs", name === "run");
    const key = `${name} ${room.state?.workshop ?? ""}`;
    if (key !== shown) {
      const hadFocus = place.contains(document.activeElement);
      screen?.close?.();
      shown = key;
      screen = screens[name]();
      replace(place, screen.element);
      screen.draw();
      if (hadFocus && !screen.focus?.()) focusFirst(place);
    } else screen?.draw();
    tellLost();
  }

  function tellLost() {
    if (!room.lost) {
      clearTimeout(patience);
      patience = undefined;
      if (lost.childElementCount) replace(lost);
      return;
    }
    patience ??= setTimeout(
      () =>
        replace(
          lost,
          h("p", { class: "wb-panel", "data-grade": "caution" }, t("workshop_console.lost")),
        ),
      TOLD_AFTER,
    );
  }

  onLeave(() => {
    clearTimeout(patience);
    screen?.close?.();
    document.body.removeAttribute("data-workshop-runs");
  });
  root.append(lost, place);
  draw();
  room.open(draw);
}

/** Moves the focus to the heading of the new screen. @param {HTMLElement} place */
function focusFirst(place) {
  const first = place.querySelector("h3");
  if (!first) return;
  first.tabIndex = -1;
  first.focus();
}
