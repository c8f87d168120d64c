/**
 * The band below a page's header: the workshop's title, what is shared, how to leave, and the activity.
 *
 * It is shown only to learners who are in a workshop, or joining one. It takes the focus only after the
 * learner's own action.
 */

import { button, h, replace } from "../../../front/kit.js";
import { Activity } from "./activity.js";
import { attendedPart } from "./attended.js";
import { WorkshopBanner } from "./banner.js";
import { JoinForm, buildForm } from "./join.js";

/** @typedef {import("../common/participation.js").Room} Room */
/** @typedef {import("../common/texts.js").Translate} Translate */

export class WorkshopBand {
  /** @param {Room} room @param {Translate} t */
  constructor(room, t) {
    this.room = room;
    this.t = t;
    /** Whether the learner has just asked to join, and so expects to be taken there. */
    this.expected = false;
    /** Whether messages are for this band: the home page's form shows those about its own code. */
    this.isFor = true;
    this.mode = "";
    this.workshop = "";
    this.title = h("h2", { class: "wb-room-title", id: "wb-room-title", tabindex: "-1" });
    this.live = h("p", { class: "wb-visually-hidden", role: "status" });
    this.place = h("div", { class: "wb-room-parts" });
    this.root = h(
      "section",
      { class: "wb-room", id: "wb-room", "aria-labelledby": "wb-room-title", hidden: true },
      this.title,
      this.place,
      this.live,
    );
    this.form = new JoinForm(buildForm(t), room, t);
    this.form.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.join(this.form.input.value);
    });
    /** @type {WorkshopBanner | null} */
    this.banner = null;
    /** @type {Activity | null} */
    this.activity = null;
    document.querySelector(".wb-header")?.after(this.root);
  }

  /** @param {string} code From a link, or from the form here. */
  join(code) {
    this.isFor = this.expected = true;
    this.form.input.value = code;
    this.form.join(code);
    this.draw();
  }

  /** Announces something to screen readers, without moving the focus. @param {string} text */
  say(text) {
    replace(this.live);
    setTimeout(() => replace(this.live, text), 60);
  }

  draw() {
    const hadFocus = this.root.contains(document.activeElement);
    const mode = this.modeNow();
    keepPlace(this.root, () => {
      const workshop = this.room.state?.workshop ?? this.workshop;
      if (mode !== this.mode || workshop !== this.workshop) this.turn(mode);
      this.workshop = workshop;
      this.form.draw();
      this.banner?.draw();
      this.activity?.draw();
    });
    if (this.expected && mode === "in" && !this.room.code) this.arrive();
    else if (hadFocus && !this.root.contains(document.activeElement)) this.refocus();
  }

  /** @returns {string} What the band shows. */
  modeNow() {
    const { stage, state, refusal } = this.room;
    if (stage === "in" && state) return "in";
    if (stage === "ended") return "ended";
    if (!this.isFor) return "";
    if (stage === "joining") return this.form.asked ? "form" : "back";
    if (refusal.reason === "left_now") return "left";
    return refusal.reason || this.form.told.textContent ? "form" : "";
  }

  /** @param {string} mode */
  turn(mode) {
    const { t, room } = this;
    const before = this.mode;
    this.mode = mode;
    this.root.hidden = mode === "";
    this.banner = null;
    this.activity?.end();
    this.activity = null;
    if (mode === "in") this.showRoom();
    if (mode === "form") this.showForm(before);
    if (mode === "back")
      this.show(
        t("workshop.label"),
        h("p", {}, t("workshop.back", { title: room.seat?.title ?? "" })),
      );
    if (mode === "left")
      this.show(
        t("workshop.label"),
        h("p", {}, t("workshop.left_now")),
        this.statement(),
        this.closing(),
      );
    if (mode === "ended") this.showEnd();
    if (mode === "") replace(this.place);
  }

  showRoom() {
    this.banner = new WorkshopBanner(this.room, this.t);
    this.activity = new Activity(this.room, this.t, (text) => this.say(text));
    const title = this.t("workshop.in", { title: this.room.state?.title ?? "" });
    this.show(title, this.banner.root, this.activity.root, this.activity.notice.root);
  }

  /** Shows that it is over. A result that somebody may still be reading stays until it is closed. */
  showEnd() {
    const { t, room } = this;
    if (room.state?.status === "revealed")
      this.activity = new Activity(room, t, (text) => this.say(text));
    this.show(
      t("workshop.ended"),
      h("p", {}, t("workshop.ended.kept")),
      this.statement(),
      this.closing(() => room.leave()),
      this.activity && this.activity.root,
    );
    this.say(t("workshop.ended"));
  }

  /** @returns {HTMLElement | null} What a learner can save about having taken part. */
  statement() {
    return this.room.attended && attendedPart(this.room.attended, this.t);
  }

  /** @param {string} before */
  showForm(before) {
    const gone = before === "back" || before === "in";
    const why = gone ? h("p", {}, this.t("workshop.refused.gone")) : null;
    this.show(this.t("workshop.join.again"), why, this.form.form, this.closing());
  }

  /** @param {string} title @param {...(Node | null)} parts */
  show(title, ...parts) {
    replace(this.title, title);
    replace(this.place, ...parts);
  }

  /** @param {() => void} [work] */
  closing(work) {
    const close = () => {
      this.room.refusal = { reason: "", wait: 0 };
      this.form.tell("");
      work?.();
      this.draw();
      document.getElementById("content")?.focus();
    };
    return h("div", { class: "wb-buttons" }, button(this.t("workshop.close"), close));
  }

  /** Moves the focus to the workshop that the learner has just joined. */
  arrive() {
    this.expected = false;
    this.isFor = true;
    this.root.scrollIntoView();
    this.title.focus({ preventScroll: true });
  }

  /** The focused element is gone: moves the focus to the nearest heading, and not to the page's top. */
  refocus() {
    if (this.root.hidden) return;
    if (this.mode !== "in") this.root.scrollIntoView();
    (this.activity?.title ?? this.title).focus({ preventScroll: true });
  }
}

/**
 * Keeps the view further down in place, in browsers without scroll anchoring.
 * @param {HTMLElement} above @param {() => void} work The change that may alter its height.
 */
function keepPlace(above, work) {
  const before = above.getBoundingClientRect();
  work();
  if (!before.height || before.bottom > 0 || CSS.supports("overflow-anchor", "auto")) return;
  window.scrollBy(0, above.getBoundingClientRect().height - before.height);
}
