/** The duration of a visit: counted while the page is visible. */

export class Clock {
  /** @param {() => number} [now] In ms. */
  constructor(now = () => performance.now()) {
    this.now = now;
    this.spent = 0;
    /** @type {number | null} */
    this.since = document.hidden ? null : now();
    document.addEventListener("visibilitychange", () => {
      this.spent = this.#all();
      this.since = document.hidden ? null : this.now();
    });
  }

  /** @returns {number} */
  seconds() {
    return Math.round(this.#all() / 1000);
  }

  /** @returns {number} In ms. */
  #all() {
    return this.spent + (this.since === null ? 0 : this.now() - this.since);
  }
}
