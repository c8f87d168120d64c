/** The remaining time of a step: shown each second, announced when a minute is left and when it is over. */

import { h, replace } from "../../../front/kit.js";

/** @typedef {import("../common/texts.js").Translate} Translate */

const SECOND = 1_000;
const MINUTE = 60;

export class Timer {
  /** @param {Translate} t @param {(text: string) => void} say */
  constructor(t, say) {
    this.t = t;
    this.say = say;
    this.root = h("span", { class: "wb-room-timer", role: "timer", hidden: true });
    this.ends = /** @type {number | null} */ (null);
    this.left = Infinity;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.clock = undefined;
  }

  /** @param {number | null} ends When it ends by the device's clock, in ms. */
  draw(ends) {
    if (ends === this.ends) return;
    this.end();
    this.ends = ends;
    this.left = Infinity;
    this.root.hidden = ends === null;
    if (ends === null) return;
    this.#tick();
    this.clock = setInterval(() => this.#tick(), SECOND);
  }

  end() {
    clearInterval(this.clock);
  }

  #tick() {
    const { t } = this;
    const left = Math.max(0, Math.round(((this.ends ?? 0) - Date.now()) / SECOND));
    const time = `${Math.floor(left / MINUTE)}:${String(left % MINUTE).padStart(2, "0")}`;
    replace(this.root, left ? t("workshop.timer", { time }) : t("workshop.timer.over"));
    // Only events while the page is open are announced.
    if (this.left < Infinity && this.left > MINUTE && left <= MINUTE && left > 0)
      this.say(t("workshop.timer.minute"));
    if (this.left < Infinity && this.left > 0 && left === 0) this.say(t("workshop.timer.over"));
    this.left = left;
    if (!left) this.end();
  }
}
