/** The wall's screens: how to join, the topic or question, and the results. */

import { h, paragraphs, replace } from "../../../front/kit.js";
import { roomAsked, roomQuestion } from "../common/forms.js";
import { roomResult, sharedTexts } from "../common/results.js";
import { joinLink, spokenAddress } from "../workshop_console/running/address.js";
import { groupedCode, timerText } from "../workshop_console/running/clock.js";
import { addressesOf, qrCode } from "../workshop_console/running/join.js";
import { wallText } from "../workshop_console/parts.js";

/**
 * @typedef {import("../workshop_console/parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("../workshop_console/room.js").TrainerRoom} TrainerRoom
 * @typedef {import("../workshop_console/room.js").ConsoleState} ConsoleState
 * @typedef {import("./view.js").WallScreen} WallScreen
 */

/**
 * @typedef {object} WallScene The data for a screen, without anything that the participants may not see.
 * @property {WallScreen | "opening" | "closed"} screen
 * @property {string} [title]
 * @property {string} [code]
 * @property {string} [address]
 * @property {any} [step]
 * @property {string} [status]
 * @property {any} [result]
 * @property {{id: string, text: string}[]} [shares]
 */

/** @param {ConsoleContext} context @param {TrainerRoom} room */
export function wallScenes(context, room) {
  const { t } = context;
  const qr = qrCode(context, room);
  const name = h("p", { class: "wb-workshop_console-wall-name" });
  const code = h("p", { class: "wb-workshop_console-wall-code" });
  const answered = h("p", { class: "wb-workshop_console-wall-count" });
  const timer = h("p", { class: "wb-workshop_console-wall-timer", role: "timer" });
  const head = h("div", { class: "wb-workshop_console-wall-head" }, name, code, answered, timer);

  /** @param {HTMLElement} element @param {string} text */
  const put = (element, text) => {
    element.hidden = !text;
    if (element.textContent !== text) replace(element, text);
  };

  /** @param {WallScene} scene @returns {(HTMLElement | null)[]} */
  function join({ title = "", code: known = "", address = "", step }) {
    qr.draw(joinLink(address, known));
    const [at, then] = t("workshop_console.wall.join").split("{code}");
    return [
      h("h3", {}, title),
      h(
        "div",
        { class: "wb-workshop_console-wall-join" },
        h(
          "div",
          {},
          h("p", {}, t("workshop_console.wall.go_to")),
          h("p", { class: "wb-workshop_console-wall-address" }, spokenAddress(address)),
          h("p", {}, at),
          h("p", { class: "wb-workshop_console-wall-big" }, groupedCode(known)),
          then ? h("p", {}, then) : null,
        ),
        h("div", {}, qr.element, h("p", {}, t("workshop_console.wall.or_scan"))),
      ),
      step?.wall ? h("div", {}, ...paragraphs(step.wall)) : null,
    ];
  }

  /** @param {WallScene} scene @returns {(HTMLElement | null)[]} */
  function ask({ step, status = "", shares = [] }) {
    const isOpen = status === "open";
    return [
      h("h3", {}, step.title),
      ...wallText(t, step),
      ...roomAsked(step, t),
      step.kind === "share" && shares.length ? h("div", {}, ...sharedTexts(shares, t)) : null,
      h(
        "p",
        { class: "wb-workshop_console-wall-state", "data-open": isOpen },
        t(`workshop_console.wall.status.${status}`),
      ),
    ];
  }

  /** @type {Record<WallScene["screen"], (scene: WallScene) => (HTMLElement | null)[]>} */
  const scenes = {
    join,
    ask,
    talk: ({ step, title = "" }) => [
      h("h3", {}, step?.title ?? title),
      ...paragraphs(step?.wall ?? ""),
    ],
    result: ({ step, result, shares = [] }) => [
      h("h3", {}, step.title),
      ["word", "share"].includes(step.kind)
        ? h("p", { class: "wb-room-question" }, roomQuestion(step, t))
        : null,
      roomResult({ step, result, t, shares }),
    ],
    ended: ({ title = "" }) => [h("h3", {}, title), h("p", {}, t("workshop_console.wall.ended"))],
    opening: () => [h("p", {}, t("workshop_console.opening"))],
    closed: () => [
      h("h3", {}, t("workshop_console.wall.label")),
      h("p", {}, t("workshop_console.wall.closed")),
    ],
  };

  return {
    head,
    /** @param {WallScene} scene */
    draw: (scene) => scenes[scene.screen](scene),
    /** @param {WallScreen} screen @param {ConsoleState} state @returns {WallScene} */
    of(screen, state) {
      const { step, status, title } = state;
      const seen = step && { ...step, activity: withoutReasons(step.activity) };
      const shares = state.shares
        .filter((one) => one.step === step?.id && one.status === "shown")
        .map(({ id, text }) => ({ id, text }));
      const address = screen === "join" ? addressesOf(room).chosen : "";
      const joining = screen === "join" ? { code: state.code, address } : {};
      const result = screen === "result" && step ? state.results[step.id] : null;
      return { screen, title, step: seen, status, shares, result, ...joining };
    },
    /** The line at the top. @param {ConsoleState} state @param {WallScreen} screen */
    count(state, screen) {
      const { step, status, joined, left, ended } = state;
      const isAsked = Boolean(step && step.kind !== "talk" && status !== "ready");
      const isJoin = screen === "join";
      put(name, isJoin ? "" : state.title);
      put(
        code,
        ended || isJoin ? "" : t("workshop_console.wall.code", { code: groupedCode(state.code) }),
      );
      // Of those present: only the trainer sees who has left since.
      const counts = { answered: state.answered - left, joined };
      const word = isAsked ? "answered" : "joined";
      // A result itself shows its number of answers.
      const isOver = ended || screen === "result";
      put(answered, isOver ? "" : t(`workshop_console.wall.${word}`, { ...counts, count: joined }));
      this.tick();
    },
    tick() {
      const seconds = room.state?.ended ? null : room.timeLeft();
      const over = t("workshop_console.timer.over");
      put(timer, seconds === null ? "" : seconds > 0 ? timerText(seconds) : over);
    },
  };
}

/** @param {any} activity @returns {any} Without anything that gives the answer away. */
function withoutReasons(activity) {
  if (!activity) return activity;
  const { reasons: _reasons, ...rest } = activity;
  return rest;
}
