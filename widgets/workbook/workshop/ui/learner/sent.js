/** The state of a learner's input: being sent, counted, too late; and their shared texts. */

import { button, h, replace } from "../../../front/kit.js";

/** @typedef {import("../common/participation.js").Room} Room */
/** @typedef {import("../common/participation.js").RoomState} RoomState */
/** @typedef {import("../common/given.js").Given} Given */
/** @typedef {import("../common/texts.js").Translate} Translate */

/** The kinds of steps whose answers are counted. */
export const COUNTED = new Set(["vote", "rating", "order"]);
const STATES = { sending: "saving", offline: "unsent", counted: "saved" };
const REFUSED = new Set(["closed", "unreadable"]);

export class Sent {
  /** @param {Room} room @param {Translate} t @param {(text: string) => void} say */
  constructor(room, t, say) {
    this.room = room;
    this.t = t;
    this.say = say;
    this.line = h("p", { class: "wb-status", role: "status" });
    this.own = h("div", { class: "wb-stack-tight" });
    this.missed = h("div", { class: "wb-stack-tight" });
    this.root = h(
      "div",
      { class: "wb-room-sent wb-stack-tight" },
      this.line,
      this.own,
      this.missed,
    );
    /** Late input that was already announced. @type {Set<Given>} */
    this.told = new Set();
  }

  /** How many texts of this step were accepted: after each, the form is empty again. */
  get taken() {
    const given = this.#given("share");
    return given?.stage === "counted" ? `${this.room.mine.shares.length} ${given.value}` : "";
  }

  /** The step or its state has changed: messages about the previous one are dropped. */
  turn() {
    for (const given of this.told) this.room.given.list.delete(given.key);
    this.told.clear();
    const given = this.#given("share");
    if (given?.stage !== "counted") return;
    const { store, state } = this.room;
    if (store.words(state?.step?.id ?? "").trim() === given.value) store.keepWords("", "");
  }

  /** A step is open (again): input that came too late before is in its form, to be sent again. */
  reopen() {
    const given = this.#given("answer");
    if (given?.stage === "refused") this.room.given.list.delete(given.key);
  }

  draw() {
    const { room, t } = this;
    const [name, text] = this.#answer();
    this.line.dataset.state = name;
    if (this.line.textContent !== text) replace(this.line, text);
    this.#drawOwn();
    const step = room.state?.step?.id ?? "";
    const missed = room.given.missed(step);
    if (missed.length === this.missed.childElementCount) return;
    for (const given of missed) this.told.add(given);
    replace(
      this.missed,
      ...missed.map(({ title }) =>
        h("div", { class: "wb-panel" }, h("p", {}, t("workshop.missed", { title }))),
      ),
    );
  }

  /** @param {Given["type"]} type */
  #given(type) {
    return this.room.given.find(type, this.room.state?.step?.id ?? "");
  }

  /** @returns {[string, string]} A state for the styles, and the words. */
  #answer() {
    const { room, t } = this;
    const given = this.#given("answer") ?? this.#refusedShare();
    const { status, step } = /** @type {RoomState} */ (room.state);
    if (given?.stage === "sending") {
      const name = room.offline ? "offline" : "sending";
      return [STATES[name], t(`workshop.sent.${name}`)];
    }
    if (given?.stage === "refused") {
      const reason = REFUSED.has(given.reason ?? "") ? given.reason : "other";
      return ["unsaved", t(`workshop.sent.${reason}`)];
    }
    const counted = room.mine.answer !== null;
    if (status === "open") return counted ? [STATES.counted, t("workshop.sent.counted")] : ["", ""];
    if (status !== "closed" || !COUNTED.has(step?.kind ?? "")) return ["", ""];
    return counted ? [STATES.counted, t("workshop.closed.own")] : ["", t("workshop.closed.none")];
  }

  #refusedShare() {
    const given = this.#given("share");
    return given?.stage === "refused" ? given : undefined;
  }

  #drawOwn() {
    const { room, t } = this;
    for (const { key, type, stage } of [...room.given.list.values()]) {
      if (type !== "withdraw" || stage !== "counted") continue;
      room.given.list.delete(key);
      this.say(t("workshop.share.taken_back"));
    }
    const given = this.#given("share");
    const list = room.mine.shares.map((one) => {
      const taking = room.given.find("withdraw", one.share)?.stage === "sending";
      return { ...one, status: taking ? this.#onItsWay() : one.status, taking };
    });
    if (given?.stage === "sending")
      list.push({
        share: "",
        text: given.value,
        status: this.#onItsWay(),
        report: given.report,
        taking: true,
      });
    const key = JSON.stringify(list);
    if (this.own.dataset.key === key) return;
    this.own.dataset.key = key;
    replace(
      this.own,
      list.length ? h("h4", {}, t("workshop.shares")) : null,
      ...list.map((one) => this.#share(one)),
    );
  }

  /** @returns {string} */
  #onItsWay() {
    return this.room.offline ? "offline" : "sending";
  }

  /** @param {{share: string, text: string, status: string, report?: boolean, taking: boolean}} one */
  #share({ share, text, status, report, taking }) {
    const { t, room } = this;
    return h(
      "div",
      { class: "wb-room-own-share" },
      // The text of a refused one is deleted.
      text ? h("blockquote", {}, text) : null,
      h("p", { class: "wb-small wb-muted" }, t(`workshop.share.status.${status}`)),
      report && status !== "refused"
        ? h("p", { class: "wb-small wb-muted" }, t("workshop.share.for_report"))
        : null,
      taking
        ? null
        : button(t("workshop.share.take_back"), () => room.withdraw(share), { quiet: true }),
    );
  }
}
