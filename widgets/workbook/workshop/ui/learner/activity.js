/**
 * The current step of a workshop on a learner's page: waiting, open, closed, revealed.
 *
 * A form that somebody is filling in is not changed by other events until its step is over.
 */

import { h, paragraphs, replace, sentences } from "../../../front/kit.js";
import { roomCase, roomForm } from "../common/forms.js";
import { roomReasons, roomResult, sharedTexts } from "../common/results.js";
import { doubtsAbout } from "./doubts.js";
import { Notice } from "./notice.js";
import { COUNTED, Sent } from "./sent.js";
import { Timer } from "./timer.js";

/** @typedef {import("../common/participation.js").Room} Room */
/** @typedef {import("../common/participation.js").RoomState} RoomState */
/** @typedef {import("../common/participation.js").RoomStep} RoomStep */
/** @typedef {import("../common/texts.js").Translate} Translate */

export class Activity {
  /** @param {Room} room @param {Translate} t @param {(text: string) => void} say */
  constructor(room, t, say) {
    this.room = room;
    this.t = t;
    this.say = say;
    this.key = "";
    this.kicker = h("p", { class: "wb-kicker" });
    this.title = h("h3", { id: "wb-room-step", tabindex: "-1" });
    this.badge = h("span", { class: "wb-badge wb-room-status" });
    this.answered = h("span", { class: "wb-small wb-muted" });
    this.timer = new Timer(t, say);
    this.body = h("div", { class: "wb-stack" });
    this.shown = h("div", { class: "wb-stack" });
    this.sent = new Sent(room, t, say);
    this.root = h(
      "article",
      {
        class: "wb-exercise wb-room-activity",
        id: "wb-activity",
        "aria-labelledby": "wb-room-step",
      },
      h("div", {}, this.kicker, this.title),
      h("p", { class: "wb-room-meta" }, this.badge, this.timer.root, this.answered),
      this.body,
      this.sent.root,
      this.shown,
    );
    this.notice = new Notice(this.root, this.title, t);
  }

  draw() {
    const { state } = this.room;
    if (!state?.step) {
      this.root.hidden = true;
      return;
    }
    this.root.hidden = false;
    const key = this.#keyOf(state);
    if (key !== this.key) this.#turn(state, key);
    this.#drawMeta(state);
    this.timer.draw(this.room.timerEnds);
    this.sent.draw();
    this.#drawShared(state);
  }

  end() {
    this.timer.end();
    this.notice.end();
  }

  /** @param {RoomState} state @returns {string} The key whose change redraws the body. */
  #keyOf({ step, status, result }) {
    const resets = step?.resets ?? 0;
    const own = step?.kind === "share" || step?.kind === "word" ? this.sent.taken : "";
    const shown = status === "open" ? "" : JSON.stringify(result);
    return [step?.id, status, own, shown, resets].join("|");
  }

  /** @param {RoomState} state @param {string} key */
  #turn(state, key) {
    const first = this.key === "";
    const [step, status] = this.key.split("|");
    this.key = key;
    this.sent.turn();
    replace(this.body, ...this.#bodyOf(state));
    if (state.status === "open") this.sent.reopen();
    const isNews = step !== state.step?.id || status !== state.status;
    if (isNews) this.#tell(state, first);
  }

  /** @param {RoomState} state @param {boolean} first Whether the page has only just been opened. */
  #tell({ status, step }, first) {
    const { t } = this;
    const title = step?.title ?? "";
    this.notice.hide();
    if (status === "open" || status === "revealed") {
      const text = t(`workshop.notice.${status}`, { title });
      if (!first) this.say(text);
      if (!first || (status === "open" && !this.room.mine.answer)) this.notice.show(text);
    } else if (!first) {
      const what = step?.kind === "talk" ? "talk" : status;
      this.say(sentences(title, t(`workshop.status.${what}`)));
    }
  }

  /** @param {RoomState} state @returns {HTMLElement[]} */
  #bodyOf({ status, step, result }) {
    const { t, room } = this;
    if (!step) return [];
    const wall = paragraphs(step.wall ?? "");
    if (step.kind === "talk") return wall;
    const answer = room.mine.answer;
    if (status === "ready")
      return [...wall, ...roomCase(step, t), h("p", { class: "wb-muted" }, t("workshop.ready"))];
    if (status === "open")
      return [
        ...wall,
        ...roomCase(step, t),
        ...willBeSeen(step, t),
        this.#form(),
        ...this.#earlier(step, result, answer),
      ];
    if (status === "closed") return [h("p", {}, t("workshop.closed")), ...roomCase(step, t)];
    const reasons = roomReasons(step, t, { answer });
    return [
      ...(result && step.kind !== "share" ? [roomResult({ step, result, t, answer })] : []),
      ...(reasons.length ? [h("h4", {}, t("workshop.reasons")), ...reasons] : []),
      ...roomCase(step, t),
    ];
  }

  /** @returns {HTMLElement} */
  #form() {
    const { room, t } = this;
    const step = /** @type {RoomStep} */ (room.state?.step);
    const type = COUNTED.has(step.kind) ? "answer" : "share";
    const waiting = room.given.find(type, step.id);
    return roomForm({
      step,
      t,
      answer: waiting?.value ?? room.mine.answer,
      give: (answer, how) => room.give(type, answer, how),
      say: this.say,
      look: (text) => doubtsAbout(text, t),
      words: {
        text: room.store.words(step.id),
        keep: (text) => room.store.keepWords(step.id, text),
      },
    });
  }

  /**
   * A reopened step still shows the revealed result.
   * @param {any} step @param {any} result @param {any} answer
   */
  #earlier(step, result, answer) {
    if (!result || step.kind === "share") return [];
    const { t } = this;
    return [h("h4", {}, t("workshop.earlier_result")), roomResult({ step, result, t, answer })];
  }

  /** @param {RoomState} state */
  #drawMeta({ number, of, status, step, answered }) {
    const { t } = this;
    const name = step?.kind === "talk" ? "talk" : status;
    put(this.kicker, t("workshop.step", { number, of }));
    put(this.title, step?.title ?? "");
    put(this.badge, t(`workshop.status.${name}`));
    this.badge.dataset.status = name;
    const many = answered
      ? t("workshop.answered", { count: answered })
      : t("workshop.answered_none");
    const counts = step?.kind !== "talk" && status === "open";
    put(this.answered, counts ? many : "");
  }

  /** The allowed texts of a step that shares texts, as they come. @param {RoomState} state */
  #drawShared({ step, shares, status }) {
    const key = step?.kind === "share" && (shares.length || status === "revealed");
    const text = key ? JSON.stringify(shares) : "";
    if (this.shown.dataset.key === text) return;
    this.shown.dataset.key = text;
    const title = h("h4", {}, this.t("workshop.shared"));
    replace(this.shown, ...(key ? [title, ...sharedTexts(shares, this.t)] : []));
  }
}

/** Changes a text only if it differs. @param {HTMLElement} element @param {string} text */
function put(element, text) {
  if (element.textContent !== text) replace(element, text);
}

/** What the room will see of an answer, said before it is given. @param {RoomStep} step @param {Translate} t */
function willBeSeen({ kind, least = 5, show }, t) {
  if (!COUNTED.has(kind)) return [];
  const what = show === "never" ? show : kind === "rating" ? "rating" : "vote";
  const text = t(`workshop.seen.${what}`, { count: least });
  return [h("p", { class: "wb-small wb-muted wb-room-seen" }, text)];
}
