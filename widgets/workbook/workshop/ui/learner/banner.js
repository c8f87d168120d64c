/** Information for a learner in a workshop: what is shared, what is not, and how to leave. */

import { button, details, h, replace } from "../../../front/kit.js";

/** @typedef {import("../common/participation.js").Room} Room */
/** @typedef {import("../common/texts.js").Translate} Translate */

export class WorkshopBanner {
  /** @param {Room} room @param {Translate} t */
  constructor(room, t) {
    this.room = room;
    this.t = t;
    this.away = h("p", { class: "wb-room-away", role: "status" });
    this.leaving = h("div", { class: "wb-stack-tight" });
    this.root = h(
      "div",
      { class: "wb-room-banner" },
      h("p", {}, t("workshop.brief")),
      details(
        t("workshop.about"),
        h("h3", {}, t("workshop.about.shared")),
        h(
          "ul",
          {},
          h("li", {}, t("workshop.about.totals", { count: room.state?.least ?? 5 })),
          h("li", {}, t("workshop.about.words")),
        ),
        h("h3", {}, t("workshop.about.not_shared")),
        h("p", {}, t("workshop.about.own")),
        room.store.lasts ? null : h("p", {}, t("workshop.about.passing")),
        this.leaving,
      ),
      this.away,
    );
    this.offer();
  }

  /** Shows whether the connection works, and whether a code was wrong. */
  draw() {
    const { offline, stray } = this.room;
    const strayed = stray ? this.t("workshop.stray") : "";
    const text = offline ? this.t("workshop.offline") : strayed;
    if (this.away.textContent === text) return;
    replace(this.away, text);
  }

  /** @param {boolean} [move] Whether to return the focus to the button. */
  offer(move = false) {
    const leave = button(this.t("workshop.leave"), () => this.ask());
    replace(this.leaving, h("div", { class: "wb-buttons" }, leave));
    if (move) leave.focus();
  }

  /** Asks for confirmation: a mistake would cost the seat. */
  ask() {
    const { t } = this;
    const text = h("p", { tabindex: "-1" }, t("workshop.leave.ask"));
    replace(
      this.leaving,
      text,
      h(
        "div",
        { class: "wb-buttons" },
        button(t("workshop.leave.no"), () => this.offer(true), { primary: true }),
        button(t("workshop.leave.yes"), () => this.room.leave()),
      ),
    );
    text.focus();
  }
}
